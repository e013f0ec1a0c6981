import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../user-error";

/** The user pressed Ctrl-C. */
export class Interrupted extends UserError {
  override readonly name = "Interrupted";
}

/**
 * Sleeps. `mlplatform up` ignores Ctrl-C while the Pulumi CLI ends in order; where only this process waits, it has to be
 * able to end it.
 */
export async function pause(milliseconds: number, waitingFor: string): Promise<void> {
  const interrupted = new AbortController();
  const interrupt = () => {
    interrupted.abort();
  };
  process.once("SIGINT", interrupt);
  try {
    await sleep(milliseconds, undefined, { signal: interrupted.signal });
  } catch {
    throw new Interrupted(`Interrupted while waiting for ${waitingFor}.`);
  } finally {
    process.off("SIGINT", interrupt);
  }
}
