import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { findProject } from "../project/project";
import { existingStack } from "../stack/existing-stack";
import { installedPulumi } from "../stack/installed-pulumi";
import { stackName } from "../stack/stack-name";
import { UserError } from "../user-error";
import { platformDestroy } from "./platform-destroy";

/** Which stack to take down, and how. */
export interface ProjectDestroyRequest {
  readonly cwd: string;
  /** The program whose stack it is, where no stack is named. */
  readonly program?: string;
  readonly stack?: string;
  readonly deleteOthers: boolean;
  /** Asked before anything is deleted, with what would go besides the stack; false leaves everything as it is. */
  readonly agree: (stack: string, others: readonly string[]) => Promise<boolean>;
  readonly say: (line: string) => void;
}

/** Takes down a stack of the project around a folder; false where the user did not agree. */
export async function projectDestroy(request: ProjectDestroyRequest): Promise<boolean> {
  const { dir } = findProject(request.cwd);
  const workspace = await LocalWorkspace.create({ workDir: dir, pulumiCommand: await installedPulumi("destroy") });
  const name = await stackName(request, workspace);
  const stack = await existingStack(name, workspace);
  if (stack === undefined) throw new UserError(`There is no stack "${name}".`);
  const { deleteOthers, say } = request;
  return platformDestroy({ stack, deleteOthers, say, agree: (others) => request.agree(name, others) });
}
