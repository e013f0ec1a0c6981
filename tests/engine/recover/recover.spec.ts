import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { isMoment, RecoverBench } from "./recover-bench";
import { seeded } from "./seeded";

const POINTS = 10;
/** How long after an event the kill comes at most: in the middle of what the event began, such as an install. */
const LATEST_MS = 1500;
/** The last events follow one another too fast for a kill between them to be sure. */
const BEFORE_END = 4;

const seed = Number(process.env["MLPLATFORM_TEST_SEED"] || Date.now() % 1_000_000);

describe(`mlplatform up after a first run was killed (MLPLATFORM_TEST_SEED=${seed})`, function () {
  this.bail(true); // a cluster that is not clean would fail every later point, too
  const random = seeded(seed);
  let bench: RecoverBench;

  before(async () => {
    bench = await RecoverBench.start();
    await bench.destroy();
  });

  after(() => bench.stop());

  for (let point = 0; point < POINTS; point++) {
    it(`ends as an undisturbed run does: point ${point + 1} of ${POINTS}`, async () => {
      const last = bench.moments - BEFORE_END;
      const at = Math.floor(((point + random()) / POINTS) * last);
      const delay = Math.floor(random() * LATEST_MS);
      let seen = 0;
      const killed = await bench.killable.upUntil((event) => {
        if (!isMoment(event)) return false;
        seen++;
        return seen > last || (seen === at + 1 && sleep(delay, true));
      });
      assert.ok(killed);

      await bench.up();

      await bench.assertUndisturbed();
      await bench.destroy();
    });
  }
});
