import * as pulumi from "@pulumi/pulumi";
import { packageSchema, type Type } from "../../../components/shared/package-schema";
import { declaredArguments } from "./generate";

/**
 * Whether the path of a problem leads to something in the arguments, or to an input that is missing: one that the
 * types declare. `a and b` and `a or b` name several inputs. Only a late problem can be inside an output.
 */
export function leadsSomewhere(component: string, args: object, path: string, isLate: boolean): boolean {
  const { properties: inputs = {} } = declaredArguments(component);
  return path.split(/ and | or /).every((one) => below(args, { inputs }, one, isLate));
}

/** What declares the values in an object. */
interface Declared {
  /** Types of inputs, by name. */
  readonly inputs: Readonly<Record<string, Type>>;
  /** Type of each value, in a map. */
  readonly values?: Type;
}

/** What declares the values in an object of a type, or undefined if nothing is known about them. */
function declaredIn({ $ref = "", additionalProperties: values }: Type): Declared | undefined {
  const inputs = packageSchema().types[$ref.replace("#/types/", "")]?.properties;
  return values === undefined && inputs === undefined ? undefined : { inputs: inputs ?? {}, values };
}

function below(object: object, declared: Declared | undefined, rest: string, isLate: boolean): boolean {
  const typeOf = (key: string): Type | undefined =>
    declared !== undefined && Object.hasOwn(declared.inputs, key) ? declared.inputs[key] : declared?.values;
  // Keys may hold dots, so they are tried; what follows a key is a dot, an index, or nothing.
  for (const key of keysOf(object)) {
    const after = rest.slice(key.length);
    if (rest.startsWith(key) && /^($|[.[])/.test(after) && at(valueOf(object, key), typeOf(key), after, isLate))
      return true;
  }
  if (declared === undefined) return true;
  const [missing = "", ...further] = rest.split(".");
  if (!Object.hasOwn(declared.inputs, missing)) return false;
  const inner = declaredIn(declared.inputs[missing] ?? {});
  return further.length === 0 || (inner !== undefined && below({}, inner, further.join("."), isLate));
}

function at(value: unknown, type: Type | undefined, rest: string, isLate: boolean): boolean {
  if (rest === "") return true;
  // What is in them is not looked at here, or cannot be.
  if (typeof value !== "object" || value === null) return false;
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return isLate;
  if (pulumi.Resource.isInstance(value)) return true;
  if (rest.startsWith("."))
    return below(value, type === undefined ? undefined : declaredIn(type), rest.slice(1), isLate);
  const [bracket, index] = /^\[(\d+)\]/.exec(rest) ?? [];
  if (bracket === undefined || !Array.isArray(value)) return false;
  return Number(index) < value.length && at(value[Number(index)], type?.items, rest.slice(bracket.length), isLate);
}

/** Hostile objects throw when they are looked at. */
function keysOf(object: object): string[] {
  try {
    return Object.keys(object);
  } catch {
    return [];
  }
}

function valueOf(object: object, key: string): unknown {
  try {
    return (object as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}
