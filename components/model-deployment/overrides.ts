import type * as pulumi from "@pulumi/pulumi";
import { isDeferred, kindOf, problemIf, shown, type Problem } from "../shared/invalid-args";
import { unknownInput } from "../shared/nearest";
import { valueAt, type Values } from "../shared/values";
import type { ModelDeploymentArgs } from "./args";
import { WAIT_FOR, WAIT_SECONDS } from "./manifest";
import { isWhole, overriddenPredictors } from "./overridden-predictors";

/** Keys of the metadata that an input decides. */
const DECIDED: Record<string, string> = {
  name: "deploymentName",
  generateName: "deploymentName",
  namespace: "namespace",
};
/** Annotations that an input decides. */
const DECIDED_ANNOTATIONS: Record<string, string> = {
  [WAIT_FOR]: "wait",
  "pulumi.com/skipAwait": "wait",
  [WAIT_SECONDS]: "waitSeconds",
};
const PARTS = ["metadata", "spec"];

/**
 * Overrides of what inputs decide: what the resource is, its name and namespace, and how long Pulumi waits for it; and
 * values that contradict an input.
 */
export const overrideProblems = ({ overrides = {}, ...args }: ModelDeploymentArgs): Problem[] => [
  ...Object.keys(overrides)
    .filter((key) => !PARTS.includes(key))
    .map((key) => ({
      path: `overrides.${key}`,
      reason: ["apiVersion", "kind"].includes(key)
        ? "cannot be overridden: the custom resource must stay a SeldonDeployment. Leave it out."
        : unknownInput(key, PARTS),
    })),
  ...predictorProblems(args.predictors, overrides),
  ...decided("overrides.metadata", overrides["metadata"], DECIDED),
  ...decided("overrides.metadata.annotations", valueAt(overrides, "metadata.annotations"), DECIDED_ANNOTATIONS),
  ...contradicting("overrides.spec.protocol", valueAt(overrides, "spec.protocol"), args.protocol, "protocol, which is"),
  ...contradictingEach("annotations", args.annotations, overrides, "spec.annotations"),
  ...contradictingEach("labels", args.labels, overrides, "metadata.labels"),
];

/** Predictors are merged by name, so each needs the name of one, or all that a new one needs. */
function predictorProblems(given: ModelDeploymentArgs["predictors"], overrides: Values): Problem[] {
  const changes = overriddenPredictors(overrides);
  const path = "overrides.spec.predictors";
  if (changes?.length === 0) return [{ path, reason: "is empty. Write a predictor, or leave it out." }];
  const known = given.map(({ name }) => name).join(", ");
  return (changes ?? []).flatMap((change, index) => {
    const { name } = change;
    const at = `${path}[${String(index)}].name`;
    if (isDeferred(name)) {
      return [{ path: at, reason: "is not known yet, but decides what is created. Write a value, not an output." }];
    }
    if (typeof name !== "string") {
      return [{ path: at, reason: `is missing. Predictors are merged by name: write one of ${known}, or a new one.` }];
    }
    return [
      ...problemIf(
        changes?.findIndex((other) => other["name"] === name) !== index,
        at,
        `${shown(name)} is used twice. Rename one of them.`,
      ),
      ...problemIf(
        !isWhole(change) && given.every((predictor) => predictor.name !== name),
        at,
        `${shown(name)} is not the name of a predictor, which are ${known}, and without graph.name it is not a whole one. Write one of these names.`,
      ),
    ];
  });
}

const contradictingEach = (
  input: string,
  ours: Readonly<Record<string, pulumi.Input<string>>> = {},
  overrides: Values,
  at: string,
): Problem[] => {
  const theirs = valueAt(overrides, at);
  if (kindOf(theirs) !== "object") return [];
  return Object.entries(ours).flatMap(([key, value]) =>
    typeof value === "string"
      ? contradicting(`overrides.${at}.${key}`, (theirs as Values)[key], value, `${input}, which has`)
      : [],
  );
};

const contradicting = (path: string, theirs: unknown, ours: string | undefined, whatSays: string): Problem[] =>
  problemIf(
    typeof theirs === "string" && ours !== undefined && theirs !== ours,
    path,
    `${shown(theirs)} contradicts ${whatSays} ${shown(ours)}. Write only one of them.`,
  );

const decided = (path: string, values: unknown, inputs: Record<string, string>): Problem[] =>
  Object.entries(inputs).flatMap(([key, input]) =>
    problemIf(
      typeof values === "object" && values !== null && Object.hasOwn(values, key),
      `${path}.${key}`,
      `is decided by ${input}. Set ${input} instead.`,
    ),
  );
