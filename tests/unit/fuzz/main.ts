/**
 * Tries components with generated arguments: `npm run fuzz`, by default 100,000 inputs for each. `-- --inputs 5000` tries fewer,
 * `--processes 4` at the same time, `-- SeldonCore Route` those components only. Input number n is the same in each run: with
 * `--first n --inputs 1` its batch is tried again, because arguments that grow depend on those before them.
 */
import { parseArgs } from "node:util";
import { BATCH, type Outcome } from "./batch";
import { fuzzed } from "./components";
import { FuzzProcess, sumOf, type Range } from "./fuzz-process";
import { allInputs } from "./grow";

/** Inputs after which a process is replaced, because what it knows of components grows. */
const IN_ONE_PROCESS = 20_000;

const USAGE = `Usage: npm run fuzz -- [--inputs <n>] [--first <n>] [--processes <n>] [component]...

Tries components with generated arguments, and prints how often they were accepted. Without a name, it tries all.

  --inputs <n>     how many inputs of each component (default: 100000), rounded up to whole batches of ${String(BATCH)}
  --first <n>      the number of the first input (default: 0); its whole batch is tried
  --processes <n>  how many processes try them (default: 1)`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      inputs: { type: "string", default: "100000" },
      first: { type: "string", default: "0" },
      processes: { type: "string", default: "1" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const unknown = positionals.filter((name) => !Object.hasOwn(fuzzed, name));
  if (unknown.length > 0) {
    throw new Error(`There is no component ${unknown.join(", ")}. Write some of: ${Object.keys(fuzzed).join(", ")}`);
  }
  const types = positionals.length > 0 ? positionals : Object.keys(fuzzed);
  const from = wholeNumber("first", values.first, 0);
  const first = Math.floor(from / BATCH) * BATCH;
  const end = Math.ceil((from + wholeNumber("inputs", values.inputs, 1)) / BATCH) * BATCH;
  const processes = wholeNumber("processes", values.processes, 1);

  // The first ranges of all components come first, in case somebody ends it early.
  const ranges = types.flatMap((type) => rangesOf(type, first, end)).sort((a, b) => a.first - b.first);
  const outcomes = new Map<string, Outcome[]>(types.map((type) => [type, []]));
  const worker = async (): Promise<void> => {
    for (let range = ranges.shift(); range !== undefined; range = ranges.shift()) {
      const process = new FuzzProcess();
      const numbers = `${range.type} ${String(range.first)} to ${String(range.first + range.count - 1)}`;
      try {
        const outcome = await process.try(range);
        outcomes.get(range.type)?.push(outcome);
        console.log(`${numbers}: ${String(outcome.accepted)} accepted, ${String(outcome.refused)} refused`);
      } catch (error) {
        failed.push(numbers);
        console.log(`${numbers}: ${error instanceof Error ? error.message : String(error)}`);
      } finally {
        process.end();
      }
    }
  };
  const failed: string[] = [];
  await Promise.all(Array.from({ length: processes }, worker));

  for (const [type, all] of outcomes) {
    const { accepted, refused, inputs } = sumOf(all);
    const declared = allInputs(type);
    const never = declared.filter((input) => inputs[input] === undefined);
    console.log(`${type}: ${String(accepted)} accepted, ${String(refused)} refused`);
    console.log(
      `  ${String(declared.length - never.length)} of ${String(declared.length)} inputs were in accepted arguments`,
    );
    if (never.length > 0) console.log(`  never: ${never.join(" ")}`);
  }
  if (failed.length === 0) return;
  console.log(`Something is wrong in ${failed.join(", ")}`);
  process.exitCode = 1;
}

function rangesOf(type: string, first: number, end: number): Range[] {
  const starts = Array.from(
    { length: Math.ceil((end - first) / IN_ONE_PROCESS) },
    (_, at) => first + at * IN_ONE_PROCESS,
  );
  return starts.map((start) => ({ type, first: start, count: Math.min(IN_ONE_PROCESS, end - start) }));
}

/** A value of a flag. A wrong one would try nothing, and look as if all were well. */
function wholeNumber(flag: string, value: string, least: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : NaN;
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new Error(`--${flag} ${value} is not a whole number from ${String(least)}.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
