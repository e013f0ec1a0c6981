import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import type { Interruption } from "../interruption";
import { confirmStackName } from "../project/stack-config";
import { UserError } from "../user-error";
import { withAttributes } from "./empty-attributes";
import { interruptible } from "./interruptible-pulumi";

/** The stack that a command works on. */
export interface SelectedStack {
  readonly name: string;
  readonly workspace: LocalWorkspace;
  /** Absent if the backend has no stack of that name. */
  readonly existing?: Stack;
}

/** Which stack a command works on. */
interface StackChoice {
  readonly stack?: string;
  readonly program?: string;
  readonly print: (line: string) => void;
  readonly interruption: Interruption;
}

/** Selects a stack of a project: the one that is named, or that of the program, or the one that pulumi has selected. */
export async function selectStack(
  command: string,
  projectDir: string,
  { stack, program, print, interruption }: StackChoice,
): Promise<SelectedStack> {
  if (stack !== undefined) confirmStackName(stack);
  const pulumiCommand = interruptible(await installedPulumi(command), interruption);
  const workspace = await LocalWorkspace.create({ workDir: projectDir, pulumiCommand });
  const whole = <T>(work: () => Promise<T>): Promise<T> => withAttributes(workspace, print, work);
  const name = stack ?? program ?? (await whole(() => workspace.stack()))?.name;
  if (name === undefined) {
    throw new UserError("No stack is selected: name one with --stack, or run pulumi stack select.");
  }
  try {
    return { name, workspace, existing: await whole(() => Stack.select(name, workspace)) };
  } catch (error) {
    // By name, because the program's folder may contain another copy of the SDK.
    if (error instanceof Error && error.name === "StackNotFoundError") return { name, workspace };
    throw error;
  }
}

/** The user's own Pulumi CLI, which includes the language host that runs programs. */
async function installedPulumi(command: string): Promise<PulumiCommand> {
  try {
    return await PulumiCommand.get();
  } catch (error) {
    throw new UserError(
      `mlplatform ${command} runs the Pulumi CLI, and ${reasonOf(error)}.\n` +
        "Install it: https://www.pulumi.com/docs/install/ (mlplatform plan does not need it)",
    );
  }
}

/** The Automation API reports a program that cannot be started as text (@pulumi/pulumi 3.248, automation/cmd.js). */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/\bspawn pulumi ENOENT\b/.test(text)) return "there is no `pulumi` on the PATH";
  const reason = /stderr: (.+)/.exec(text)?.[1] ?? text.split("\n")[0] ?? "";
  return `the one on the PATH cannot be used (${reason.trim()})`;
}
