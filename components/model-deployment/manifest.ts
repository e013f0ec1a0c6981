import type * as pulumi from "@pulumi/pulumi";
import { given, jsonText, labelled, type Values } from "../shared/values";
import { RANDOM_AB_TEST } from "./graph";
import { withOverrides } from "./overridden-predictors";
import { componentSpec, environment, podSteps } from "./steps/pods";
import type { ModelExplainerArgs, ModelOrchestratorArgs } from "./predictor-args";
import { NO_ENGINE } from "./rules/orchestrator";
import type { ModelSpec, PredictorSpec } from "./spec";
import type { GraphNodeArgs } from "./steps/args";

/** A path in the custom resource, key by key: `["spec", "predictors", 0, "name"]`. */
export type JsonPath = readonly (string | number)[];

/** The part of a SeldonDeployment that the rules read. */
export interface SeldonDeployment {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Annotations;
    readonly labels?: Labels;
  };
  readonly spec: {
    readonly replicas?: number;
    readonly protocol?: string;
    readonly transport?: string;
    readonly serverType?: string;
    readonly annotations?: Annotations;
    readonly predictors: readonly Predictor[];
  };
}

/** Annotations; those that a rule reads are known when the program runs. */
export type Annotations = Readonly<Record<string, pulumi.Input<string>>>;

/** Labels; those that a rule reads are known when the program runs. */
export type Labels = Readonly<Record<string, pulumi.Input<string>>>;

/** One predictor of it. */
export interface Predictor {
  readonly name: string;
  readonly traffic?: number;
  readonly shadow?: boolean;
  readonly replicas?: pulumi.Input<number>;
  readonly graph: GraphNode;
  readonly componentSpecs?: readonly ComponentSpec[];
  readonly annotations?: Annotations;
  readonly labels?: Labels;
  readonly svcOrchSpec?: { readonly replicas?: number; readonly env?: readonly { readonly name: string }[] };
  readonly explainer?: {
    readonly type?: string;
    readonly modelUri?: pulumi.Input<string>;
    readonly replicas?: number;
    readonly storageInitializerImage?: string;
    readonly envSecretRefName?: string;
    readonly containerSpec?: { readonly image?: pulumi.Input<string> };
    readonly serviceAccountName?: pulumi.Input<string>;
  };
}

/** One step of a predictor. */
export interface GraphNode {
  readonly name: string;
  readonly type?: string;
  readonly implementation?: string;
  readonly modelUri?: pulumi.Input<string>;
  readonly envSecretRefName?: string;
  readonly storageInitializerImage?: string;
  readonly methods?: readonly string[];
  readonly endpoint?: { readonly type?: string };
  readonly logger?: { readonly mode?: string };
  readonly serviceAccountName?: pulumi.Input<string>;
  readonly children?: readonly GraphNode[];
}

/** The pods behind steps of a predictor. */
export interface ComponentSpec {
  readonly metadata?: {
    readonly name?: string;
    readonly labels?: Labels;
    readonly annotations?: Annotations;
  };
  readonly replicas?: pulumi.Input<number>;
  readonly hpaSpec?: { readonly minReplicas?: number; readonly maxReplicas?: number };
  readonly kedaSpec?: unknown;
  readonly pdbSpec?: { readonly minAvailable?: unknown; readonly maxUnavailable?: unknown };
  readonly spec?: {
    readonly serviceAccountName?: pulumi.Input<string>;
    readonly containers?: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly volumes?: readonly { readonly name: string }[];
  };
}

/** A container of a pod. */
interface Container {
  readonly name: string;
  readonly image?: pulumi.Input<string>;
  readonly ports?: readonly { readonly name?: string; readonly containerPort?: number }[];
}

/** The annotations that make the Kubernetes provider wait until the operator reports that the model is available. */
export const WAIT_FOR = "pulumi.com/waitFor";
export const WAIT_SECONDS = "pulumi.com/timeoutSeconds";

/** The custom resource of a model, with the caller's overrides merged last. */
export function seldonDeployment(spec: ModelSpec, overrides: Values | undefined): SeldonDeployment {
  const { name, namespace, labels, waitSeconds } = spec;
  const own = {
    apiVersion: "machinelearning.seldon.io/v1",
    kind: "SeldonDeployment",
    metadata: given({
      name,
      namespace,
      ...labelled(labels),
      annotations:
        waitSeconds === undefined
          ? undefined
          : { [WAIT_FOR]: "jsonpath={.status.state}=Available", [WAIT_SECONDS]: String(waitSeconds) },
    }),
    spec: given({
      protocol: spec.protocol,
      annotations: Object.keys(spec.annotations).length > 0 ? spec.annotations : undefined,
      predictors: spec.predictors.map((predictor) => predictorManifest(predictor, spec)),
    }),
  };
  return withOverrides(own, overrides) as unknown as SeldonDeployment;
}

function predictorManifest(predictor: PredictorSpec, spec: ModelSpec): Values {
  const { name, traffic, shadow, replicas, graph, explainer, orchestrator, progressDeadlineSeconds } = predictor;
  const pods = podSteps(graph);
  return given({
    name,
    traffic,
    shadow: shadow ? true : undefined,
    replicas,
    annotations: orchestrator.enabled === false ? { [NO_ENGINE]: "true" } : undefined,
    graph: graphManifest(graph),
    componentSpecs: pods.length > 0 ? pods.map((step) => componentSpec(step, spec)) : undefined,
    svcOrchSpec: orchestratorManifest(orchestrator),
    explainer: explainer && explainerManifest(explainer, spec),
    progressDeadlineSeconds,
  });
}

const graphManifest = (step: GraphNodeArgs): Values => {
  const { name, type, server, customServer, modelUri, credentialsSecret, abTest, children } = step;
  const { parameters, requestLogging } = step;
  return given({
    name,
    // A step that the orchestrator does itself has no type: with one, the orchestrator would call a container.
    type: abTest === undefined ? (type ?? "MODEL") : undefined,
    implementation: abTest === undefined ? (server ?? customServer) : RANDOM_AB_TEST,
    modelUri,
    envSecretRefName: credentialsSecret,
    parameters:
      abTest === undefined
        ? parameters?.map((parameter) => ({ ...parameter }))
        : [{ name: "ratioA", type: "FLOAT", value: String(abTest.firstPercent / 100) }],
    logger: requestLogging && given({ ...requestLogging }),
    children: children?.map(graphManifest),
  });
};

const orchestratorManifest = ({ resources, env }: ModelOrchestratorArgs): Values | undefined =>
  resources === undefined && env === undefined ? undefined : given({ resources, env: environment({ env }) });

/** The container's name is the model's name in URLs of `ModelProtocol.V2`. */
const explainerManifest = (
  { credentialsSecret, image, resources, initParameters, ...explainer }: ModelExplainerArgs,
  { serviceAccount }: ModelSpec,
): Values =>
  given({
    ...explainer,
    initParameters: initParameters && jsonText(initParameters),
    envSecretRefName: credentialsSecret,
    serviceAccountName: serviceAccount,
    containerSpec: given({ name: "explainer", image, resources }),
  });
