import type * as pulumi from "@pulumi/pulumi";
import { checked, type Check } from "../../shared/checks";
import { isDeferred, shown, type Problem } from "../../shared/invalid-args";
import type { JsonPath } from "../manifest";

/** One thing that is wrong with the custom resource; `input-path.ts` finds where the caller wrote it. */
export interface ManifestProblem {
  readonly at: JsonPath;
  /** What is wrong and what to do about it, a sentence each. */
  readonly reason: string;
  /** Of a value that is not known yet: checks it when it resolves, as the input at `path`. There is no reason yet. */
  readonly late?: (path: string) => Problem[];
}

/** One problem if `isWrong` holds, else none. */
export const problemIf = (isWrong: boolean, at: JsonPath, reason: string): ManifestProblem[] =>
  isWrong ? [{ at, reason }] : [];

/** Checks a text: at once if it is known, else when it resolves. */
export function checkedText(at: JsonPath, value: pulumi.Input<string> | undefined, check: Check): ManifestProblem[] {
  if (isDeferred(value)) return [{ at, reason: "", late: (path) => checked(path, value, check) }];
  const rule = typeof value === "string" ? check(value) : undefined;
  return rule === undefined ? [] : [{ at, reason: `${shown(value)} ${rule}.` }];
}

/** Checks that a text is one of a few. */
export const checkedChoice = (at: JsonPath, value: string | undefined, known: readonly string[]): ManifestProblem[] =>
  problemIf(value !== undefined && !known.includes(value), at, `${shown(value)} is not one of ${known.join(", ")}.`);
