import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { root } from "../generated";

/** One of the checks: a Node program that says by its exit code whether all is well. */
export interface Step {
  readonly name: string;
  /** Arguments for node. */
  readonly run: readonly string[];
}

/** What became of a step. */
export interface Outcome {
  readonly step: Step;
  readonly passed: boolean;
  readonly seconds: number;
  /** Everything it printed. */
  readonly output: string;
}

/** Runs a step and keeps what it prints. */
export function runStep(step: Step): Promise<Outcome> {
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

/** Path of a tool that npm installed, without the seconds that npx takes to find it. */
export const tool = (path: string): string => resolve(root, "node_modules", path);
