import type { ChildProcess } from "node:child_process";
import { explain } from "./explain";
import { Cancelled } from "./user-error";

/** Signals that ask a process to end: Ctrl-C, what CI systems and supervisors send, and the end of a terminal. */
const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const listeners = new Set<() => void>();

/** Calls a function at each such signal, which then does not end this process. Returns how to stop that. */
export function onEndingSignal(listener: () => void): () => void {
  listeners.add(listener);
  for (const signal of ENDING_SIGNALS) process.on(signal, listener);
  return () => {
    listeners.delete(listener);
    for (const signal of ENDING_SIGNALS) process.off(signal, listener);
  };
}

/** Whether such a signal does not end this process at once. */
export const endsInOrder = (): boolean => listeners.size > 0;

/** What an interruption calls. */
export interface InterruptionHandlers {
  /** At the first signal: the command ends in order. */
  readonly onFirst: () => void;
  /** At each later one while no process runs that could obey it: the command ends at once. */
  readonly onUnheard: () => void;
}

/** That this process is asked to end while a command runs. Processes that it started are asked too, once for each signal. */
export class Interruption {
  readonly #handlers: InterruptionHandlers;
  readonly #first = new AbortController();
  readonly #processes = new Set<ChildProcess>();

  constructor(handlers: InterruptionHandlers) {
    this.#handlers = handlers;
  }

  /** Aborts at the first signal. */
  get signal(): AbortSignal {
    return this.#first.signal;
  }

  /** Does work during which signals do not end this process. After one, an error is `Cancelled`. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const stop = onEndingSignal(this.#onSignal);
    try {
      return await work();
    } catch (error) {
      if (!this.signal.aborted || error instanceof Cancelled) throw error;
      throw new Cancelled(explain(error, false));
    } finally {
      stop();
    }
  }

  /** Passes signals on to a process until it has ended. */
  passTo(child: ChildProcess): void {
    this.#processes.add(child);
    child.once("close", () => this.#processes.delete(child));
  }

  readonly #onSignal = (): void => {
    const hears = this.#processes.size > 0;
    // Always the same one: a closed terminal is no reason to end at once, which is what SIGHUP would do.
    for (const child of this.#processes) child.kill("SIGINT");
    if (!this.signal.aborted) {
      this.#first.abort(new Error("interrupted"));
      this.#handlers.onFirst();
    } else if (!hears) this.#handlers.onUnheard();
  };
}
