import { appendFileSync } from "node:fs";

/** How many of a run's tests or checks passed, failed and were skipped. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Adds a line to the file that `.ci/run` sums up; outside of it there is no such file. */
export function reportCounts({ passed, failed, skipped }: Counts): void {
  const file = process.env.COUNTS_FILE;
  if (file) appendFileSync(file, `${passed} ${failed} ${skipped}\n`);
}
