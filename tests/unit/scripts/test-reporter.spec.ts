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

  it("prints what the spec reporter prints, names what was skipped, and hands over the counts", () => {
    const counts = join(folder, "counts");
    const mocha = ["node_modules/mocha/bin/mocha.js", "--no-config", "--node-option", "import=tsx"];
    const report = ["--reporter", "./scripts/test-reporter.ts", "tests/unit/scripts/fixtures/three-ends.ts"];
    const { stdout, status } = spawnSync(process.execPath, [...mocha, ...report, "--no-color"], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, COUNTS_FILE: counts, NODE_OPTIONS: "", FORCE_COLOR: "0" },
    });
    assert.equal(status, 1);
    assert.match(stdout, /1 passing.*\n.*1 pending.*\n.*1 failing/);
    assert.match(stdout, /\n {2}skipped:\n {4}- three ends waits for better days\n/);
    assert.equal(readFileSync(counts, "utf8"), "1 1 1\n");
  });
});
