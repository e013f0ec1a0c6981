import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** One thing to measure. */
export interface Bench {
  readonly name: string;
  /** Does it once, with these variables in the environment of its processes, and says how many milliseconds it took. */
  readonly run: (env: NodeJS.ProcessEnv) => Promise<number>;
}

/** What a number of runs took. */
export interface Figures {
  readonly name: string;
  readonly runs: number;
  readonly medianMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  /** Median over the runs of the processor time of all the run's processes: other work on the machine hardly shows in it. */
  readonly cpuMs: number;
  /** Median over the runs of the largest peak among the run's processes. */
  readonly peakMb: number;
}

const PROBE = resolve(__dirname, "resources-used.cjs");

/**
 * Repeats benches in turn, so that whatever else the machine does meets all of them alike. The first round only warms the
 * disk's cache and is not counted.
 */
export async function measure(benches: readonly Bench[], runs: number): Promise<Figures[]> {
  const taken = benches.map(({ name, run }) => ({
    name,
    run,
    times: [] as number[],
    cpu: [] as number[],
    peaks: [] as number[],
  }));
  for (let round = 0; round <= runs; round++) {
    for (const { run, times, cpu, peaks } of taken) {
      const { ms, cpuMs, peakMb } = await once(run);
      if (round === 0) continue;
      times.push(ms);
      cpu.push(cpuMs);
      peaks.push(peakMb);
    }
  }
  return taken.map(({ name, times, cpu, peaks }) => ({
    name,
    runs,
    medianMs: Math.round(median(times)),
    minMs: Math.round(Math.min(...times)),
    maxMs: Math.round(Math.max(...times)),
    cpuMs: Math.round(median(cpu)),
    peakMb: Math.round(median(peaks)),
  }));
}

async function once(run: Bench["run"]): Promise<{ ms: number; cpuMs: number; peakMb: number }> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const file = join(folder, "used");
  try {
    const ms = await run({ NODE_OPTIONS: `--require ${PROBE}`, RESOURCES_USED_FILE: file });
    const lines = readFileSync(file, "utf8").trim().split("\n");
    const used = lines.map((line) => JSON.parse(line) as NodeJS.ResourceUsage);
    const cpu = used.reduce((sum, { userCPUTime, systemCPUTime }) => sum + userCPUTime + systemCPUTime, 0);
    return { ms, cpuMs: cpu / 1000, peakMb: Math.max(...used.map(({ maxRSS }) => maxRSS)) / 1024 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = NaN, high = NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}

/** Milliseconds from the start of a process to its end. A process that fails is no measurement. */
export function wholeProcess(command: string, args: readonly string[], cwd: string): Bench["run"] {
  return (env) =>
    new Promise((done, failed) => {
      const start = performance.now();
      const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] });
      let errors = "";
      child.stderr.on("data", (chunk: Buffer) => void (errors += chunk.toString()));
      child.on("error", failed);
      child.on("close", (code) => {
        if (code === 0) done(performance.now() - start);
        else failed(new Error(`${[command, ...args].join(" ")} ended with ${String(code)}:\n${errors}`));
      });
    });
}
