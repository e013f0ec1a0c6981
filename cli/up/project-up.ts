import { LocalWorkspace, Stack } from "@pulumi/pulumi/automation";
import { planStack, type Plan } from "../plan/plan-program";
import type { Setting } from "../project/config";
import type { Project } from "../project/project";
import { chooseProject, stackOf, type ChosenProject } from "../project/project-stack";
import { fullKey } from "../project/stack-config";
import { existingStack } from "../stack/existing-stack";
import { installedPulumi } from "../stack/installed-pulumi";
import { stackName } from "../stack/stack-name";
import { configure } from "./configure";
import { platformUp, type Up } from "./platform-up";
import { previewUpdate, type Preview } from "./preview";

/** Which project to bring up, and how. */
export interface ProjectUpRequest {
  readonly cwd: string;
  /** Which program to run, where the project's config has a key `program`. */
  readonly program?: string;
  readonly stack?: string;
  /** Config to set on the stack, as `pulumi up --config` does. */
  readonly settings: readonly Setting[];
  /** Asked once the plan is good; false leaves everything as it is. */
  readonly agree: (plan: Plan, preview?: Preview) => Promise<boolean>;
  /** Whether to tell `agree` what would become of a stack that there is. It takes as long as `pulumi preview`. */
  readonly preview: boolean;
  readonly say: (line: string) => void;
}

/** Brings up the program of the project around a folder; `undefined` where the user did not agree. */
export async function projectUp(request: ProjectUpRequest): Promise<Up | undefined> {
  const chosen = chooseProject(request);
  const { project } = chosen;
  const workspace = await LocalWorkspace.create({ workDir: project.dir, pulumiCommand: await installedPulumi("up") });
  const name = await stackName(request, workspace);

  const existing = await existingStack(name, workspace);
  const plan = await planStack(stackOf(chosen, name, await decrypted(existing, project)));
  for (const warning of plan.warnings) request.say(`warning: ${warning}`);
  const plain = existing === undefined || !request.preview;
  const agreed = plain ? await request.agree(plan) : await agreedOnPreview(request, plan, existing, chosen);
  if (!agreed) return undefined;

  const stack = existing ?? (await Stack.create(name, workspace));
  if (plain) await configure(stack, project, chosen.settings);
  return platformUp({ stack, plan: () => Promise.resolve(plan), say: request.say });
}

/** The engine previews what the stack's file says, so that gets the new config, and loses it where the user does not agree. */
async function agreedOnPreview(
  { agree }: ProjectUpRequest,
  plan: Plan,
  stack: Stack,
  { project, settings }: ChosenProject,
): Promise<boolean> {
  const undo = await configure(stack, project, settings);
  let agreed = false;
  try {
    agreed = await agree(plan, await previewUpdate(stack));
    return agreed;
  } finally {
    if (!agreed) await undo();
  }
}

/** What is encrypted in the stack's file, in the open, so that the plan is of the real values. */
async function decrypted(stack: Stack | undefined, project: Project): Promise<Setting[]> {
  const config = Object.entries((await stack?.getAllConfig()) ?? {});
  return config
    .filter(([, { secret }]) => secret === true)
    .map(([key, { value }]) => [fullKey(project, key), value] as const);
}
