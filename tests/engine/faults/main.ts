import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Trial } from "./outcomes";
import { programs } from "./programs/all";

/*
 * `npm run faults [-- <program> … <option of mocha> …]`: the fault suite in full, which takes more than an hour, and a table of how many
 * faults ended how. As many programs are disturbed side by side as the machine has cores; MLPLATFORM_TEST_JOBS is another number.
 * MLPLATFORM_FAULTS_SAMPLE is the number of kills of each program but `existing`. MLPLATFORM_FAULTS_REPORT is a file to which trials are
 * added, a line of JSON each; the table then has those of earlier runs too.
 */

/** The longest come first, so that no program is left alone at the end. */
const PROGRAMS = ["existing", ...programs.map(({ program }) => program)];

const USAGE = `Usage: npm run faults -- [program]... [option of mocha]...

Disturbs programs on the real engine, which takes more than an hour, and prints how many faults ended how. Programs, all
unless given: ${PROGRAMS.join(", ")}. --grep <text> tries only what has the text in its title.

  MLPLATFORM_FAULTS_SAMPLE  the number of kills of each program but existing (default: 10)
  MLPLATFORM_FAULTS_FROM    the first operation to kill after
  MLPLATFORM_FAULTS_REPORT  a file in which trials are kept; the table counts those of earlier runs too
  MLPLATFORM_TEST_JOBS      how many programs are disturbed at the same time (default: one for each core)`;

const given = process.argv.slice(2);
const first = given.findIndex((argument) => argument.startsWith("-"));
const named = given.slice(0, first < 0 ? undefined : first);
const unknown = named.filter((name) => !PROGRAMS.includes(name));
if (given.includes("--help") || given.includes("-h")) {
  console.log(USAGE);
} else if (unknown.length > 0) {
  console.error(`There is no program ${unknown.join(", ")}. Write some of: ${PROGRAMS.join(", ")}`);
  process.exitCode = 1;
} else {
  void disturbAll(named.length > 0 ? named : [...PROGRAMS], given.slice(named.length));
}

async function disturbAll(waiting: string[], options: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "mlplatform-faults-"));
  const report = process.env["MLPLATFORM_FAULTS_REPORT"] || join(folder, "trials.jsonl");
  const before = readTrials(report).length;
  const failed: string[] = [];
  const disturbNext = async (): Promise<void> => {
    for (let program = waiting.shift(); program !== undefined; program = waiting.shift()) {
      if ((await disturb(program, options, report)) !== 0) failed.push(program);
    }
  };
  const jobs = Number(process.env["MLPLATFORM_TEST_JOBS"]) || availableParallelism();
  await Promise.all(Array.from({ length: jobs }, disturbNext));
  const trials = readTrials(report);
  console.table(counted(trials));
  rmSync(folder, { recursive: true });
  if (failed.length > 0) console.error(`Failed: ${failed.join(", ")}`);
  // A --grep that fits no title would otherwise pass.
  const tried = trials.length > before;
  if (!tried) console.error("No fault was tried.");
  process.exitCode = failed.length > 0 || !tried ? 1 : 0;
}

/** Tries the faults of one program; returns the exit code of mocha. */
async function disturb(program: string, options: readonly string[], report: string): Promise<number | null> {
  const spec = program === "existing" ? "existing.spec.ts" : "every-program.ts";
  const mocha = spawn(
    "npx",
    [
      ...["mocha", "--no-config", "--node-option", "import=tsx", "--extension", "ts", "--timeout", "300000"],
      `tests/engine/faults/${spec}`,
      ...options,
    ],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...process.env,
        MLPLATFORM_FAULTS: "full",
        MLPLATFORM_FAULTS_PROGRAM: program,
        MLPLATFORM_FAULTS_REPORT: report,
      },
    },
  );
  createInterface(mocha.stdout).on("line", (line) => {
    console.log(`${program}: ${line}`);
  });
  const [code] = (await once(mocha, "close")) as [number | null];
  return code;
}

function readTrials(report: string): Trial[] {
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
