import { isRecord } from "../value-path";
import type { Field } from "./requests";

type Write = Field["write"];

/** A field whose value is written by a function. */
export const written = (path: string, write: Write): Field => ({ path, write });

/** Writes each element of a list. */
export const each =
  (write: Write): Write =>
  (value) =>
    Array.isArray(value) ? value.map(write) : value;

/** Writes one value as a list with this value only. */
export const alone =
  (write: Write = (value) => value): Write =>
  (value) => [write(value)];

/**
 * Renames the keys of an object. A key that is not listed keeps its name, so that the API description refuses it unless the
 * cloud has the same name.
 */
export const renamed =
  (names: Readonly<Record<string, string | Field>>): Write =>
  (value) => {
    if (!isRecord(value)) return value;
    const entries = Object.entries(value).map(([key, inner]): [string, unknown] => {
      const field = names[key] ?? key;
      return typeof field === "string" ? [field, inner] : [field.path, field.write(inner)];
    });
    return Object.fromEntries(entries);
  };

/** Writes the strings `"true"` and `"false"` as booleans, and leaves all else for the API description to refuse. */
export const asBoolean: Write = (value) => (value === "true" ? true : value === "false" ? false : value);
