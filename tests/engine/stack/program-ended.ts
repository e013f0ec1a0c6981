import { setTimeout as delay } from "node:timers/promises";

/** Longest time to wait for a program whose engine is gone. */
const PATIENCE_MS = 3_000;

/**
 * Waits until the inline program of a run has let go of the SDK.
 *
 * The engine may exit before the program has disconnected from it. The SDK keeps its connections per process, so that
 * late disconnect closes those of the next run; its registrations then fail with a gRPC error, which the Automation
 * API's server swallows, and the engine sees a program without resources and deletes them all (SDK 3.248,
 * automation/server.js `run` and runtime/settings.js `disconnectSync`). What that server does after the disconnect is to
 * take back its handler of uncaught exceptions, by which its end can be seen.
 */
export function programEnds(): { wait(): Promise<void> } {
  const before = process.listenerCount("uncaughtException");
  return {
    async wait() {
      const end = Date.now() + PATIENCE_MS;
      while (process.listenerCount("uncaughtException") > before && Date.now() < end) await delay(5);
    },
  };
}
