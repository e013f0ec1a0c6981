import type { LocalWorkspace } from "@pulumi/pulumi/automation";
import { UserError } from "../user-error";

/** Which stack a command is about: the one that was named, or that of the program, or the one that is selected. */
export async function stackName(
  { stack, program }: { readonly stack?: string; readonly program?: string },
  workspace: LocalWorkspace,
): Promise<string> {
  const name = stack ?? program ?? (await workspace.stack())?.name;
  if (name === undefined) {
    throw new UserError("No stack is selected: name one with --stack, or run pulumi stack select.");
  }
  return name;
}
