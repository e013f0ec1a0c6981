import { createInterface } from "node:readline";
import { onEndingSignal } from "./interruption";
import { UsageError } from "./user-error";

/** Refuses to change anything if nobody can be asked and `--yes` is missing. A question would be no JSON. */
export function refuseUnasked(command: string, { yes, json }: { readonly yes: boolean; readonly json: boolean }): void {
  if (yes) return;
  if (json) throw new UsageError(`${command} asks for confirmation, which --json has no line for. Pass --yes too.`);
  if (process.stdin.isTTY) return;
  throw new UsageError(
    `${command} asks for confirmation, but there is no terminal for the answer. Pass --yes to run without confirmation.`,
  );
}

/** Asks on the terminal. True for one of these answers, in upper or lower case; false for any other, Ctrl-D, and a signal to end. */
export function confirmed(question: string, ...answers: readonly string[]): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C is none: the terminal gives it to the question as a key, which ends it.
  const stop = onEndingSignal(() => {
    terminal.close();
  });
  return new Promise<boolean>((resolve) => {
    const refused = (): void => {
      process.stdout.write("\n"); // the cursor is still behind the question
      resolve(false);
    };
    terminal.once("close", refused);
    terminal.question(question, (given) => {
      terminal.off("close", refused).close();
      resolve(answers.some((answer) => answer.toLowerCase() === given.trim().toLowerCase()));
    });
  }).finally(stop);
}
