import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../user-error";

/** The user pressed Ctrl-C. */
export class Interrupted extends UserError {
  override readonly name = "Interrupted";
}

/** What to read repeatedly, and until when. */
export interface PollOptions<T> {
  readonly read: () => Promise<T>;
  readonly isDone: (value: T) => boolean;
  /** Names what is waited for, as in `Interrupted while waiting for …`. */
  readonly waitingFor: string;
  /** @default no limit */
  readonly limitSeconds?: number;
  /** @default 1 */
  readonly everySeconds?: number;
  /** Called once, before the first pause. */
  readonly onWait?: (value: T) => void;
}

/**
 * Reads a value until it is done or the time limit is over, and returns the last value.
 *
 * `kubectl wait` and `kubectl rollout status` do not replace this. They end with the first request that fails (1.35),
 * although a cluster may be unreachable for a moment. They also do not say which of several objects are deleted already.
 */
export async function poll<T>(options: PollOptions<T>): Promise<T> {
  const { read, isDone, waitingFor, limitSeconds = Infinity, everySeconds = 1, onWait } = options;
  const deadline = Date.now() + limitSeconds * 1000;
  for (let isFirst = true; ; isFirst = false) {
    const value = await read();
    if (isDone(value) || Date.now() >= deadline) return value;
    if (isFirst) onWait?.(value);
    await pause(Math.min(everySeconds * 1000, deadline - Date.now()), waitingFor);
  }
}

/** Sleeps. The commands ignore Ctrl-C so that the Pulumi CLI can end properly, so a pause must handle it. */
async function pause(milliseconds: number, waitingFor: string): Promise<void> {
  const interrupted = new AbortController();
  const interrupt = () => {
    interrupted.abort();
  };
  process.once("SIGINT", interrupt);
  try {
    await sleep(Math.max(milliseconds, 0), undefined, { signal: interrupted.signal });
  } catch {
    throw new Interrupted(`Interrupted while waiting for ${waitingFor}.`);
  } finally {
    process.off("SIGINT", interrupt);
  }
}
