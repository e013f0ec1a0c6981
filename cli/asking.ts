import { createInterface } from "node:readline";
import { UsageError } from "./user-error";

/** Refuses to change anything if nobody can be asked and `--yes` is missing. */
export function refuseUnasked(command: string, yes: boolean): void {
  if (yes || process.stdin.isTTY) return;
  throw new UsageError(
    `${command} asks for confirmation, but there is no terminal for the answer. Pass --yes to run without confirmation.`,
  );
}

/** Asks on the terminal. True for one of these answers, in upper or lower case; false for any other, Ctrl-C and Ctrl-D. */
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

/** Ctrl-C also reaches the Pulumi CLI, which ends in order. This process must wait for it to report the result. */
export async function ignoringInterrupts<T>(work: () => Promise<T>): Promise<T> {
  const ignore = (): void => undefined;
  process.on("SIGINT", ignore);
  try {
    return await work();
  } finally {
    process.off("SIGINT", ignore);
  }
}
