import { problemIf, type Problem } from "../shared/invalid-args";
import { unknownInput } from "../shared/nearest";
import { valueAt, type Values } from "../shared/values";
import { WAIT_FOR, WAIT_SECONDS } from "./manifest";

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

/** Overrides of what inputs decide: what the resource is, its name and namespace, and how long Pulumi waits for it. */
export const overrideProblems = (overrides: Values = {}): Problem[] => [
  ...Object.keys(overrides)
    .filter((key) => !PARTS.includes(key))
    .map((key) => ({
      path: `overrides.${key}`,
      reason: ["apiVersion", "kind"].includes(key)
        ? "cannot be overridden: the custom resource must stay a SeldonDeployment. Leave it out."
        : unknownInput(key, PARTS),
    })),
  ...decided("overrides.metadata", overrides["metadata"], DECIDED),
  ...decided("overrides.metadata.annotations", valueAt(overrides, "metadata.annotations"), DECIDED_ANNOTATIONS),
];

const decided = (path: string, values: unknown, inputs: Record<string, string>): Problem[] =>
  Object.entries(inputs).flatMap(([key, input]) =>
    problemIf(
      typeof values === "object" && values !== null && Object.hasOwn(values, key),
      `${path}.${key}`,
      `is decided by ${input}. Set ${input} instead.`,
    ),
  );
