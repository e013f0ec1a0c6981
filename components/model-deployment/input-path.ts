import type { GraphNodeArgs, ModelDeploymentArgs, PredictorArgs } from "./args";
import type { JsonPath } from "./manifest";

/** The path at which the caller wrote what is at `at` in the custom resource: in the overrides, which win, or an input. */
export const inputPath = (args: ModelDeploymentArgs, at: JsonPath): string =>
  joined(isOverridden(args.overrides, at) ? ["overrides", ...at] : input(args, at));

/** Whether overrides contain this path; they replace lists as a whole. */
function isOverridden(overrides: unknown, at: JsonPath): boolean {
  let value = overrides;
  for (const key of at) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) break;
    value = (value as Record<string, unknown>)[String(key)];
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
  if (field !== "graph") return Object.hasOwn(given, field) ? [...at, field] : at;
  if (given.graph !== undefined) return step([...at, "graph"], given.graph, rest);
  // It is its only step, and its name is not an input.
  return rest[0] === undefined || rest[0] === "name" ? at : [...at, inputFor(rest[0], given)];
}

function step(at: JsonPath, given: GraphNodeArgs, [field, ...rest]: JsonPath): JsonPath {
  if (field === undefined) return at;
  const [index, ...below] = rest;
  const child = field === "children" ? given.children?.[Number(index)] : undefined;
  return index === undefined || child === undefined
    ? [...at, inputFor(field, given)]
    : step([...at, field, index], child, below);
}

const inputFor = (field: string | number, { server }: PredictorArgs | GraphNodeArgs): string | number =>
  field === "implementation" ? (server === undefined ? "customServer" : "server") : field;

/** A path as errors write it: `predictors[0].graph`. */
export const joined = (at: JsonPath): string =>
  at.reduce<string>((path, key) => {
    if (typeof key === "number") return `${path}[${String(key)}]`;
    return path === "" ? key : `${path}.${key}`;
  }, "");
