import { appendFileSync } from "node:fs";

/** How many of a run's tests or checks passed, failed and were skipped. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, and how; in one line or several. */
  readonly failures: readonly string[];
}

/** Adds lines to the file that `.ci/run` sums up; outside of it there is no such file. */
export function reportCounts({ passed, failed, skipped, failures }: Counts): void {
  const file = process.env.COUNTS_FILE;
  const marked = failures.flatMap((failure) => failure.split("\n")).map((line) => `! ${line}`);
  if (file) appendFileSync(file, [`${passed} ${failed} ${skipped}`, ...marked, ""].join("\n"));
}
