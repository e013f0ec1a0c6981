import { createInterface } from "node:readline";
import { UsageError } from "./user-error";

/** Refuses to change anything where nobody can be asked and nobody has agreed beforehand. */
export function refuseUnasked(command: string, yes: boolean): void {
  if (yes || process.stdin.isTTY) return;
  throw new UsageError(`${command} asks before it changes anything, and nobody can answer here: pass --yes.`);
}

/** Asks on the terminal; true for one of these answers, whatever its case. Ctrl-C and Ctrl-D are another answer. */
export function confirmed(question: string, ...answers: readonly string[]): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  return new Promise((resolve) => {
    const refused = (): void => {
      process.stdout.write("\n"); // the cursor is still behind the question
      resolve(false);
    };
    terminal.once("close", refused);
    terminal.question(question, (given) => {
      terminal.off("close", refused).close();
      resolve(answers.some((answer) => answer.toLowerCase() === given.trim().toLowerCase()));
    });
  });
}

/** Ctrl-C reaches the Pulumi CLI too, which ends in order; this process has to outlive it to tell what came of it. */
export async function ignoringInterrupts<T>(work: () => Promise<T>): Promise<T> {
  const ignore = (): void => undefined;
  process.on("SIGINT", ignore);
  try {
    return await work();
  } finally {
    process.off("SIGINT", ignore);
  }
}
