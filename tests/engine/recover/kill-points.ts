import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { skipAfterFailure } from "../skip-after-failure";
import type { Victim } from "./killable-stack";
import { isMoment, RecoverBench } from "./recover-bench";
import { seeded } from "./seeded";

const POINTS = 10;
/** How long after an event the kill comes at most: in the middle of what the event began, such as an install. */
const LATEST_MS = 1500;
/** The last events follow one another too fast for a kill between them to be sure. */
const BEFORE_END = 4;

/** The same points in every run unless others are asked for, so that a failure is about the change and not about luck. */
const seed = Number(process.env["MLPLATFORM_TEST_SEED"] || 42);

/** Parts of a run, each of which is a file, because Mocha runs only files side by side. */
export type Half = "first" | "second";

/** Defines the suite that kills a first run at points of one of its halves, and recovers it each time. */
export function killedInItsHalf(half: Half): void {
  describe(`mlplatform up after a first run was killed in its ${half} half (MLPLATFORM_TEST_SEED=${seed})`, () => {
    skipAfterFailure(); // a cluster that is not clean would fail every later point, too
    const random = seeded(seed);
    let bench: RecoverBench;

    before(async () => {
      bench = await RecoverBench.start();
      await bench.destroy();
    });

    after(() => bench.stop());

    for (let point = 0; point < POINTS; point++) {
      const [place, delay] = [random(), random()];
      if (point < POINTS / 2 !== (half === "first")) continue;
      const victim: Victim = point % 2 === 0 ? "engine alone" : "whole tree";

      it(`ends as an undisturbed run does: point ${point + 1} of ${POINTS}, ${victim}`, async () => {
        const at = Math.floor(((point + place) / POINTS) * (bench.moments - BEFORE_END));
        await killedAt(bench, at, Math.floor(delay * LATEST_MS), victim);

        await bench.up();
        bench.killable.endOrphanedProviders();

        await bench.assertUndisturbed();
        await bench.destroy();
      });
    }
  });
}

/** Kills a first run this long after an event, or sooner after it where the run was done by then. */
async function killedAt(bench: RecoverBench, at: number, delay: number, victim: Victim): Promise<void> {
  const last = bench.moments - BEFORE_END;
  let seen = 0;
  const killed = await bench.killable.upUntil((event) => {
    if (!isMoment(event)) return false;
    seen++;
    return seen > last || (seen === at + 1 && sleep(delay, true));
  }, victim);
  if (killed) return;
  assert.ok(delay > 0, "the run was done before it could be killed");
  await bench.destroy();
  await killedAt(bench, at, Math.floor(delay / 2), victim);
}
