import { checked, checkedCount, dns1123Subdomain, url } from "../shared/checks";
import { shown, type Problem } from "../shared/invalid-args";
import { oneOf } from "../shared/one-of";
import { resourceProblems } from "../shared/resources";
import type { GraphNodeArgs, ModelDeploymentArgs, PredictorArgs } from "./args";

/** What is wrong with the typed inputs; what is wrong with the custom resource they make is found in `rules/`. */
export const inputProblems = (args: ModelDeploymentArgs): Problem[] => [
  ...checked("seldon.url", args.seldon.url, url("http", "https")),
  ...waitProblems(args),
  ...namespaceProblems(args),
  ...checked("existingServiceAccount", args.existingServiceAccount, dns1123Subdomain),
  ...args.predictors.flatMap((predictor, index) => predictorProblems(`predictors[${String(index)}]`, predictor)),
];

const waitProblems = ({ wait, waitSeconds }: ModelDeploymentArgs): Problem[] =>
  wait === false && waitSeconds !== undefined
    ? [{ path: "waitSeconds", reason: "has no effect beside wait: false. Leave one of them out." }]
    : checkedCount("waitSeconds", waitSeconds, 1);

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
  const choice = oneOf(path, { server, customServer, image, graph }, predictor);
  const beside = Object.entries({ modelUri, resources })
    .filter(([, value]) => graph !== undefined && value !== undefined)
    .map(([key]) => ({
      path: `${path}.${key}`,
      reason: "has no effect beside graph. Write it at a node of the graph.",
    }));
  return [
    ...choice,
    ...checkedCount(`${path}.replicas`, predictor.replicas, 1),
    ...(choice.length > 0 ? [] : beside),
    ...(choice.length > 0 || graph !== undefined ? [] : stepProblems(path, predictor)),
    ...(choice.length > 0 || graph === undefined ? [] : nodeProblems(`${path}.graph`, graph)),
  ];
}

function nodeProblems(path: string, node: GraphNodeArgs): Problem[] {
  const { server, customServer, image } = node;
  return [
    ...oneOf(path, { server, customServer, image }, node),
    ...stepProblems(path, node),
    ...(node.children ?? []).flatMap((child, index) => nodeProblems(`${path}.children[${String(index)}]`, child)),
  ];
}

/** What a predictor that is a single step and a node of a graph have in common. */
const stepProblems = (path: string, step: PredictorArgs | GraphNodeArgs): Problem[] => [
  ...resourceProblems(`${path}.resources`, step.resources),
  ...empty(`${path}.customServer`, step.customServer),
  ...empty(`${path}.image`, step.image),
  ...(step.image !== undefined && step.modelUri !== undefined
    ? [{ path: `${path}.modelUri`, reason: "is loaded by servers only, not by an image. Leave it out." }]
    : []),
];

/** An empty word would make a step without server and container. */
const empty = (path: string, value: unknown): Problem[] =>
  value === "" ? [{ path, reason: "is empty. Write one, or leave it out." }] : [];
