import { checkedCount } from "../shared/checks";
import { shown, type Problem } from "../shared/invalid-args";
import { oneOf } from "../shared/one-of";
import { resourceProblems } from "../shared/resources";
import { ModelProtocol, type GraphNodeArgs, type ModelDeploymentArgs, type PredictorArgs } from "./args";

/** A model after defaults: every predictor is a graph. */
export interface ModelSpec {
  readonly name: string;
  readonly namespace: string;
  readonly protocol: ModelProtocol;
  readonly predictors: readonly PredictorSpec[];
  readonly annotations: Record<string, string>;
  readonly labels: Record<string, string>;
  /** Seconds; absent where nobody waits. */
  readonly waitSeconds?: number;
}

/** A predictor after defaults. */
export interface PredictorSpec {
  readonly name: string;
  readonly traffic?: number;
  readonly shadow: boolean;
  readonly replicas?: number;
  readonly graph: GraphNodeArgs;
}

/** Name of the step where a predictor is a single model; it is part of the URL in some protocols. */
const MODEL = "model";

/** Fills in every default. */
export const modelSpec = (name: string, args: ModelDeploymentArgs): ModelSpec => ({
  name: args.deploymentName ?? name,
  namespace: args.namespace,
  protocol: args.protocol ?? ModelProtocol.Seldon,
  predictors: args.predictors.map((predictor) => predictorSpec(predictor, args.predictors.length > 1)),
  annotations: args.annotations ?? {},
  labels: args.labels ?? {},
  waitSeconds: (args.wait ?? true) ? (args.waitSeconds ?? 600) : undefined,
});

function predictorSpec(predictor: PredictorArgs, shares: boolean): PredictorSpec {
  const { name, shadow = false, replicas, graph, server, customServer, image, modelUri, resources } = predictor;
  return {
    name,
    shadow,
    replicas,
    // An unset share of a shadow mirrors everything on Istio and nothing on Emissary.
    traffic: predictor.traffic ?? (shadow || !shares ? 100 : undefined),
    graph: graph ?? { name: MODEL, server, customServer, image, modelUri, resources },
  };
}

/** What is wrong with the typed inputs; what is wrong with the custom resource they make is found in `rules/`. */
export const problemsIn = (args: ModelDeploymentArgs): Problem[] => [
  ...checkedCount("waitSeconds", args.waitSeconds, 1),
  ...namespaceProblems(args),
  ...args.predictors.flatMap((predictor, index) => predictorProblems(`predictors[${String(index)}]`, predictor)),
];

function namespaceProblems({ namespace, existingNamespace, seldon }: ModelDeploymentArgs): Problem[] {
  if (existingNamespace === true || seldon.modelNamespaces.includes(namespace)) return [];
  const own = seldon.modelNamespaces.length === 0 ? "none" : seldon.modelNamespaces.join(", ");
  return [
    {
      path: "namespace",
      reason: `${shown(namespace)} is not one of the operator's modelNamespaces (${own}). Add it there, or write existingNamespace: true.`,
    },
  ];
}

function predictorProblems(path: string, predictor: PredictorArgs): Problem[] {
  const { server, customServer, image, graph, modelUri, resources } = predictor;
  const choice = oneOf(path, { server, customServer, image, graph });
  if (choice.length > 0) return [...choice, ...checkedCount(`${path}.replicas`, predictor.replicas, 1)];
  const beside = Object.entries({ modelUri, resources })
    .filter(([, value]) => graph !== undefined && value !== undefined)
    .map(([key]) => ({
      path: `${path}.${key}`,
      reason: "has no effect beside graph. Write it at a node of the graph.",
    }));
  return [
    ...beside,
    ...checkedCount(`${path}.replicas`, predictor.replicas, 1),
    ...(graph === undefined ? stepProblems(path, predictor) : nodeProblems(`${path}.graph`, graph)),
  ];
}

function nodeProblems(path: string, node: GraphNodeArgs): Problem[] {
  const { server, customServer, image } = node;
  return [
    ...oneOf(path, { server, customServer, image }),
    ...stepProblems(path, node),
    ...(node.children ?? []).flatMap((child, index) => nodeProblems(`${path}.children[${String(index)}]`, child)),
  ];
}

/** What a predictor that is a single step and a node of a graph have in common. */
const stepProblems = (path: string, step: PredictorArgs | GraphNodeArgs): Problem[] => [
  ...resourceProblems(`${path}.resources`, step.resources),
  ...(step.image !== undefined && step.modelUri !== undefined
    ? [{ path: `${path}.modelUri`, reason: "is loaded by servers only, not by an image. Leave it out." }]
    : []),
];
