import { KILLS, killPoints, victimOf } from "./kills";
import { seed, Trials } from "./outcomes";
import { programs } from "./programs/all";
import type { StartedProgram } from "./programs/disturbed";

const SAMPLE = Number(process.env["MLPLATFORM_FAULTS_SAMPLE"] || 10);

/** The only one to disturb. */
const CHOSEN = process.env["MLPLATFORM_FAULTS_PROGRAM"];

/** In full only: `tests/engine/recover` has a sample on each cloud. */
for (const { program, skip, start, faults } of programs.filter((one) => !CHOSEN || one.program === CHOSEN)) {
  describe(`the program \`${program}\` with a fault where it runs (MLPLATFORM_TEST_SEED=${seed})`, () => {
    const trials = new Trials(program);
    let started: StartedProgram;

    before(async function () {
      this.timeout(0);
      await skip?.(this);
      started = await start();
    });

    after(() => (started as StartedProgram | undefined)?.stop());

    faults.forEach(({ name, where }, number) => {
      it(`${name} (${where}): the run, or the next one, ends as an undisturbed run`, async function () {
        this.timeout(0);
        const trial = async () => {
          const outcome = await started.faultyUp(number);
          if (outcome !== "converged") await started.up();
          await started.assertUndisturbed();
          await started.destroy();
          return outcome;
        };
        await trials.run(`${name}, then up`, where, trial, () => started.clear());
        trials.assertNoDefects();
      });

      it(`${name} (${where}): destroy leaves nothing`, async function () {
        this.timeout(0);
        const trial = async () => {
          const outcome = await started.faultyUp(number);
          await started.destroy();
          return outcome;
        };
        await trials.run(`${name}, then destroy`, where, trial, () => started.clear());
        trials.assertNoDefects();
      });
    });

    for (const [fault, trial] of KILLS) {
      it(`${fault}, at a sample of its operations`, async function () {
        this.timeout(0);
        for (const k of killPoints(started.moments, SAMPLE, seed)) {
          await trials.run(
            fault,
            `operation ${k} of ${started.moments}, ${victimOf(k)}`,
            () => trial(started, k),
            () => started.clear(),
          );
        }
        trials.assertNoDefects();
      });
    }
  });
}
