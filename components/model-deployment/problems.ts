import type * as pulumi from "@pulumi/pulumi";
import { checked, checkedCount, dns1123Subdomain, url } from "../shared/checks";
import { problemIf, shown, type Problem } from "../shared/invalid-args";
import { clusterOf } from "../shared/known-facts";
import { oneOf } from "../shared/one-of";
import { providerProblems } from "../shared/provider";
import { resourceFieldProblems, resourceProblems } from "../shared/resources";
import type { GraphNodeArgs, ModelDeploymentArgs, PredictorArgs } from "./args";
import { hidingText } from "../shared/shown";
import { inputPath } from "./input-path";
import type { SeldonDeployment } from "./manifest";
import { overrideProblems } from "./overrides";
import { manifestProblems } from "./rules";
import { overriddenShapeProblems } from "./shape";

/** What is wrong with single inputs. */
export const fieldProblems = (args: ModelDeploymentArgs): Problem[] => [
  ...checked("seldon.url", args.seldon.url, url("http", "https")),
  ...checkedCount("waitSeconds", args.waitSeconds, 1),
  ...checked("existingServiceAccount", args.existingServiceAccount, dns1123Subdomain),
  ...eachStep(args, stepFieldProblems),
  ...args.predictors.flatMap(({ replicas }, index) =>
    checkedCount(`predictors[${String(index)}].replicas`, replicas, 1),
  ),
  ...overrideProblems(args.overrides),
];

/** The field of a value, as far as it has one. */
const field = (value: unknown, key: string | number): unknown =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string | number, unknown>>)[key] : undefined;

/** What is wrong with inputs that are right by themselves but do not fit together, and with the resource they describe. */
export function ruleProblems(
  args: ModelDeploymentArgs,
  manifest: SeldonDeployment,
  opts: pulumi.ComponentResourceOptions | undefined,
): Problem[] {
  const own = [
    ...providerProblems(opts, clusterOf(args.seldon), "of `seldon`"),
    ...problemIf(
      args.wait === false && args.waitSeconds !== undefined,
      "waitSeconds",
      "has no effect together with wait: false. Leave one of them out.",
    ),
    ...namespaceProblems(args),
    ...args.predictors.flatMap((predictor, index) => predictorProblems(`predictors[${String(index)}]`, predictor)),
    ...eachStep(args, stepProblems),
    ...(args.overrides === undefined ? [] : overriddenShapeProblems(manifest)),
  ];
  // The rules read a resource of the right shape, whose predictors are what the caller meant.
  return own.length > 0
    ? own
    : manifestProblems(manifest, args).map(({ at, reason }) => ({
        path: inputPath(args, at),
        reason: hidingText(reason, at.reduce<unknown>(field, args.overrides)),
      }));
}

function namespaceProblems({ namespace, existingNamespace, seldon }: ModelDeploymentArgs): Problem[] {
  const known = seldon.modelNamespaces.length === 0 ? "none" : seldon.modelNamespaces.join(", ");
  return problemIf(
    existingNamespace !== true && !seldon.modelNamespaces.includes(namespace),
    "namespace",
    `${shown(namespace)} is not one of the operator's modelNamespaces (${known}). Add it there, or write existingNamespace: true.`,
  );
}

function predictorProblems(path: string, predictor: PredictorArgs): Problem[] {
  const { server, customServer, image, graph, modelUri, resources } = predictor;
  return [
    ...oneOf(path, { server, customServer, image, graph }, predictor),
    ...Object.entries({ modelUri, resources }).flatMap(([key, value]) =>
      problemIf(
        graph !== undefined && value !== undefined,
        `${path}.${key}`,
        "has no effect together with graph. Write it in a node of the graph.",
      ),
    ),
    ...(graph === undefined ? [] : nodeProblems(`${path}.graph`, graph)),
  ];
}

const nodeProblems = (path: string, node: GraphNodeArgs): Problem[] => [
  ...oneOf(path, { server: node.server, customServer: node.customServer, image: node.image }, node),
  ...(node.children ?? []).flatMap((child, index) => nodeProblems(`${path}.children[${String(index)}]`, child)),
];

type Step = PredictorArgs | GraphNodeArgs;

/** Checks every predictor that is a single step, and every node of the graphs of the others. */
function eachStep({ predictors }: ModelDeploymentArgs, check: (path: string, step: Step) => Problem[]): Problem[] {
  const below = (path: string, node: GraphNodeArgs): Problem[] => [
    ...check(path, node),
    ...(node.children ?? []).flatMap((child, index) => below(`${path}.children[${String(index)}]`, child)),
  ];
  return predictors.flatMap((predictor, index) => {
    const path = `predictors[${String(index)}]`;
    return predictor.graph === undefined ? check(path, predictor) : below(`${path}.graph`, predictor.graph);
  });
}

/** An empty text would make a step without server and container. */
const stepFieldProblems = (path: string, { customServer, image, resources }: Step): Problem[] => [
  ...resourceFieldProblems(`${path}.resources`, resources),
  ...problemIf(customServer === "", `${path}.customServer`, "is empty. Write one, or leave it out."),
  ...problemIf(image === "", `${path}.image`, "is empty. Write one, or leave it out."),
];

const stepProblems = (path: string, { image, modelUri, resources }: Step): Problem[] => [
  ...resourceProblems(`${path}.resources`, resources),
  ...problemIf(
    image !== undefined && modelUri !== undefined,
    `${path}.modelUri`,
    "has no effect together with image: only a server loads a model from a URI. Leave it out.",
  ),
];
