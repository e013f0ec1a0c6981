import type { PulumiFn, Stack } from "@pulumi/pulumi/automation";
import { recordProgram } from "../../recorder";
import { readStackOf } from "../stack/stack-outputs";
import { UserError } from "../user-error";
import { recordedErrors } from "./recorded-errors";

/**
 * Plans a program of the Automation API with the stack's configuration, and throws what it throws, such as `InvalidArgs`. It also
 * throws for errors that the program only logs, and for two resources that describe one object. Outputs of other stacks are read by
 * the stack's own Pulumi CLI. Nothing is created, and no cluster or cloud is asked. Without it, `up` creates what comes before a component that is refused.
 *
 * `program` is the stack's own inline program if it is left out.
 */
export async function planFirst(stack: Stack, program: PulumiFn | undefined = stack.workspace.program): Promise<void> {
  if (program === undefined) throw new Error("planFirst needs a program: this stack has no inline program.");
  const { name: project } = await stack.workspace.projectSettings();
  const config = Object.entries(await stack.getAllConfig());
  const recording = await recordProgram(program, {
    project,
    stack: stack.name,
    config: Object.fromEntries(config.map(([key, { value }]) => [key, value])),
    readStack: (name) => readStackOf(stack.workspace, name),
    secretKeys: config.filter(([, { secret }]) => secret === true).map(([key]) => key),
  });
  // A program may throw anything, and the caller gets exactly that.
  // eslint-disable-next-line @typescript-eslint/only-throw-error
  if (recording.error !== undefined) throw recording.error;
  const messages = recordedErrors(recording).map((error) => (error instanceof Error ? error.message : String(error)));
  if (messages.length > 0) throw new UserError(messages.join("\n"));
}
