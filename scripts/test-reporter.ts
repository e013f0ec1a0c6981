import Mocha from "mocha";
import { reportCounts } from "./counts";

/** Mocha's `spec` reporter, which also names what was skipped at the end and hands the counts to `.ci/run`. */
class TestReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const skipped: string[] = [];
    runner.on(Mocha.Runner.constants.EVENT_TEST_PENDING, (test) => skipped.push(test.fullTitle()));
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      if (skipped.length > 0) console.log(["  skipped:", ...skipped.map((title) => `    - ${title}`), ""].join("\n"));
      const { passes, failures, pending } = this.stats;
      reportCounts({ passed: passes, failed: failures, skipped: pending });
    });
  }
}

// Mocha takes the module itself for the reporter.
export = TestReporter;
