import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Trial } from "./outcomes";

const FOLDER = "tests/engine/faults/";

/*
 * `npm run faults [-- <spec or option of mocha> …]`: the fault suite in full, which takes hours, and a table of how many faults ended
 * how. MLPLATFORM_FAULTS_SAMPLE is the number of kills of each program but `existing`. MLPLATFORM_FAULTS_REPORT is a file to which
 * trials are added, a line of JSON each; the table then has those of earlier runs too.
 */
const folder = mkdtempSync(join(tmpdir(), "mlplatform-faults-"));
const report = process.env["MLPLATFORM_FAULTS_REPORT"] || join(folder, "trials.jsonl");
const given = process.argv.slice(2);
const hasSpec = given.some((argument) => argument.startsWith(FOLDER));
const { status } = spawnSync(
  "npx",
  [
    ...["mocha", "--no-config", "--node-option", "import=tsx", "--extension", "ts", "--timeout", "300000"],
    ...(hasSpec ? [] : [`${FOLDER}existing.spec.ts`, `${FOLDER}every-program.ts`]),
    ...given,
  ],
  { stdio: "inherit", env: { ...process.env, MLPLATFORM_FAULTS: "full", MLPLATFORM_FAULTS_REPORT: report } },
);
const trials = readTrials();
rmSync(folder, { recursive: true });
console.table(counted(trials));
process.exitCode = status ?? 1;

function readTrials(): Trial[] {
  try {
    const lines = readFileSync(report, "utf8").trimEnd().split("\n");
    return lines.map((line) => JSON.parse(line) as Trial);
  } catch {
    return []; // the suite ended before its first trial
  }
}

/** A row for each program and fault, with the number of each outcome. */
function counted(all: readonly Trial[]): object[] {
  const rows = new Map<string, { program: string; fault: string } & Record<Trial["outcome"], number>>();
  for (const { program, fault, outcome } of all) {
    const none = { converged: 0, "refused with a message": 0, defect: 0 };
    const row = rows.get(`${program} ${fault}`) ?? { program, fault, ...none };
    row[outcome]++;
    rows.set(`${program} ${fault}`, row);
  }
  return [...rows.values()];
}
