/** How long things take and how much memory they need: `npm run bench`; `-- --json` for programs, `-- --runs 20`. */
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { programConfig } from "../../cli/project/config";
import { findProject } from "../../cli/project/project";
import { readStackConfig } from "../../cli/project/stack-config";
import { runAsPulumiDoes } from "../helpers/run-as-pulumi-does";
import { measure, wholeProcess, type Bench, type Figures } from "./measure";

const root = resolve(__dirname, "../..");
const node = (...args: string[]): Bench["run"] => wholeProcess(process.execPath, args, root);

const benches: readonly Bench[] = [
  { name: "node alone", run: node("-e", "0") },
  { name: "require the SDKs", run: node("-e", `require("@pulumi/pulumi"), require("@pulumi/kubernetes")`) },
  { name: "require the package, built", run: node("-e", `require("./dist/components")`) },
  { name: "require the package, from source", run: node("--import", "tsx", "-e", `require("./components")`) },
  { name: "mlplatform plan existing, built", run: node("dist/cli/mlplatform.js", "plan", "existing") },
  { name: "npm start -- existing", run: wholeProcess("npm", ["start", "--silent", "--", "existing"], root) },
  { name: "programs/index.ts as pulumi starts it", run: asPulumi },
];

/** The program of the example stack, started by Pulumi's own script against an engine that answers at once. */
async function asPulumi(env: NodeJS.ProcessEnv): Promise<number> {
  const project = findProject(root);
  const stack = "existing";
  const { values: config, secretKeys } = programConfig(project, stack, readStackConfig(project, stack), []);
  const { ms, exitCode, output } = await runAsPulumiDoes({ dir: root, stack, config, secretKeys, env });
  if (exitCode !== 0) throw new Error(`programs/index.ts ended with ${String(exitCode)}:\n${output}`);
  return ms;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: "boolean" }, runs: { type: "string", default: "7" } } });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${values.runs} is no number of runs.`);
  console.error("building dist/ …");
  execFileSync("npm", ["run", "build", "--silent"], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });

  const figures: Figures[] = [];
  for (const bench of benches) {
    console.error(`${bench.name} …`);
    figures.push(await measure(bench, runs));
  }
  console.log(values.json ? JSON.stringify(figures, undefined, 2) : table(figures));
}

function table(figures: readonly Figures[]): string {
  const rows = figures.map(({ name, medianMs, minMs, maxMs, peakMb }) => [
    name,
    ...[medianMs, minMs, maxMs, peakMb].map(String),
  ]);
  const all = [["", "median ms", "min ms", "max ms", "peak MB"], ...rows];
  const width = (column: number): number => Math.max(...all.map((row) => row[column]?.length ?? 0));
  return all
    .map(([name = "", ...numbers]) =>
      [name.padEnd(width(0)), ...numbers.map((text, index) => text.padStart(width(index + 1)))].join("  "),
    )
    .join("\n");
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
