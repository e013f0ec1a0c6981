import type * as pulumi from "@pulumi/pulumi";
import { checked, checkedCount, dns1123Subdomain, url } from "../shared/checks";
import { IngressController } from "../shared/facts";
import { problemIf, shown, type Problem } from "../shared/invalid-args";
import { clusterOf } from "../shared/known-facts";
import { oneOf } from "../shared/one-of";
import { providerProblems } from "../shared/provider";
import { resourceFieldProblems, resourceProblems } from "../shared/resources";
import { hidingText } from "../shared/shown";
import { ModelProtocol, type ModelDeploymentArgs, type PredictorArgs } from "./args";
import { plainEnvProblems } from "./steps/environment";
import { stepsWithPaths } from "./graph";
import { imageReference } from "../shared/image-reference";
import { ownValue } from "../shared/own-value";
import { inputPath, joined } from "./input-path";
import type { JsonPath, SeldonDeployment } from "./manifest";
import { overrideProblems } from "./overrides";
import type { ModelExplainerArgs, ModelOrchestratorArgs } from "./predictor-args";
import { routingFieldProblems, routingProblems } from "./routing";
import { manifestProblems } from "./rules";
import { overriddenShapeProblems } from "./shape";
import { protocolOf } from "./spec";
import type { GraphNodeArgs, StepArgs } from "./steps/args";
import { stepFieldProblems, stepProblems } from "./steps/problems";
import { unknownFieldProblems } from "./unknown-fields";

/** What is wrong with single inputs. */
export const fieldProblems = (args: ModelDeploymentArgs): Problem[] => [
  ...checked("seldon.url", args.seldon.url, url("http", "https")),
  ...checkedCount("waitSeconds", args.waitSeconds, 1),
  ...checked("existingServiceAccount", args.existingServiceAccount, dns1123Subdomain),
  ...eachStep(args, stepFieldProblems),
  ...args.predictors.flatMap((predictor, index) => predictorFieldProblems(`predictors[${String(index)}]`, predictor)),
  ...routingFieldProblems(args),
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
  typeof value === "object" && value !== null
    ? ownValue(value as Readonly<Record<string, unknown>>, String(key))
    : undefined;

/** What is wrong with inputs that are right by themselves but do not fit together, and with the resource they describe. */
export function ruleProblems(
  args: ModelDeploymentArgs,
  manifest: SeldonDeployment,
  opts: pulumi.ComponentResourceOptions | undefined,
): Problem[] {
  const protocol = protocolOf(args);
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
    ...args.predictors.flatMap((predictor, index) =>
      predictorProblems(`predictors[${String(index)}]`, predictor, protocol),
    ),
    ...eachStep(args, (path, step, isNode) =>
      stepProblems(path, step, { protocol, isNode, gpuPools: args.seldon.gpuPools }),
    ),
    ...(args.overrides === undefined ? [] : overriddenShapeProblems(manifest)),
  ];
  // The rules read a resource of the right shape, whose predictors are what the caller meant.
  if (own.length > 0) return own;
  const routing = routingProblems(manifest.metadata.name, args, manifest, opts);
  return routing.length > 0
    ? routing
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
  if (seldon.singleNamespace === true && !seldon.modelNamespaces.includes(namespace)) {
    const reason = `${shown(namespace)} is not the namespace that the operator sees (${known}). Use that one.`;
    return [{ path: "namespace", reason }];
  }
  return problemIf(
    existingNamespace !== true && !seldon.modelNamespaces.includes(namespace),
    "namespace",
    `${shown(namespace)} is not one of the operator's modelNamespaces (${known}). Add it there, or write existingNamespace: true.`,
  );
}

/** Inputs of a predictor that do not belong to its only step. */
const OF_PREDICTOR: readonly (keyof PredictorArgs)[] = [
  ...(["name", "traffic", "shadow", "graph", "replicas", "explainer", "orchestrator", "headers"] as const),
  "progressDeadlineSeconds",
];

function predictorProblems(path: string, predictor: PredictorArgs, protocol: ModelProtocol): Problem[] {
  const { server, customServer, image, graph, explainer, orchestrator } = predictor;
  const isAmongWays = ["server", "customServer", "image"];
  return [
    ...oneOf(path, { server, customServer, image, graph }, predictor),
    ...Object.keys(predictor)
      .filter((input) => !OF_PREDICTOR.includes(input as keyof PredictorArgs) && !isAmongWays.includes(input))
      .flatMap((input) =>
        problemIf(
          graph !== undefined,
          `${path}.${input}`,
          "has no effect together with graph. Write it in a node of the graph.",
        ),
      ),
    ...orchestratorProblems(path, predictor, orchestrator),
    ...(explainer === undefined ? [] : explainerProblems(`${path}.explainer`, explainer, protocol)),
  ];
}

/** Without the orchestrator, nothing sends copies of requests, and it has no pod to configure. */
const orchestratorProblems = (
  path: string,
  predictor: PredictorArgs,
  { enabled = true, resources, env }: ModelOrchestratorArgs = {},
): Problem[] => [
  ...resourceProblems(`${path}.orchestrator.resources`, resources),
  ...Object.entries({ resources, env }).flatMap(([input, value]) =>
    problemIf(
      !enabled && value !== undefined,
      `${path}.orchestrator.${input}`,
      "has no effect together with enabled: false. Leave it out.",
    ),
  ),
  ...problemIf(
    !enabled && predictor.requestLogging !== undefined,
    `${path}.requestLogging`,
    "needs the orchestrator, which orchestrator.enabled: false leaves out. Leave one of them out.",
  ),
];

const explainerProblems = (
  path: string,
  { config, initParameters, credentialsSecret, modelUri, resources }: ModelExplainerArgs,
  protocol: ModelProtocol,
): Problem[] => [
  ...resourceProblems(`${path}.resources`, resources),
  ...problemIf(
    config !== undefined && protocol === ModelProtocol.V2,
    `${path}.config`,
    "is not read with protocol v2. Write initParameters.",
  ),
  ...problemIf(
    initParameters !== undefined && protocol !== ModelProtocol.V2,
    `${path}.initParameters`,
    `are read with protocol v2 only, and the protocol is ${protocol}. Write config.`,
  ),
  ...problemIf(
    credentialsSecret !== undefined && modelUri === undefined,
    `${path}.credentialsSecret`,
    "has no effect without modelUri. Leave it out, or write modelUri.",
  ),
];

/** What is wrong with single inputs of a predictor that do not belong to a step. */
const predictorFieldProblems = (path: string, predictor: PredictorArgs): Problem[] => [
  // Without a graph, it is a field of the only step.
  ...(predictor.graph === undefined ? [] : checkedCount(`${path}.replicas`, predictor.replicas, 1)),
  ...checkedCount(`${path}.progressDeadlineSeconds`, predictor.progressDeadlineSeconds, 1),
  ...resourceFieldProblems(`${path}.orchestrator.resources`, predictor.orchestrator?.resources),
  ...plainEnvProblems(`${path}.orchestrator.env`, predictor.orchestrator?.env),
  ...resourceFieldProblems(`${path}.explainer.resources`, predictor.explainer?.resources),
  ...checkedCount(`${path}.explainer.replicas`, predictor.explainer?.replicas, 1),
  ...checked(`${path}.explainer.credentialsSecret`, predictor.explainer?.credentialsSecret, dns1123Subdomain),
  ...checked(`${path}.explainer.image`, predictor.explainer?.image, imageReference),
];

/** Checks every step. */
const eachStep = (
  { predictors }: ModelDeploymentArgs,
  check: (path: string, step: StepArgs | GraphNodeArgs, isNode: boolean) => Problem[],
): Problem[] =>
  predictors.flatMap((predictor, index) => {
    const at = ["predictors", index];
    return predictor.graph === undefined
      ? check(joined(at), predictor, false)
      : stepsWithPaths([...at, "graph"], predictor.graph).flatMap(({ at, node }) => check(joined(at), node, true));
  });
