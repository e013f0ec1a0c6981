import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { root } from "../../../scripts/generated";

/** A row: the program, its arguments, its exit code, and what it prints. */
type Row = readonly [program: string, args: readonly string[], code: number, text: RegExp];

const FUZZ = "tests/unit/fuzz/main.ts";
const FAULTS = "tests/engine/faults/main.ts";
const BENCH = "tests/bench/run.ts";

const rows: readonly Row[] = [
  [FUZZ, ["--help"], 0, /^Usage: npm run fuzz /],
  [FUZZ, ["--inputs", "ten", "Route"], 1, /^--inputs ten is not a whole number from 1\.$/],
  [FUZZ, ["--processes", "0", "Route"], 1, /^--processes 0 is not a whole number from 1\.$/],
  [FAULTS, ["--help"], 0, /^Usage: npm run faults .*Programs, all\nunless given: existing, /s],
  [FAULTS, ["k3d", "--grep", "nothing has this title"], 1, /No fault was tried\.$/],
  [BENCH, ["--help"], 0, /^Usage: npm run bench /],
  [BENCH, ["--runs", "0"], 1, /--runs 0 is not a whole number from 1\./],
];

describe("commands that try much", () => {
  for (const [program, args, code, text] of rows) {
    it(`${program} ${args.join(" ")}`, () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", program, ...args], {
        cwd: root,
        encoding: "utf8",
        env: { ...process.env, MLPLATFORM_FAULTS_REPORT: "" },
      });
      assert.match(`${stdout}${stderr}`.trim(), text);
      assert.equal(status, code);
    }).timeout(60_000);
  }
});
