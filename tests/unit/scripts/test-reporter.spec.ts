import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../../..");

describe("the test reporter", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "test-reporter-"))));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs mocha with the reporter, outside of this repository's configuration. */
  function run(...options: string[]): { stdout: string; status: number | null; counts: string } {
    const counts = join(folder, "counts");
    rmSync(counts, { force: true });
    const mocha = ["node_modules/mocha/bin/mocha.js", "--no-config", "--node-option", "import=tsx"];
    const report = ["--reporter", "./scripts/test-reporter.ts", "tests/unit/scripts/fixtures/three-ends.ts"];
    const { stdout, status } = spawnSync(process.execPath, [...mocha, ...report, "--no-color", ...options], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, COUNTS_FILE: counts, NODE_OPTIONS: "", FORCE_COLOR: "0" },
    });
    return { stdout, status, counts: readFileSync(counts, "utf8") };
  }

  for (const [how, ...options] of [["one process"], ["parallel workers", "--parallel", "--jobs", "2"]] as const) {
    it(`with ${how}, prints what the spec reporter prints, what was skipped and the times, and hands over the counts and failures`, () => {
      const { stdout, status, counts } = run(...options);
      assert.equal(status, 1);
      assert.match(stdout, /1 passing.*\n.*1 pending.*\n.*1 failing/);
      assert.match(stdout, /\n {2}skipped:\n {4}- three ends waits for better days\n/);
      assert.match(stdout, /\n {2}slowest tests:\n( +\d+\.\d s {2}three ends (passes|fails|waits for better days)\n)+/);
      assert.match(
        stdout,
        /\n {2}slowest files, with their hooks:\n +\d+\.\d s {2}tests\/unit\/scripts\/fixtures\/three-ends\.ts\n/,
      );
      assert.match(stdout, /\n {2}time: \d+\.\d s\n/);
      assert.equal(counts, "1 1 1\n! three ends fails: as it should\n!     \n!     + 1\n!     - 2\n");
    });
  }
});
