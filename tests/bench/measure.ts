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
  /** Median over the runs of the largest peak among the run's processes. */
  readonly peakMb: number;
}

const PROBE = resolve(__dirname, "peak-memory.cjs");

/** Repeats a bench. The first run only warms the disk's cache and is not counted. */
export async function measure({ name, run }: Bench, runs: number): Promise<Figures> {
  const [times, peaks]: [number[], number[]] = [[], []];
  for (let count = -1; count < runs; count++) {
    const { ms, peakMb } = await once(run);
    if (count < 0) continue;
    times.push(ms);
    peaks.push(peakMb);
  }
  return {
    name,
    runs,
    medianMs: Math.round(median(times)),
    minMs: Math.round(Math.min(...times)),
    maxMs: Math.round(Math.max(...times)),
    peakMb: Math.round(median(peaks)),
  };
}

async function once(run: Bench["run"]): Promise<{ ms: number; peakMb: number }> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const file = join(folder, "peaks");
  try {
    const ms = await run({ NODE_OPTIONS: `--require ${PROBE}`, PEAK_MEMORY_FILE: file });
    const peaks = readFileSync(file, "utf8").trim().split("\n").map(Number);
    return { ms, peakMb: Math.max(...peaks) / 1024 };
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
