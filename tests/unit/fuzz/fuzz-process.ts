import { fork, type ChildProcess } from "node:child_process";
import path from "node:path";
import type { Outcome } from "./batch";

/** Inputs of a component to try: whole batches. */
export interface Range {
  readonly type: string;
  readonly first: number;
  readonly count: number;
}

/** What the process says: the number that it begins, or how its range ended. */
export type Message = { readonly started: number } | { readonly outcome: Outcome } | { readonly wrong: string };

/** Nothing takes this long, so that it hangs. */
const HANGS_AFTER_MS = 120_000;

/** A process of its own that tries inputs, because one that hangs or crashes can only be seen from outside. */
export class FuzzProcess {
  readonly #child: ChildProcess = fork(path.join(__dirname, "try-ranges.ts"), {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });

  /** What became of the inputs of a range. Rejects with the number of the first that is handled wrongly, hangs or crashes. */
  try({ type, first, count }: Range): Promise<Outcome> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      let at = first;
      const end = (why?: string): void => {
        clearTimeout(timer);
        child.removeAllListeners();
        if (why !== undefined) {
          child.kill("SIGKILL");
          reject(new Error(`${type} ${why}\nTry it again: npm run fuzz -- --first ${String(at)} --inputs 1 ${type}`));
        }
      };
      const timer = setTimeout(() => end(`number ${String(at)} hangs`), HANGS_AFTER_MS);
      child.on("message", (message: Message) => {
        timer.refresh();
        if ("started" in message) at = message.started;
        else if ("wrong" in message) end(message.wrong);
        else {
          end();
          resolve(message.outcome);
        }
      });
      child.on("exit", (code, signal) => end(`number ${String(at)} ended the process (${String(signal ?? code)})`));
      child.on("error", (error) => end(`number ${String(at)} cannot be tried: ${error.message}`));
      child.send({ type, first, count } satisfies Range);
    });
  }

  end(): void {
    this.#child.removeAllListeners();
    this.#child.kill();
  }
}

/** One outcome of several. */
export function sumOf(outcomes: readonly Outcome[]): Outcome {
  const inputs: Record<string, number> = {};
  for (const outcome of outcomes)
    for (const [input, count] of Object.entries(outcome.inputs)) inputs[input] = (inputs[input] ?? 0) + count;
  const total = (key: "accepted" | "refused"): number => outcomes.reduce((sum, outcome) => sum + outcome[key], 0);
  return { accepted: total("accepted"), refused: total("refused"), inputs };
}
