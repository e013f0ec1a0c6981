import type * as pulumi from "@pulumi/pulumi";
import { IngressController, type GpuPool } from "../shared/facts";
import { valueAt, type Labels } from "../shared/values";
import { ModelProtocol, type ModelDeploymentArgs, type PredictorArgs } from "./args";
import type { ModelExplainerArgs, ModelOrchestratorArgs } from "./predictor-args";
import { routingAnnotations } from "./routing/annotations";
import type { GraphNodeArgs } from "./steps/args";

/** A model after defaults: every predictor is a graph. */
export interface ModelSpec {
  readonly name: string;
  readonly namespace: string;
  readonly protocol: ModelProtocol;
  readonly predictors: readonly PredictorSpec[];
  readonly annotations: Record<string, string>;
  readonly labels: Labels;
  /** Seconds to wait for the model; absent if Pulumi does not wait. */
  readonly waitSeconds?: number;
  /** The cluster's node pools with GPUs; absent if the nodes are not known. */
  readonly gpuPools?: readonly GpuPool[];
  /** Account of the pods; absent for the namespace's default account. */
  readonly serviceAccount?: pulumi.Input<string>;
}

/** A predictor after defaults. */
export interface PredictorSpec {
  readonly name: string;
  readonly traffic?: number;
  readonly shadow: boolean;
  readonly replicas?: pulumi.Input<number>;
  readonly graph: GraphNodeArgs;
  readonly explainer?: ModelExplainerArgs;
  readonly orchestrator: ModelOrchestratorArgs;
  readonly progressDeadlineSeconds?: number;
}

/** Name of the step of a predictor that is a single model; it is part of the URL in some protocols. */
const MODEL = "model";

/** Fills in every default. */
export function modelSpec(name: string, args: ModelDeploymentArgs): ModelSpec {
  const serving = args.predictors.filter(({ shadow, headers }) => shadow !== true && headers === undefined);
  const deploymentName = args.deploymentName ?? name;
  return {
    name: deploymentName,
    namespace: args.namespace,
    protocol: protocolOf(args),
    predictors: args.predictors.map((predictor) => predictorSpec(predictor, serving.length === 1)),
    annotations: { ...routed(args), ...routingAnnotations(deploymentName, args), ...args.annotations },
    labels: { ...owned(args), ...args.labels },
    waitSeconds: (args.wait ?? true) ? (args.waitSeconds ?? 600) : undefined,
    gpuPools: args.seldon.gpuPools,
    serviceAccount: args.existingServiceAccount,
  };
}

/** The protocol, which overrides may decide; `kfserving` is the old name of `v2`. */
export function protocolOf({ protocol, overrides = {} }: ModelDeploymentArgs): ModelProtocol {
  const overridden = valueAt(overrides, "spec.protocol");
  if (overridden === "kfserving") return ModelProtocol.V2;
  return protocol ?? Object.values(ModelProtocol).find((one) => one === overridden) ?? ModelProtocol.Seldon;
}

/** An Emissary with an id uses only Mappings that name this id. */
const routed = ({ seldon: { controller, ambassadorId } }: ModelDeploymentArgs): Record<string, string> =>
  controller === IngressController.Emissary && ambassadorId ? { "seldon.io/ambassador-id": ambassadorId } : {};

/** An operator with an id serves only models that name it. */
const owned = ({ seldon: { controllerId } }: ModelDeploymentArgs): Labels =>
  controllerId ? { "seldon.io/controller-id": controllerId } : {};

function predictorSpec(predictor: PredictorArgs, alone: boolean): PredictorSpec {
  const { name, shadow = false, traffic, replicas, graph, ...rest } = predictor;
  const { explainer, orchestrator = {}, progressDeadlineSeconds, ...step } = rest;
  return {
    name,
    shadow,
    replicas,
    // The operator takes an unset share as 0: on Emissary for a shadow, and on Istio for a predictor beside a shadow.
    traffic: traffic ?? defaultTraffic(predictor, alone),
    graph: graph ?? { name: MODEL, ...step },
    explainer,
    orchestrator,
    progressDeadlineSeconds,
  };
}

function defaultTraffic({ shadow = false, headers }: PredictorArgs, alone: boolean): number | undefined {
  if (shadow) return 100;
  if (headers !== undefined) return 0;
  return alone ? 100 : undefined;
}
