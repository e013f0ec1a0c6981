import type * as pulumi from "@pulumi/pulumi";
import { labelled } from "../shared/labels";
import { given, merged, type Values } from "../shared/values";
import type { GraphNodeArgs } from "./args";
import type { ModelSpec, PredictorSpec } from "./spec";

/** A SeldonDeployment as far as the rules look into it; any leaf may also be an output. */
export interface SeldonDeployment {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Record<string, string>;
    readonly labels?: Record<string, string>;
  };
  readonly spec: {
    readonly protocol?: string;
    readonly transport?: string;
    readonly serverType?: string;
    readonly annotations?: Record<string, string>;
    readonly predictors: readonly Predictor[];
  };
}

/** One predictor of it. */
export interface Predictor {
  readonly name: string;
  readonly traffic?: number;
  readonly shadow?: boolean;
  readonly replicas?: number;
  readonly graph: GraphNode;
  readonly componentSpecs?: readonly ComponentSpec[];
  readonly annotations?: Record<string, string>;
  readonly svcOrchSpec?: { readonly env?: readonly { readonly name: string }[] };
}

/** One step of a predictor. */
export interface GraphNode {
  readonly name: string;
  readonly type?: string;
  readonly implementation?: string;
  readonly modelUri?: pulumi.Input<string>;
  readonly methods?: readonly string[];
  readonly endpoint?: { readonly type?: string };
  readonly logger?: { readonly mode?: string };
  readonly serviceAccountName?: string;
  readonly children?: readonly GraphNode[];
}

/** The pods behind steps of a predictor. */
export interface ComponentSpec {
  readonly hpaSpec?: unknown;
  readonly kedaSpec?: unknown;
  readonly spec?: {
    readonly serviceAccountName?: string;
    readonly containers?: readonly { readonly name: string }[];
  };
}

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
          : {
              "pulumi.com/waitFor": "jsonpath={.status.state}=Available",
              "pulumi.com/timeoutSeconds": String(waitSeconds),
            },
    }),
    spec: given({
      protocol: spec.protocol,
      annotations: Object.keys(spec.annotations).length > 0 ? spec.annotations : undefined,
      predictors: spec.predictors.map(predictorManifest),
    }),
  };
  return merged(own, overrides ?? {}) as unknown as SeldonDeployment;
}

const predictorManifest = ({ name, traffic, shadow, replicas, graph }: PredictorSpec): Values => {
  const componentSpecs = steps(graph).flatMap(containerOf);
  return given({
    name,
    traffic,
    shadow: shadow ? true : undefined,
    replicas,
    graph: graphManifest(graph),
    componentSpecs: componentSpecs.length > 0 ? componentSpecs : undefined,
  });
};

const graphManifest = ({ name, type, server, customServer, modelUri, parameters, children }: GraphNodeArgs): Values =>
  given({
    name,
    type: type ?? "MODEL",
    implementation: server ?? customServer,
    modelUri,
    parameters: parameters?.map((parameter) => ({ ...parameter })),
    children: children?.map(graphManifest),
  });

/** A node and everything below it, the node first. */
const steps = (node: GraphNodeArgs): GraphNodeArgs[] => [node, ...(node.children ?? []).flatMap(steps)];

/** Each step is a pod of its own, so that a graph's steps start and fail by themselves. */
const containerOf = ({ name, image, resources }: GraphNodeArgs): Values[] =>
  image === undefined && resources === undefined ? [] : [{ spec: { containers: [given({ name, image, resources })] } }];
