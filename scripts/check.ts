/** Everything that can be said about the code without running it: `npm run check`. */
import { availableParallelism } from "node:os";
import { runStep, tool, type Outcome, type Step } from "./check/step";
import { reportCounts } from "./counts";

/** The slowest come first, so that the quick ones fill the gaps. */
const steps: readonly Step[] = [
  { name: "lint", run: [tool("eslint/bin/eslint.js"), "--max-warnings=0", "."] },
  { name: "types", run: [tool("typescript/bin/tsc"), "--noEmit", "-p", "."] },
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
  reportCounts({ passed: outcomes.length - failed.length, failed: failed.length, skipped: 0 });
  process.exitCode = failed.length === 0 ? 0 : 1;
}

function print({ step, passed, seconds, output }: Outcome): void {
  console.log(`${passed ? "✔" : "✖"} ${step.name.padEnd(8)} ${seconds.toFixed(1).padStart(5)} s`);
  if (!passed) console.log(output.replace(/^/gm, "    "));
}

void main();
