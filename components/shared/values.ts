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
    const above = flattened(values, over, key);
    if (above !== undefined)
      return [{ path: `${path}.${above}`, reason: notAnObject(`${path}.${above}`, valueAt(over, above)) }];
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
  return problems.filter(({ path }, index) => problems.findIndex((other) => other.path === path) === index);
}

/** The key above a decided one at which `over` replaces a map by something else. */
const flattened = (values: Values, over: Values, key: string): string | undefined =>
  key
    .split(".")
    .slice(0, -1)
    .map((_, index, parts) => parts.slice(0, index + 1).join("."))
    .find((above) => {
      const theirs = valueAt(over, above);
      return isMap(valueAt(values, above)) && theirs !== undefined && !isMap(theirs);
    });

const notAnObject = (path: string, value: unknown): string =>
  pulumi.Output.isInstance(value)
    ? "is an output, which would hide the keys below it. Write an object."
    : `${shown(value, path)} is ${shownKind(value)}, not an object. Write the keys to change below it.`;

/** Whether every value of `ours` is still there; further keys are no contradiction. */
const holds = (ours: unknown, theirs: unknown): boolean =>
  isMap(ours) && isMap(theirs)
    ? Object.entries(ours).every(([key, value]) => holds(value, theirs[key]))
    : isDeepStrictEqual(ours, theirs);
