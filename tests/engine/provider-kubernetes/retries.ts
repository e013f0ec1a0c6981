import type { Run } from "../stack/engine-stack";

/** How often a create was tried: the provider writes a passing line for each failure. */
export function triesOf(run: Run): number {
  return run.diagnostics.filter(({ message }) => message.startsWith("Retry #")).length;
}
