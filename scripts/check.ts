/** All checks that do not run the product: `npm run check`. */
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { reportCounts } from "./counts";
import { root } from "./generated";

/** A Node program that exits with 0 if its check passes. */
interface Step {
  readonly name: string;
  /** Arguments for node. */
  readonly run: readonly string[];
}

interface Outcome {
  readonly step: Step;
  readonly passed: boolean;
  readonly seconds: number;
  /** Everything that the step printed. */
  readonly output: string;
}

/** Path of an installed tool: npx would need seconds to find it. */
const tool = (path: string): string => resolve(root, "node_modules", path);

/** The slowest step comes first, so that the short ones run beside it. */
const steps: readonly Step[] = [
  // With the types of all SDKs the default heap of Node is nearly full, and then garbage collection takes most of the time.
  { name: "lint", run: ["--max-old-space-size=8192", tool("eslint/bin/eslint.js"), "--max-warnings=0", "."] },
  { name: "types", run: [tool("typescript/bin/tsc"), "--noEmit", "-p", "."] },
  { name: "page", run: [tool("typescript/bin/tsc"), "-p", "cli/plan/html/page"] },
  { name: "schema", run: ["--import", "tsx", "scripts/schema.ts", "--check"] },
  { name: "docs", run: ["--import", "tsx", "scripts/docs.ts", "--check"] },
  { name: "format", run: [tool("prettier/bin/prettier.cjs"), "--check", "."] },
];

async function main(): Promise<void> {
  const start = performance.now();
  const waiting = [...steps];
  const outcomes: Outcome[] = [];
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const outcome = await runStep(step);
      outcomes.push(outcome);
      print(outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 2) }, worker));

  const failed = outcomes.filter(({ passed }) => !passed);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    failed.length === 0
      ? `${steps.length} checks passed in ${seconds} s`
      : `${failed.length} of ${steps.length} checks failed in ${seconds} s: ${failed.map(({ step }) => step.name).join(", ")}`,
  );
  reportCounts({
    passed: outcomes.length - failed.length,
    failed: failed.length,
    skipped: 0,
    failures: failed.map(({ step }) => `check: ${step.name}`),
  });
  process.exitCode = failed.length === 0 ? 0 : 1;
}

function runStep(step: Step): Promise<Outcome> {
  const start = performance.now();
  return new Promise((done) => {
    const child = spawn(process.execPath, step.run, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const collect = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    const end = (passed: boolean): void => {
      done({ step, passed, seconds: (performance.now() - start) / 1000, output: output.trim() });
    };
    child.on("error", (error) => {
      output += error.message;
      end(false);
    });
    child.on("close", (code) => {
      end(code === 0);
    });
  });
}

function print({ step, passed, seconds, output }: Outcome): void {
  console.log(`${passed ? "✔" : "✖"} ${step.name.padEnd(8)} ${seconds.toFixed(1).padStart(5)} s`);
  if (!passed) console.log(output.replace(/^/gm, "    "));
}

void main();
