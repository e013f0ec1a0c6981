import * as pulumi from "@pulumi/pulumi";
import { isDeepStrictEqual } from "node:util";
import { isDeferred, shown, shownKind, type Problem } from "./invalid-args";

/** Values for a chart; any leaf may be an output. */
export type Values = Record<string, unknown>;

const isMap = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !pulumi.Output.isInstance(value);

/**
 * Merges maps key by key as Helm does: the later one wins, lists and outputs are replaced whole. A key that is undefined
 * was not given.
 */
export function merged(values: Values, over: Values): Values {
  const result: Values = { ...values };
  for (const [key, value] of Object.entries(given(over))) {
    const below = result[key];
    result[key] = isMap(below) && isMap(value) ? merged(below, value) : value;
  }
  return result;
}

/** Merges maps of which either may be an output: the later one wins. */
export const mergedMaps = <T>(
  ...maps: (pulumi.Input<Record<string, pulumi.Input<T>>> | undefined)[]
): pulumi.Output<Record<string, T>> =>
  pulumi.all(maps).apply((known) => Object.assign({}, ...known) as Record<string, T>);

/** What follows from an input: at once if it is known, else when it resolves. */
export const derived = <T, R>(input: pulumi.Input<T>, result: (known: T) => R): R | pulumi.Output<R> =>
  isDeferred(input) ? pulumi.all([input]).apply(([known]) => result(known as T)) : result(input as T);

/** A value as JSON, with outputs anywhere in it: `JSON.stringify` would write a message in place of each. */
export const jsonText = (value: unknown): pulumi.Output<string> => pulumi.jsonStringify(value);

/** Leaves out what was not given, so that the chart's own default holds. */
export const given = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** Labels of an object. */
export type Labels = Record<string, pulumi.Input<string>>;

/** The `labels` key of an object's metadata; nothing if there are no labels. */
export const labelled = (labels: Labels | undefined): { labels?: Labels } =>
  labels === undefined || Object.keys(labels).length === 0 ? {} : { labels };

/** Which typed input decides a key of a chart's values: `{ "service.type": "service.type" }`. */
export type Decided = Readonly<Record<string, string>>;

/** The value below a dotted key. */
export const valueAt = (values: Values, key: string): unknown =>
  key.split(".").reduce<unknown>((value, key) => (isMap(value) ? value[key] : undefined), values);

/** Every key that a typed input decides and that would have another value after `over` is merged in. */
export function contradictions(path: string, values: Values, over: Values, decided: Decided): Problem[] {
  const result = merged(values, over);
  const problems = Object.entries(decided).flatMap(([key, input]) => {
    const found = written(over, key.split("."));
    if (found?.hides === true && isMap(valueAt(values, found.at))) {
      return [{ path: `${path}.${found.at}`, reason: notAnObject(`${path}.${found.at}`, found.value) }];
    }
    const [ours, theirs] = [valueAt(values, key), valueAt(result, key)];
    if (ours === undefined || holds(ours, theirs)) return [];
    const makes = pulumi.Output.isInstance(ours) ? "which decides it" : `which makes it ${shown(ours)}`;
    return [
      {
        path: `${path}.${key}`,
        reason: `${shown(theirs, path)} contradicts ${input}, ${makes}. Set ${input} instead.`,
      },
    ];
  });
  return withoutRepeats(problems);
}

/** What `over` writes at a key, or instead of a map above it, which hides the key. Nothing if it does not touch the key. */
function written(over: Values, keys: readonly string[]): { at: string; value: unknown; hides: boolean } | undefined {
  let value: unknown = over;
  for (const [index, key] of keys.entries()) {
    if (value === undefined) return undefined;
    if (!isMap(value)) return { at: keys.slice(0, index).join("."), value, hides: true };
    value = value[key];
  }
  return value === undefined ? undefined : { at: keys.join("."), value, hides: false };
}

/** Values that `over` may not change or hide. Null is such a change: Helm then removes the chart's own value. */
export function protectedProblems(path: string, over: Values, rules: readonly ProtectedValue[]): Problem[] {
  const problems = rules.flatMap(({ keys, value, why }) => {
    const found = written(over, keys);
    if (found === undefined || (!found.hides && value !== undefined && isDeepStrictEqual(found.value, value)))
      return [];
    const at = `${path}.${found.at}`;
    if (found.hides) return [{ path: at, reason: notAnObject(at, found.value) }];
    const what = value === undefined ? "" : `${shown(found.value, at)} is not allowed: `;
    return [{ path: at, reason: `${what}${why}. Leave it out.` }];
  });
  return withoutRepeats(problems);
}

/** A value of a chart on which a component relies, although no input decides it. */
export interface ProtectedValue {
  /** Where it is: the keys from the top. */
  readonly keys: readonly string[];
  /** The only value that may be written; if there is none, nothing may be written. */
  readonly value?: unknown;
  /** Why it is protected. */
  readonly why: string;
}

/** The problems without those of a path that already has one. */
export const withoutRepeats = (problems: readonly Problem[]): Problem[] =>
  problems.filter(({ path }, index) => problems.findIndex((other) => other.path === path) === index);

const notAnObject = (path: string, value: unknown): string =>
  pulumi.Output.isInstance(value)
    ? "is an output, which would hide the keys below it. Write an object."
    : `${notOne(path, value)}. Write the keys to change below it.`;

function notOne(path: string, value: unknown): string {
  if (Array.isArray(value)) return "is a list, not an object";
  const kind = value === null ? "" : ` is ${shownKind(value)},`;
  return value === null ? "null is not an object" : `${shown(value, path)}${kind} not an object`;
}

/** Whether every value of `ours` is still there; further keys are no contradiction. */
const holds = (ours: unknown, theirs: unknown): boolean =>
  isMap(ours) && isMap(theirs)
    ? Object.entries(ours).every(([key, value]) => holds(value, theirs[key]))
    : isDeepStrictEqual(ours, theirs);
