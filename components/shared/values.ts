import * as pulumi from "@pulumi/pulumi";
import { isDeepStrictEqual } from "node:util";
import { shown, type Problem } from "./invalid-args";

/** Values for a chart; any leaf may be an output. */
export type Values = Record<string, unknown>;

const isMap = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !pulumi.Output.isInstance(value);

/** Merges maps key by key as Helm does: the later one wins, lists and outputs are replaced whole. */
export function merged(values: Values, over: Values): Values {
  const result: Values = { ...values };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    result[key] = isMap(below) && isMap(value) ? merged(below, value) : value;
  }
  return result;
}

/** Leaves out what was not given, so that the chart's own default holds. */
export const given = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** Which typed input decides a key of a chart's values: `{ "service.type": "service.type" }`. */
export type Decided = Readonly<Record<string, string>>;

const at = (values: unknown, keys: readonly string[]): unknown =>
  keys.reduce<unknown>((value, key) => (isMap(value) ? value[key] : undefined), values);

/** Every leaf of `over` that says something else than a typed input has said below the same key. */
export function contradictions(path: string, values: Values, over: Values, decided: Decided): Problem[] {
  return Object.entries(decided).flatMap(([key, input]) => {
    const keys = key.split(".");
    const [ours, theirs] = [at(values, keys), at(over, keys)];
    if (ours === undefined || theirs === undefined || agree(ours, theirs)) return [];
    return [
      {
        path: `${path}.${key}`,
        reason: `${shown(theirs)} contradicts ${input}, which makes it ${shown(ours)}. Say it with ${input} instead.`,
      },
    ];
  });
}

/** Maps agree where they share no key with another value: what one of them adds is no contradiction. */
function agree(ours: unknown, theirs: unknown): boolean {
  if (isMap(ours) && isMap(theirs)) {
    return Object.entries(theirs).every(([key, value]) => !(key in ours) || agree(ours[key], value));
  }
  return isDeepStrictEqual(ours, theirs);
}
