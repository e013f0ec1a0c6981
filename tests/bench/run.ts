/**
 * How long things take and how much memory they need: `npm run bench`; `-- --json` for programs, `-- --runs 20`.
 * `-- --up` measures an `up` on the real engine instead, and with `--base <folder>` that of another checkout beside it; `-- --local`
 * measures that of the program `k3d`, and the quickstart's commands beside it; `-- --models` measures programs with many models; `-- --nodes` measures clusters
 * of RKE2 with two and ten nodes; `-- --page` measures how long the page of the largest plan takes to open, and `-- --start-up`
 * how long a plan takes in a project that has the package installed; `-- --overhead` measures what `mlplatform up` takes beside
 * the engine's own update of the largest program.
 */
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { programConfig } from "../../cli/project/config";
import { resolveStack } from "../../cli/project/project-stack";
import { runAsPulumiDoes } from "../helpers/run-as-pulumi-does";
import { cloudOf } from "../plan/known-plan";
import { programOf, sampledTargets } from "../unit/targets/sample";
import { builtFlatProgram, builtPrograms } from "./built-programs";
import { benchLocal, benchUp } from "./up";
import { comparedPrograms } from "./flat/compared";
import { measure, wholeProcess, type Bench, type Figures } from "./measure";
import { growthTable, measureModels } from "./models";
import { measureNodes } from "./nodes";
import { measureOverhead } from "./overhead";
import { measurePage } from "./page";
import { measureStartUp } from "./start-up";
import { figureTable, ratioTable } from "./tables";

const root = resolve(__dirname, "../..");
const node = (...args: string[]): Bench["run"] => wholeProcess(process.execPath, args, root);

const benches = (): readonly Bench[] => [
  { name: "node alone", run: node("-e", "0") },
  { name: "require the SDKs", run: node("-e", `require("@pulumi/pulumi"), require("@pulumi/kubernetes")`) },
  { name: "require the package, built", run: node("-e", `require("./dist/components")`) },
  { name: "require the package, from source", run: node("--import", "tsx", "-e", `require("./components")`) },
  ...sampledTargets()
    .map(programOf)
    .flatMap((program): Bench[] => [
      { name: `npm start -- ${program}`, run: wholeProcess("npm", ["start", "--silent", "--", program], root) },
      { name: `${program} as pulumi starts it, from source`, run: asPulumi(root, program) },
    ]),
];

/** Pairs of which the first is to be at most a twentieth dearer than the second. */
function pairs(): readonly (readonly [Bench, Bench])[] {
  const built = builtPrograms();
  return [...comparedPrograms(), "existing"].map((program) => [
    { name: `${program} as pulumi starts it, built`, run: asPulumi(built, program) },
    {
      name: `the resources of ${program} without components, built`,
      run: asPulumi(builtFlatProgram(program), program),
    },
  ]);
}

/** A program with the settings of an example stack, started by Pulumi's own script against an engine that answers at once. */
function asPulumi(dir: string, stack: string): Bench["run"] {
  const { values: config, secretKeys } = programConfig(resolveStack({ cwd: root, stack, settings: [] }));
  return async (env) => {
    const run = await runAsPulumiDoes({
      dir,
      stack,
      config,
      secretKeys,
      env,
      preview: false,
      ...cloudOf(stack),
    });
    if (run.exitCode !== 0) {
      const errors = run.log.filter(({ severity }) => severity === "error").map(({ message }) => message);
      throw new Error(`${dir} ended with ${String(run.exitCode)}:\n${[...errors, run.output].join("\n")}`);
    }
    return run.ms;
  };
}

const USAGE = `Usage: npm run bench -- [--runs <n>] [--json] [one of the flags below]

Without a flag, it measures start-up and plans, and compares programs with those without components.

  --runs <n>       how often each is measured (default: 7)
  --json           prints figures for programs, without another flag or with --pairs-only
  --pairs-only     only compares programs with those without components
  --start-up       a plan in a new project that has the package installed
  --models         programs of 10 to 1,000 models
  --page           opening the page of the largest plan; needs the browser of the engine tests
  --up             an update of the program existing on the real engine
  --base <folder>  with --up: another checkout to compare with
  --local          an update of the program k3d
  --nodes          clusters of RKE2 with two and with ten nodes
  --overhead       what mlplatform up takes beside the engine's own update

CONTRIBUTING.md says what each of them needs.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      help: { type: "boolean", default: false },
      json: { type: "boolean" },
      runs: { type: "string", default: "7" },
      "pairs-only": { type: "boolean", default: false },
      up: { type: "boolean", default: false },
      models: { type: "boolean", default: false },
      local: { type: "boolean", default: false },
      nodes: { type: "boolean", default: false },
      page: { type: "boolean", default: false },
      "start-up": { type: "boolean", default: false },
      overhead: { type: "boolean", default: false },
      base: { type: "string" },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${values.runs} is not a whole number from 1.`);
  if (values.up) {
    await benchUp(values.base, runs);
    return;
  }
  if (values.local) {
    await benchLocal(runs);
    return;
  }
  if (values.page) {
    console.log(await measurePage(runs));
    return;
  }
  if (values["start-up"]) {
    console.log(await measureStartUp(runs));
    return;
  }
  if (values.overhead) {
    console.log(await measureOverhead(runs));
    return;
  }
  if (values.nodes) {
    console.log(await measureNodes(runs));
    return;
  }
  console.error("building dist/ …");
  execFileSync("npm", ["run", "build", "--silent"], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });

  if (values.models) {
    const compared = await measureModels(runs);
    console.log([figureTable(compared.flat()), ratioTable(compared), growthTable(compared)].join("\n\n"));
    return;
  }
  const figures: Figures[] = [];
  for (const bench of values["pairs-only"] ? [] : benches()) {
    console.error(`${bench.name} …`);
    figures.push(...(await measure([bench], runs)));
  }
  const compared: (readonly [Figures, Figures])[] = [];
  for (const pair of pairs()) {
    console.error(`${pair[0].name} …`);
    compared.push((await measure(pair, runs)) as [Figures, Figures]);
  }
  const all = [...figures, ...compared.flat()];
  console.log(values.json ? JSON.stringify(all, undefined, 2) : `${figureTable(all)}\n\n${ratioTable(compared)}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
