import { buildSync } from "esbuild";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runAsPulumiDoes } from "../../helpers/run-as-pulumi-does";
import { measure, type Bench, type Figures } from "../measure";

const root = resolve(__dirname, "../../..");
const COUNTS = [10, 100, 1000];

/** Programs with many models, and those with as many bare components, by the number of models. */
export async function measureModels(runs: number): Promise<(readonly [Figures, Figures])[]> {
  const figures: (readonly [Figures, Figures])[] = [];
  for (const count of COUNTS) {
    console.error(`${String(count)} models …`);
    const pair = [
      { name: `${String(count)} models`, run: running("component", count) },
      { name: `${String(count)} bare components with one custom resource each`, run: running("bare", count) },
    ];
    figures.push((await measure(pair, runs)) as [Figures, Figures]);
  }
  return figures;
}

/** What each further model takes, from the smallest number of models to each larger one: equal figures mean linear growth. */
export function growthTable(figures: readonly (readonly [Figures, Figures])[]): string {
  const [[first] = []] = figures;
  if (first === undefined) return "";
  return figures
    .slice(1)
    .map(([one], index) => {
      const more = (COUNTS[index + 1] ?? NaN) - (COUNTS[0] ?? NaN);
      const [cpu, memory] = [(one.cpuMs - first.cpuMs) / more, ((one.peakMb - first.peakMb) * 1024) / more];
      return `${one.name}: ${cpu.toFixed(2)} ms of CPU and ${memory.toFixed(0)} KiB for each model above ${first.name}`;
    })
    .join("\n");
}

/** A program of this folder in JavaScript, beside the built package. */
function running(program: string, count: number): Bench["run"] {
  const outdir = join(root, "dist/bench", program);
  buildSync({
    entryPoints: ["models", program].map((file) => join(root, `tests/bench/models/${file}.ts`)),
    outdir: join(outdir, "programs"),
    format: "cjs",
    platform: "node",
  });
  writeFileSync(
    join(outdir, "Pulumi.yaml"),
    `name: mlplatform\nruntime:\n  name: nodejs\n  options:\n    typescript: false\nmain: programs/${program}.js\n`,
  );
  const config = { "mlplatform:models": String(count) };
  return async (env) => {
    const run = await runAsPulumiDoes({ dir: outdir, stack: "bench", config, env, preview: false, timeoutMs: 300_000 });
    if (run.exitCode !== 0) throw new Error(`${program} ended with ${String(run.exitCode)}:\n${run.output}`);
    return run.ms;
  };
}
