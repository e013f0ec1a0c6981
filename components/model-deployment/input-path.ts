import type { ModelDeploymentArgs, PredictorArgs } from "./args";
import { stepsWithPaths } from "./graph";
import type { JsonPath } from "./manifest";
import { podSteps } from "./steps/pods";
import { NO_ENGINE } from "./rules/orchestrator";
import { overriddenPredictor } from "./overridden-predictors";
import type { GraphNodeArgs, StepArgs } from "./steps/args";
import { ownValue } from "../shared/own-value";

/** The path at which the caller wrote what is at `at` in the custom resource: in the overrides, which win, or an input. */
export function inputPath(args: ModelDeploymentArgs, at: JsonPath): string {
  const overridden = overriddenPath(args, at);
  return joined(overridden === undefined ? input(args, at) : ["overrides", ...overridden]);
}

/** The path in overrides, if they decide what is at this path. Predictors are found by name; other lists are replaced whole. */
function overriddenPath(args: ModelDeploymentArgs, at: JsonPath): JsonPath | undefined {
  const [part, list, index, ...rest] = at;
  if (part !== "spec" || list !== "predictors" || typeof index !== "number") {
    return contains(args.overrides, at) ? at : undefined;
  }
  const found = overriddenPredictor(args, index);
  if (found === undefined) return undefined;
  const predictors = (args.overrides?.["spec"] as { predictors: unknown[] }).predictors;
  return found.isWhole || contains(predictors[found.index], rest) ? [part, list, found.index, ...rest] : undefined;
}

/** Whether a value has this path; a list has every path below it. */
function contains(within: unknown, at: JsonPath): boolean {
  let value = within;
  for (const key of at) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) break;
    value = ownValue(value as Record<string, unknown>, String(key));
  }
  return value !== undefined;
}

function input(args: ModelDeploymentArgs, [part, field, ...rest]: JsonPath): JsonPath {
  if (part === "spec" && field === "predictors") return predictor(args, rest);
  // The component's own name is the first argument, and not among the inputs.
  if (part === "metadata" && field === "name") return [args.deploymentName === undefined ? "name" : "deploymentName"];
  return field === undefined ? [] : [field, ...rest];
}

function predictor({ predictors }: ModelDeploymentArgs, [index, field, ...rest]: JsonPath): JsonPath {
  if (index === undefined) return ["predictors"];
  const given = predictors[Number(index)];
  const at = ["predictors", index];
  if (given === undefined || field === undefined) return at;
  if (field === "componentSpecs") return pod(at, given, rest);
  if (field === "annotations" && rest[0] === NO_ENGINE) return [...at, "orchestrator", "enabled"];
  if (field === "svcOrchSpec") return [...at, "orchestrator", ...rest];
  if (field !== "graph") return Object.hasOwn(given, field) ? [...at, field, ...rest] : at;
  if (given.graph !== undefined) return step([...at, "graph"], given.graph, rest);
  // It is its only step, and its name is not an input.
  return rest[0] === undefined || rest[0] === "name" ? at : [...at, inputFor(rest[0], given)];
}

/** Inputs of a step that decide a part of its pods. */
const OF_PODS: Readonly<Record<string, string>> = {
  replicas: "replicas",
  hpaSpec: "autoscaling",
  kedaSpec: "keda",
  pdbSpec: "disruptionBudget",
};

/** A step has pods of its own, in the order of the steps. */
function pod(at: JsonPath, given: PredictorArgs, [index, field, ...rest]: JsonPath): JsonPath {
  const input = ownValue(OF_PODS, String(field));
  const below = input === undefined ? [] : [input, ...rest];
  if (given.graph === undefined) return [...at, ...below];
  const pods = podSteps(given.graph);
  const step = stepsWithPaths([...at, "graph"], given.graph).find(({ node }) => node === pods[Number(index)]);
  return [...(step?.at ?? at), ...below];
}

function step(at: JsonPath, given: GraphNodeArgs, [field, ...rest]: JsonPath): JsonPath {
  if (field === undefined) return at;
  const [index, ...below] = rest;
  const child = field === "children" ? given.children?.[Number(index)] : undefined;
  return index === undefined || child === undefined
    ? [...at, inputFor(field, given)]
    : step([...at, field, index], child, below);
}

const inputFor = (field: string | number, { server }: StepArgs): string | number =>
  field === "implementation" ? (server === undefined ? "customServer" : "server") : field;

/** A path as errors write it: `predictors[0].graph`. */
export const joined = (at: JsonPath): string =>
  at.reduce<string>((path, key) => {
    if (typeof key === "number") return `${path}[${String(key)}]`;
    return path === "" ? key : `${path}.${key}`;
  }, "");
