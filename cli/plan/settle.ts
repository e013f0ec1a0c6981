import * as pulumi from "@pulumi/pulumi";
import { isStack, type PlannedResource } from "./graph";
import type { Recorder } from "./recorder";
import type { Rejections } from "./rejections";
import { currentStore, type SdkStore } from "./sdk-store";

/** A program that waits for itself: nothing more can happen, yet something was never registered. */
export class NeverSettled extends Error {
  override readonly name = "NeverSettled";

  constructor(readonly waiting: readonly string[]) {
    const list = waiting.map((what) => `\n  - ${what}`).join("");
    super(`The program never settles: it waits for values that never come. What is waiting:${list}`);
  }
}

/** What the SDK and the program are asked to settle. */
export interface Settling {
  readonly program: () => unknown;
  readonly recorder: Recorder;
  readonly rejections: Rejections;
  /** How long nothing may happen before the program counts as stuck. */
  readonly stallAfterMs: number;
}

/** Runs the program until nothing new appears, it fails, or nothing more can happen. */
export async function settle({ program, recorder, rejections, stallAfterMs }: Settling): Promise<void> {
  const stall = watchForStall(recorder, currentStore(), stallAfterMs);
  const failed = rejections.first.then(() => untilQuiet(recorder));
  try {
    await Promise.race([runToTheEnd(program, recorder), failed, stall.promise]);
  } finally {
    stall.stop();
    // What fails may fail twice: once in the program, once more where the SDK awaits it.
    await untilQuiet(recorder);
  }
}

async function runToTheEnd(program: () => unknown, recorder: Recorder): Promise<void> {
  await pulumi.runtime.runInPulumiStack(async () => await program());
  await untilQuiet(recorder, () => pulumi.runtime.disconnect());
}

/** The SDK says it is done before resources born inside `apply` are registered (pulumi/pulumi#6666). */
async function untilQuiet(recorder: Recorder, wait: () => Promise<void> = turnsOfEventLoop): Promise<void> {
  for (let before = -1; before !== recorder.progress;) {
    before = recorder.progress;
    await wait();
    await turnsOfEventLoop();
  }
}

/** Rejects when nothing was registered for a while, or at once when Node itself has nothing left to do. */
function watchForStall(recorder: Recorder, store: SdkStore, stallAfterMs: number) {
  let giveUp: (error: NeverSettled) => void = () => undefined;
  const promise = new Promise<never>((_resolve, reject) => (giveUp = reject));
  promise.catch(() => undefined);

  const stuck = () => giveUp(new NeverSettled(waitingNow(recorder, store)));
  // Ticks rather than a clock: a machine that was busy elsewhere has had no turn, which is no proof of a stall.
  let [seen, idleTicks] = [recorder.progress, 0];
  const tick = () => {
    const isIdle = recorder.progress === seen && !recorder.isReading;
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

/** The SDK names each promise it waits on; those of URNs tell which resources were made but never registered. */
function waitingNow(recorder: Recorder, store: SdkStore): string[] {
  const unregistered = [...store.leakCandidates].flatMap(({ _debugCtx }) => {
    const [, name, type] = /^resolveURN\(resource:(.*)\[([^[\]]*)\]\)$/.exec(_debugCtx ?? "") ?? [];
    return name === undefined || type === undefined ? [] : [`${type} "${name}" was never registered`];
  });
  const open = recorder.graph.resources.filter(({ custom, outputsRegistered }) => !custom && outputsRegistered === 0);
  return [
    ...unregistered,
    ...open.map((resource) => (isStack(resource) ? "the program's own outputs" : outputsOf(resource))),
  ];
}

const outputsOf = ({ type, name }: PlannedResource) => `${type} "${name}" never registered its outputs`;

/** A few turns: rejections are reported, and callbacks of callbacks run, before the last of them. */
async function turnsOfEventLoop(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
