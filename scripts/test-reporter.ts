import { relative } from "node:path";
import Mocha from "mocha";
import { reportCounts } from "./counts";

/** How many of the slowest tests and files are listed. */
const LISTED = 10;

/** How many lines of each failure's message are told again at the end: enough for a short comparison. */
const MESSAGE_LINES = 12;

/**
 * Mocha's `spec` reporter. At the end it also names what was skipped, lists the slowest tests and files, states the time,
 * and hands the counts and the failures to `.ci/run`. It works with parallel workers, which report a file when it is done.
 */
class TestReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { EVENT_HOOK_END, EVENT_RUN_END, EVENT_TEST_END, EVENT_TEST_FAIL, EVENT_TEST_PENDING } =
      Mocha.Runner.constants;
    const skipped: string[] = [];
    const failures: string[] = [];
    const tests = new Times();
    const files = new Times();
    runner.on(EVENT_TEST_PENDING, (test) => skipped.push(test.fullTitle()));
    runner.on(EVENT_TEST_FAIL, (test, { message }: Error) => {
      failures.push(`${test.fullTitle()}: ${message.trim().split("\n").slice(0, MESSAGE_LINES).join("\n    ")}`);
    });
    runner.on(EVENT_TEST_END, (test) => {
      tests.add(test.fullTitle(), test.duration);
      files.add(fileOf(test), test.duration);
    });
    runner.on(EVENT_HOOK_END, (hook) => {
      files.add(fileOf(hook), hook.duration);
    });
    runner.once(EVENT_RUN_END, () => {
      const { passes, failures: failed, pending, duration = 0 } = this.stats;
      if (skipped.length > 0) console.log(["  skipped:", ...skipped.map((title) => `    - ${title}`), ""].join("\n"));
      console.log(["  slowest tests:", ...tests.slowest(), ""].join("\n"));
      console.log(["  slowest files, with their hooks:", ...files.slowest(), ""].join("\n"));
      console.log(`  time: ${seconds(duration)}\n`);
      reportCounts({ passed: passes, failed, skipped: pending, failures });
    });
  }
}

/** Milliseconds by name. */
class Times {
  readonly #spent = new Map<string, number>();

  add(name: string, duration = 0): void {
    this.#spent.set(name, (this.#spent.get(name) ?? 0) + duration);
  }

  /** A line for each of the slowest, the slowest first. */
  slowest(): string[] {
    const entries = [...this.#spent].sort(([, a], [, b]) => b - a);
    return entries.slice(0, LISTED).map(([name, duration]) => `    ${seconds(duration).padStart(8)}  ${name}`);
  }
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

const fileOf = ({ file = "" }: Mocha.Runnable): string => relative(process.cwd(), file);

// Mocha takes the module itself for the reporter.
export = TestReporter;
