import { setTimeout as sleep } from "node:timers/promises";
import { onEndingSignal } from "../interruption";
import { Cancelled } from "../user-error";

/** Ctrl-C, or another signal that asks this process to end. */
export class Interrupted extends Cancelled {
  override readonly name: string = "Interrupted";
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
  // The commands wait for the Pulumi CLI after a signal. A wait of their own must end by itself.
  const interruption = new AbortController();
  const stop = onEndingSignal(() => {
    interruption.abort(new Interrupted(`Interrupted while waiting for ${waitingFor}.`));
  });
  try {
    for (let isFirst = true; ; isFirst = false) {
      const value = await read();
      if (isDone(value) || Date.now() >= deadline) return value;
      if (isFirst) onWait?.(value);
      const pause = Math.max(0, Math.min(everySeconds * 1000, deadline - Date.now()));
      await sleep(pause, undefined, { signal: interruption.signal }).catch(() => interruption.signal.throwIfAborted());
    }
  } finally {
    stop();
  }
}
