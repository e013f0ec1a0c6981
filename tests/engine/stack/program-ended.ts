import type { ChannelOptions } from "@grpc/grpc-js";
import * as settings from "@pulumi/pulumi/runtime/settings";
import { setTimeout as delay } from "node:timers/promises";

/** Longest time to wait for a program whose engine is gone. */
const PATIENCE_MS = 3_000;

/*
 * Each run has connections of its own, also to a port that an engine before had.
 *
 * The SDK never closes the connections of an inline program (3.248, runtime/settings.js: `disconnectSync` closes those in
 * the module, while `getMonitor` and `getEngine` keep an inline program's in its store). A program that still calls an
 * engine that is gone makes its connection fail, and gRPC retries it for half an hour. Connections are shared by address
 * within a process: when a later engine gets the same port, its program finds the failed one and ends at once with "14
 * UNAVAILABLE: No connection established. Last error: null". The Automation API's server drops that error
 * (automation/server.js `run`), so the engine sees a program without resources, and deletes them all.
 */
const { grpcClientOptions } = settings as unknown as { readonly grpcClientOptions: ChannelOptions };
grpcClientOptions["grpc.use_local_subchannel_pool"] = 1;

/**
 * Waits until the inline program of a run has ended. The engine may exit first. Until the program has ended, its unhandled
 * rejections would be counted as errors of the next run: the Automation API listens to the whole process. Its server stops
 * listening when the program has ended, and that is how the end is seen (3.248, automation/server.js `run`).
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
