import { PulumiCommand } from "@pulumi/pulumi/automation";
import { UserError } from "../user-error";

/** The user's own Pulumi CLI, which brings the language host that runs programs. */
export async function installedPulumi(command: string): Promise<PulumiCommand> {
  try {
    return await PulumiCommand.get();
  } catch (error) {
    throw new UserError(
      `mlplatform ${command} runs the Pulumi CLI, and ${whyNot(error)}.\n` +
        "Install it: https://www.pulumi.com/docs/install/ (mlplatform plan needs none)",
    );
  }
}

/** The Automation API's error for a program that cannot be started is a text (@pulumi/pulumi 3.248, automation/cmd.js). */
function whyNot(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/\bspawn pulumi ENOENT\b/.test(text)) return "there is no `pulumi` on the PATH";
  const reason = /stderr: (.+)/.exec(text)?.[1] ?? text.split("\n")[0] ?? "";
  return `the one on the PATH cannot be used (${reason.trim()})`;
}
