import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { skipAfterFailure } from "../skip-after-failure";
import type { Victim } from "./killable-stack";
import { WAIT_FOR_OTHERS_MS } from "./one-at-a-time";
import { isMoment, RecoverBench } from "./recover-bench";
import { seeded } from "./seeded";

const POINTS = 10;
/** How long after an event the kill comes at most: in the middle of what the event began, such as an install. */
const LATEST_MS = 1500;
/** The last events follow one another too fast for a kill between them to be sure. */
const BEFORE_END = 4;

/** The same points in every run unless others are asked for, so that a failure is about the change and not about luck. */
const seed = Number(process.env["MLPLATFORM_TEST_SEED"] || 42);

describe(`mlplatform up after a first run was killed (MLPLATFORM_TEST_SEED=${seed})`, () => {
  skipAfterFailure(); // a cluster that is not clean would fail every later point, too
  const random = seeded(seed);
  let bench: RecoverBench;

  before(async function () {
    this.timeout(WAIT_FOR_OTHERS_MS);
    bench = await RecoverBench.start();
    await bench.destroy();
  });

  after(() => bench.stop());

  /** Kills a first run this long after an event, or sooner after it where the run was done by then. */
  async function killedAt(at: number, delay: number, victim: Victim): Promise<void> {
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
    await killedAt(at, Math.floor(delay / 2), victim);
  }

  for (let point = 0; point < POINTS; point++) {
    const victim: Victim = point % 2 === 0 ? "engine alone" : "whole tree";
    it(`ends as an undisturbed run does: point ${point + 1} of ${POINTS}, ${victim}`, async () => {
      const at = Math.floor(((point + random()) / POINTS) * (bench.moments - BEFORE_END));
      await killedAt(at, Math.floor(random() * LATEST_MS), victim);

      await bench.up();
      bench.killable.endOrphanedProviders();

      await bench.assertUndisturbed();
      await bench.destroy();
    });
  }
});
