import type * as pulumi from "@pulumi/pulumi";
import { checked, checkedCount, dns1123Subdomain, url } from "../shared/checks";
import { IngressController } from "../shared/facts";
import { problemIf, shown, type Problem } from "../shared/invalid-args";
import { clusterOf } from "../shared/known-facts";
import { oneOf } from "../shared/one-of";
import { providerProblems } from "../shared/provider";
import { resourceFieldProblems, resourceProblems } from "../shared/resources";
import { hidingText } from "../shared/shown";
import type { GraphNodeArgs, ModelDeploymentArgs, PredictorArgs } from "./args";
import { stepsWithPaths } from "./graph";
import { imageReference } from "./image-reference";
import { inputPath, joined } from "./input-path";
import type { JsonPath, SeldonDeployment } from "./manifest";
import { overrideProblems } from "./overrides";
import { parameterProblems } from "./parameters";
import { manifestProblems } from "./rules";
import { overriddenShapeProblems } from "./shape";
import { unknownFieldProblems } from "./unknown-fields";

/** What is wrong with single inputs. */
export const fieldProblems = (args: ModelDeploymentArgs): Problem[] => [
  ...checked("seldon.url", args.seldon.url, url("http", "https")),
  ...checkedCount("waitSeconds", args.waitSeconds, 1),
  ...checked("existingServiceAccount", args.existingServiceAccount, dns1123Subdomain),
  ...eachStep(args, stepFieldProblems),
  ...args.predictors.flatMap(({ replicas }, index) =>
    checkedCount(`predictors[${String(index)}].replicas`, replicas, 1),
  ),
  ...overrideProblems(args),
  ...unknownFieldProblems(args.overrides),
];

/** Fields of the custom resource whose text names something, so an error may show it. Other texts may be secrets. */
const NAMING = ["name", "image", "storageInitializerImage", "serviceAccountName", "type"];

const isNoSecret = (at: JsonPath): boolean => {
  const [key = "", map] = [...at].reverse().map(String);
  return NAMING.includes(key) || map === "labels" || (map === "annotations" && key.startsWith("seldon.io/"));
};

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
      args.seldon.controller === IngressController.Other,
      "seldon.controller",
      'is "other", but the operator routes with Istio or Emissary. Write the controller that it was installed with.',
    ),
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
    : manifestProblems(manifest, args).flatMap(({ at, reason, late }) => {
        const path = inputPath(args, at);
        if (late !== undefined) return late(path);
        return [
          { path, reason: isNoSecret(at) ? reason : hidingText(reason, at.reduce<unknown>(field, args.overrides)) },
        ];
      });
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
  ];
}

/** A predictor that is a single step, or a node of a graph. */
type Step = PredictorArgs | GraphNodeArgs;

/** Checks every step. */
const eachStep = (
  { predictors }: ModelDeploymentArgs,
  check: (path: string, step: Step, isNode: boolean) => Problem[],
): Problem[] =>
  predictors.flatMap((predictor, index) => {
    const at = ["predictors", index];
    return predictor.graph === undefined
      ? check(joined(at), predictor, false)
      : stepsWithPaths([...at, "graph"], predictor.graph).flatMap(({ at, node }) => check(joined(at), node, true));
  });

/** An empty text would make a step without server and container. */
const stepFieldProblems = (path: string, { customServer, image, resources, ...step }: Step): Problem[] => [
  ...("parameters" in step ? parameterProblems(`${path}.parameters`, step.parameters) : []),
  ...resourceFieldProblems(`${path}.resources`, resources),
  ...problemIf(customServer === "", `${path}.customServer`, "is empty. Write one, or leave it out."),
  ...(image === ""
    ? [{ path: `${path}.image`, reason: "is empty. Write one, or leave it out." }]
    : checked(`${path}.image`, image, imageReference)),
];

const stepProblems = (path: string, step: Step, isNode: boolean): Problem[] => {
  const { server, customServer, image, modelUri, resources } = step;
  return [
    ...(isNode ? oneOf(path, { server, customServer, image }, step) : []),
    ...resourceProblems(`${path}.resources`, resources),
    ...problemIf(
      image !== undefined && modelUri !== undefined,
      `${path}.modelUri`,
      "has no effect together with image: only a server loads a model from a URI. Leave it out.",
    ),
  ];
};
