import { isRecord } from "../value-path";
import type { Field } from "./requests";

/** Writes a value without a look at other inputs. */
type Write = (value: unknown) => unknown;

/** A field whose value is written by a function. */
export const written = (path: string, write: Field["write"]): Field => ({ path, write });

/** Writes each element of a list. */
export const each =
  (write: Write): Write =>
  (value) =>
    Array.isArray(value) ? value.map((one) => write(one)) : value;

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
      return typeof field === "string" ? [field, inner] : [field.path, field.write(inner, value)];
    });
    return Object.fromEntries(entries);
  };

/** Writes the strings `"true"` and `"false"` as booleans, and leaves all else for the API description to refuse. */
export const asBoolean: Write = (value) => (value === "true" ? true : value === "false" ? false : value);
