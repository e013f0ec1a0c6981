import * as pulumi from "@pulumi/pulumi";
import type { Check } from "../../shared/checks";
import { shown } from "../../shared/invalid-args";

/** A place in the custom resource, key by key: `["spec", "predictors", 0, "name"]`. */
export type JsonPath = readonly (string | number)[];

/** One thing that is wrong with the custom resource. `origin.ts` tells where the caller wrote it. */
export interface Finding {
  readonly at: JsonPath;
  /** What is wrong and what to do about it, a sentence each. */
  readonly reason: string;
}

/** Judges a text; one that is an output is not known yet. */
export function judged(at: JsonPath, value: pulumi.Input<string> | undefined, check: Check): Finding[] {
  const rule = typeof value === "string" ? check(value) : undefined;
  return rule === undefined ? [] : [{ at, reason: `${shown(value)} ${rule}.` }];
}

/** Judges a text that has to be one of a few. */
export const among = (at: JsonPath, value: string | undefined, known: readonly string[]): Finding[] =>
  value === undefined || known.includes(value)
    ? []
    : [{ at, reason: `${shown(value)} is none of ${known.join(", ")}.` }];

/** Whether a value is yet to resolve. */
export const isLate = (value: unknown): boolean => pulumi.Output.isInstance(value) || value instanceof Promise;
