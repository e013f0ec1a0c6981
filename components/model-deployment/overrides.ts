import { nearest } from "../shared/nearest";
import type { Problem } from "../shared/invalid-args";
import { valueAt, type Values } from "../shared/values";
import { WAIT_FOR, WAIT_SECONDS } from "./manifest";

/** What a custom resource is, which the component decides. */
const DECIDED: Record<string, string> = {
  name: "deploymentName",
  generateName: "deploymentName",
  namespace: "namespace",
};
const AWAITED: Record<string, string> = {
  [WAIT_FOR]: "wait",
  "pulumi.com/skipAwait": "wait",
  [WAIT_SECONDS]: "waitSeconds",
};
const PARTS = ["metadata", "spec"];

/** Keys with which overrides would get round the inputs: the model's identity, and how long anybody waits for it. */
export const overrideProblems = (overrides: Values = {}): Problem[] => [
  ...Object.keys(overrides)
    .filter((key) => !PARTS.includes(key))
    .map((key) => ({
      path: `overrides.${key}`,
      reason: ["apiVersion", "kind"].includes(key)
        ? "is what makes a model of the custom resource. Leave it out."
        : `is no part of a model's custom resource; ${nearest(key, PARTS)}.`,
    })),
  ...said("overrides.metadata", overrides["metadata"], DECIDED),
  ...said("overrides.metadata.annotations", valueAt(overrides, "metadata.annotations"), AWAITED),
];

const said = (path: string, values: unknown, inputs: Record<string, string>): Problem[] =>
  Object.keys(inputs)
    .filter((key) => typeof values === "object" && values !== null && Object.hasOwn(values, key))
    .map((key) => ({ path: `${path}.${key}`, reason: `is decided by ${String(inputs[key])}. Say it there.` }));
