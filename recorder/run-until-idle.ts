import * as pulumi from "@pulumi/pulumi";
import { isStack } from "./graph";
import type { Recorder } from "./recorder";
import { currentSdkState, waitForRPCs, type SdkState } from "./sdk";

/** A program that waits for itself: nothing more can happen, but something was never registered. */
export class ProgramStuck extends Error {
  override readonly name = "ProgramStuck";

  constructor(readonly waiting: readonly string[]) {
    const list = waiting.map((what) => `\n  - ${what}`).join("");
    super(`The program never ends: it waits for values that never come. What is waiting:${list}`);
  }
}

/** What to run, and when to give up. */
export interface RunOptions {
  readonly program: () => unknown;
  readonly recorder: Recorder;
  /** Resolves when the program leaves a promise rejected. */
  readonly firstRejection: Promise<unknown>;
  /** The program is stuck if nothing happens for this time, in milliseconds. */
  readonly stallAfterMs: number;
}

/** Runs a program until it registers nothing more, it fails, or it is stuck. */
export async function runUntilIdle({ program, recorder, firstRejection, stallAfterMs }: RunOptions): Promise<void> {
  const stall = watchForStall(recorder, currentSdkState(), stallAfterMs);
  const failed = firstRejection.then(() => untilIdle(recorder));
  try {
    await Promise.race([runToTheEnd(program, recorder), failed, stall.promise]);
  } finally {
    stall.stop();
    // One failure may show twice: in the program, and later where the SDK awaits it.
    await untilIdle(recorder);
  }
}

async function runToTheEnd(program: () => unknown, recorder: Recorder): Promise<void> {
  await pulumi.runtime.runInPulumiStack(async () => await program());
  await untilIdle(recorder, waitForRPCs);
}

/** The SDK reports its end before resources that are created inside `apply` are registered (pulumi/pulumi#6666). */
async function untilIdle(recorder: Recorder, wait: () => Promise<void> = turnsOfEventLoop): Promise<void> {
  for (let before = -1; before !== recorder.progress;) {
    before = recorder.progress;
    await wait();
    await turnsOfEventLoop();
  }
}

/** Rejects when nothing was registered for a while, or at once when Node has nothing left to do. */
function watchForStall(recorder: Recorder, state: SdkState, stallAfterMs: number) {
  let giveUp: (error: ProgramStuck) => void = () => undefined;
  const promise = new Promise<never>((_resolve, reject) => (giveUp = reject));
  promise.catch(() => undefined);

  const stuck = () => giveUp(new ProgramStuck(waitingNow(recorder, state)));
  // Counts ticks instead of time: on a busy machine the program may not have run at all in that time.
  let [seen, idleTicks] = [recorder.progress, 0];
  const tick = () => {
    const isIdle = recorder.progress === seen && !recorder.isBusy;
    [seen, idleTicks] = [recorder.progress, isIdle ? idleTicks + 1 : 0];
    if (idleTicks >= 10) stuck();
  };
  const timer = setInterval(tick, stallAfterMs / 10).unref();
  process.once("beforeExit", stuck);

  const stop = () => {
    clearInterval(timer);
    process.off("beforeExit", stuck);
  };
  return { promise, stop };
}

/** The SDK names each promise that it waits for. Promises of URNs show which resources were created but not registered. */
function waitingNow(recorder: Recorder, state: SdkState): string[] {
  const unregistered = [...state.leakCandidates].flatMap(({ _debugCtx }) => {
    const [, name, type] = /^resolveURN\(resource:(.*)\[([^[\]]*)\]\)$/.exec(_debugCtx ?? "") ?? [];
    return name === undefined || type === undefined ? [] : [`${type} "${name}" was never registered`];
  });
  const open = recorder.graph.resources.filter(({ custom, outputsRegistered }) => !custom && outputsRegistered === 0);
  const outputs = open.map((resource) =>
    isStack(resource)
      ? "the program's own outputs"
      : `${resource.type} "${resource.name}" never registered its outputs`,
  );
  return [...unregistered, ...outputs];
}

/** A few turns: rejections are reported, and callbacks of callbacks run, before the last of them. */
async function turnsOfEventLoop(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
