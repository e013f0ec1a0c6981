import { whenKnown } from "../shared/deferred";
import { kindOf, type Problem } from "../shared/invalid-args";
import { nearest } from "../shared/nearest";
import { valueAt, type Values } from "../shared/values";
import { FIELDS } from "./fields";

/** What a caller can set of the metadata; the rest is decided by inputs or by the API server. */
const METADATA = ["annotations", "labels", "finalizers", "ownerReferences"];

/** Fields in overrides that a SeldonDeployment does not have: the API server drops them without a word. */
export const unknownFieldProblems = (overrides: Values = {}): Problem[] => [
  ...whenKnown(valueAt(overrides, "metadata"), (metadata) =>
    membersOf(metadata).flatMap(([field]) =>
      unknown("overrides.metadata", field, [...METADATA, "name", "namespace", "generateName"]),
    ),
  ),
  ...below("overrides.spec", valueAt(overrides, "spec"), "model"),
];

/** Fields that a part of a SeldonDeployment does not have, such as those of an affinity. */
export const unknownFieldsOf = (path: string, value: unknown, type: string): Problem[] => below(path, value, type);

/** What is not known yet is looked at when it resolves. */
const below = (path: string, value: unknown, type: string): Problem[] =>
  whenKnown(value, (known) => belowKnown(path, known, type));

function belowKnown(path: string, value: unknown, type: string): Problem[] {
  if (type.endsWith("[]")) {
    const items: unknown[] = Array.isArray(value) ? value : [];
    return items.flatMap((item, index) => below(`${path}[${String(index)}]`, item, type.slice(0, -2)));
  }
  if (type.endsWith("{}")) {
    return membersOf(value).flatMap(([key, item]) => below(`${path}.${key}`, item, type.slice(0, -2)));
  }
  const types = fieldsOf(type);
  return membersOf(value).flatMap(([field, inner]) => {
    const innerType = types.get(field);
    if (innerType === undefined) return unknown(path, field, [...types.keys()]);
    return innerType === "" ? [] : below(`${path}.${field}`, inner, innerType);
  });
}

const membersOf = (value: unknown): [string, unknown][] =>
  kindOf(value) === "object" ? Object.entries(value as object) : [];

/** The type of each field; empty if nothing is known of what is below it. */
const fieldsOf = (type: string): Map<string, string> =>
  new Map(
    (FIELDS[type] ?? "").split(" ").map((field): [string, string] => {
      const [name = "", below = ""] = field.split(":");
      return [name, below];
    }),
  );

const unknown = (path: string, field: string, known: readonly string[]): Problem[] =>
  known.includes(field)
    ? []
    : [
        {
          path: `${path}.${field}`,
          reason: `is not a field of a SeldonDeployment, and the cluster would drop it; ${nearest(field, known)}.`,
        },
      ];
