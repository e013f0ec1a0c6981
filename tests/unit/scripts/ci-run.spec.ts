import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

const script = resolve(__dirname, "../../../.ci/run");

describe(".ci/run", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "ci-run-"))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs it with an `npm` that does, for each rung, what the test says, and otherwise succeeds. */
  function ciRun(rungs: Readonly<Record<string, string>>): {
    last?: string;
    failures: string[];
    status: number | null;
    calls: string[];
  } {
    const calls = join(folder, "calls");
    const cases = Object.entries(rungs).map(([rung, commands]) => `"${rung}") ${commands} ;;`);
    const npm = ["#!/bin/sh", `echo "CI=$CI $*" >> "${calls}"`, 'case "$*" in', ...cases, "esac", ""].join("\n");
    writeFileSync(join(folder, "npm"), npm, { mode: 0o755 });
    const path = [folder, process.env["PATH"]].join(delimiter);
    const { stdout, status } = spawnSync("bash", [script], { encoding: "utf8", env: { PATH: path, CI: "" } });
    const lines = (text: string): string[] => text.trim().split("\n");
    const failures = /\nfailed:\n((?: {2}.*\n)+)/.exec(stdout)?.[1] ?? "";
    return { last: lines(stdout).at(-1), failures: lines(failures), status, calls: lines(readFileSync(calls, "utf8")) };
  }
  const counts = (passed: number, failed: number, skipped = 0): string =>
    `echo ${passed} ${failed} ${skipped} >> "$COUNTS_FILE"; exit ${failed}`;
  const failure = (title: string): string => `printf '0 1 0\\n! %s\\n' "${title}" >> "$COUNTS_FILE"; exit 1`;

  it("runs every rung in order, in CI's own manner, and sums up", () => {
    const { last, status, calls } = ciRun({
      "run check": counts(5, 0),
      test: counts(700, 0),
      "run test:engine": counts(30, 0),
    });
    assert.deepEqual(calls, ["CI=true ci", "CI=true run check", "CI=true test", "CI=true run test:engine"]);
    assert.equal(last, "735 passed, 0 failed");
    assert.equal(status, 0);
  });

  it("goes on after a failure, and fails in the end", () => {
    const { last, status, calls } = ciRun({
      "run check": counts(4, 1),
      test: counts(10, 2),
      "run test:engine": counts(3, 0),
    });
    assert.equal(calls.length, 4);
    assert.equal(last, "17 passed, 3 failed");
    assert.equal(status, 1);
  });

  it("names what failed at the end", () => {
    const { last, failures, status } = ciRun({ "run check": failure("lint"), test: failure("3 models: 1 is missing") });
    assert.deepEqual(failures, ["lint", "  3 models: 1 is missing"]);
    assert.equal(last, "0 passed, 2 failed");
    assert.equal(status, 1);
  });

  it("counts a rung that fails without a count as one failure", () => {
    const rungs = { "run check": counts(5, 0), test: "exit 7", "run test:engine": counts(3, 0) };
    const { last, failures, status } = ciRun(rungs);
    assert.deepEqual(failures, ["npm test"]);
    assert.equal(last, "8 passed, 1 failed");
    assert.equal(status, 1);
  });

  it("says how many tests were skipped", () => {
    assert.equal(ciRun({ test: counts(10, 0, 2) }).last, "10 passed, 0 failed, 2 skipped");
  });

  it("ends at once where the packages cannot be installed", () => {
    const { last, status, calls } = ciRun({ ci: "exit 1" });
    assert.deepEqual(calls, ["CI=true ci"]);
    assert.equal(last, "0 passed, 1 failed");
    assert.equal(status, 1);
  });
});
