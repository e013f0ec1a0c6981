import * as pulumi from "@pulumi/pulumi";
import { isDeferred, type Problem } from "./invalid-args";

/** The most values that one component's arguments may have; a value that is shared by many others counts each time. */
const MOST_VALUES = 100_000;
/** The most levels at which a value may be. */
const MOST_LEVELS = 100;

/** A copy of the arguments, and the problems of values that no component can accept. */
export interface PlainCopy {
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

/**
 * Copies arguments, so that every later check and use reads the same values: a getter is called once, and a list cannot change
 * any more. Outputs and resources are not copied. What cannot be sent to the engine is a problem: a value that contains itself,
 * a function, a `bigint`, a `Date`, a number such as `NaN`, the key `toString`.
 */
export function plainCopy(args: unknown): PlainCopy {
  const walk: Walk = { problems: [], ancestors: [], count: 0 };
  const value = copied(walk, "", args);
  const reason = `are too large: they have more than ${String(MOST_VALUES)} values.`;
  return { value, problems: walk.count > MOST_VALUES ? [{ path: "arguments", reason }] : walk.problems };
}

interface Walk {
  readonly problems: Problem[];
  /** The objects around the value. */
  readonly ancestors: object[];
  count: number;
}

function copied(walk: Walk, path: string, value: unknown): unknown {
  walk.count += 1;
  try {
    const reason = typeof value === "object" && value !== null ? unusableObject(walk, value) : unusable(value);
    if (reason !== undefined) return wrong(walk, path, reason);
    if (typeof value !== "object" || value === null || isOpaque(value)) return value;
    walk.ancestors.push(value);
    return Array.isArray(value) ? copiedList(walk, path, value) : copiedObject(walk, path, value);
  } catch {
    return wrong(walk, path, "cannot be read: reading it throws an error. Write a plain value.");
  } finally {
    if (walk.ancestors.at(-1) === value) walk.ancestors.pop();
  }
}

const isOpaque = (value: object): boolean => isDeferred(value) || pulumi.Resource.isInstance(value);

const unusable = (value: unknown): string | undefined =>
  ["bigint", "symbol", "function"].includes(typeof value)
    ? `is a ${typeof value}, which is no input. Write a plain value.`
    : Number.isNaN(value) || value === Infinity || value === -Infinity
      ? `is ${String(value)}, not a number that can be used.`
      : undefined;

function unusableObject({ ancestors }: Walk, value: object): string | undefined {
  if (isOpaque(value)) return undefined;
  if (ancestors.includes(value)) return "contains itself. Write a value without such a cycle.";
  if (ancestors.length >= MOST_LEVELS) return `is more than ${String(MOST_LEVELS)} levels deep.`;
  // `[object Date]`: classes of the program itself are objects like any other.
  const kind = Object.prototype.toString.call(value).slice("[object ".length, -1);
  return ["Object", "Array"].includes(kind) ? undefined : `is a ${kind}, not a plain object. Write its content.`;
}

function copiedList(walk: Walk, path: string, list: readonly unknown[]): unknown[] {
  const result: unknown[] = [];
  for (let index = 0; index < list.length && walk.count <= MOST_VALUES; index++) {
    result.push(copied(walk, `${path}[${String(index)}]`, list[index]));
  }
  return result;
}

/** Assigning the first changes the object's prototype; with the second, the SDK fails to show the object (3.248, `safeToString`). */
const UNUSABLE_KEYS = ["__proto__", "toString"];

function copiedObject(walk: Walk, path: string, object: object): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(object)) {
    if (walk.count > MOST_VALUES) break;
    const at = path === "" ? key : `${path}.${key}`;
    if (UNUSABLE_KEYS.includes(key)) wrong(walk, at, "is not a key that an input can have. Leave it out.");
    else result[key] = copied(walk, at, (object as Record<string, unknown>)[key]);
  }
  return result;
}

function wrong(walk: Walk, path: string, reason: string): unknown {
  walk.problems.push({ path: path === "" ? "arguments" : path, reason });
  return undefined;
}
