import { Stack, type LocalWorkspace } from "@pulumi/pulumi/automation";

/** A stack of the workspace's backend; `undefined` where there is none of that name. */
export async function existingStack(name: string, workspace: LocalWorkspace): Promise<Stack | undefined> {
  try {
    return await Stack.select(name, workspace);
  } catch (error) {
    // By name: the program's folder may bring another copy of the SDK.
    if (error instanceof Error && error.name === "StackNotFoundError") return undefined;
    throw error;
  }
}
