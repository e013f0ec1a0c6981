import type * as pulumi from "@pulumi/pulumi";
import type { Check } from "../../shared/checks";
import { shown } from "../../shared/invalid-args";
import type { JsonPath } from "../manifest";

/** One thing that is wrong with the custom resource; `input-path.ts` finds where the caller wrote it. */
export interface ManifestProblem {
  readonly at: JsonPath;
  /** What is wrong and what to do about it, a sentence each. */
  readonly reason: string;
}

/** One problem if `isWrong` holds, else none. */
export const problemIf = (isWrong: boolean, at: JsonPath, reason: string): ManifestProblem[] =>
  isWrong ? [{ at, reason }] : [];

/** Checks a text; an output passes, because it is not known yet. */
export function checkedText(at: JsonPath, value: pulumi.Input<string> | undefined, check: Check): ManifestProblem[] {
  const rule = typeof value === "string" ? check(value) : undefined;
  return rule === undefined ? [] : [{ at, reason: `${shown(value)} ${rule}.` }];
}

/** Checks that a text is one of a few. */
export const checkedChoice = (at: JsonPath, value: string | undefined, known: readonly string[]): ManifestProblem[] =>
  problemIf(value !== undefined && !known.includes(value), at, `${shown(value)} is not one of ${known.join(", ")}.`);
