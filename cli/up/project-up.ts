import { Stack } from "@pulumi/pulumi/automation";
import { messagesOf, type Display } from "../display/run-event";
import type { Interruption } from "../interruption";
import { planStack, type Plan } from "../plan/plan-program";
import type { Setting } from "../project/config";
import { refusePlaceholders } from "../project/placeholders";
import { chooseProject, stackOf, type ProjectStack } from "../project/project-stack";
import { Redaction } from "../redaction";
import { secretSettings, setConfig } from "../stack/config";
import { withAttributes } from "../stack/empty-attributes";
import { selectStack } from "../stack/select-stack";
import { exportState, type State } from "../stack/state";
import { UserError } from "../user-error";
import { refuseFixedValues } from "./fixed-values";
import { previewUpdate, type Preview } from "./preview";
import { platformUp, type Up } from "./up";
import { refuseVersionMoves } from "./version-moves";

/** Which stack to update, and how. */
export interface ProjectUpRequest {
  /** Folder where the search for the project starts. */
  readonly cwd: string;
  /** Which program to run, if the project's config has a key `program`. */
  readonly program?: string;
  readonly stack?: string;
  /** Config to set on the stack, as `pulumi up --config` does. */
  readonly settings: readonly Setting[];
  /** Called when the plan has no errors; false means that nothing may change. */
  readonly confirm: (plan: Plan, preview?: Preview) => Promise<boolean>;
  /** Whether `confirm` gets a preview of an existing stack. It takes as long as `pulumi preview`. */
  readonly preview: boolean;
  readonly show: Display["show"];
  readonly interruption: Interruption;
}

/** Updates the stack of a project; `undefined` if the user did not confirm. */
export async function projectUp(request: ProjectUpRequest): Promise<Up | undefined> {
  const { confirm, show } = request;
  const print = messagesOf(show);
  const chosen = chooseProject(request);
  const { project, settings } = chosen;
  const { name, workspace, existing } = await selectStack("up", project.dir, { ...request, print });
  const decrypted = existing === undefined ? [] : await secretSettings(existing, project);
  const target = stackOf(chosen, name, decrypted);
  if (existing === undefined) refuseMisspelt(target);
  refusePlaceholders(target);
  const plan = await planStack(target);
  for (const text of plan.warnings) show({ kind: "warning", text });
  if (existing !== undefined) {
    let state: Promise<State> | undefined;
    const readState = () => (state ??= withAttributes(workspace, print, () => exportState(existing)));
    await refuseFixedValues(plan.graph, readState);
    await refuseVersionMoves(plan.graph, readState);
  }

  const asksFirst = existing === undefined || !request.preview;
  if (asksFirst && !(await confirm(plan))) return undefined;
  const stack = existing ?? (await Stack.create(name, workspace));
  // The preview reads the stack's config, so the config is set before the user confirms.
  const undo = await setConfig(stack, project, settings);
  let done: Up | undefined;
  try {
    const isConfirmed =
      asksFirst || (await confirm(plan, await new Redaction(plan).during(() => previewUpdate(stack))));
    if (isConfirmed) done = await platformUp({ stack, plan, show });
  } finally {
    if (done === undefined) undo();
  }
  return done;
}

/** A new stack without a file, where others have one, would be brought up with the defaults of the program. */
function refuseMisspelt({ stack, missingFile }: ProjectStack): void {
  if (missingFile?.isMisspelt !== true) return;
  const advice = `If you mean a new one, make it first: pulumi stack init ${stack}`;
  throw new UserError(`There is no stack "${stack}". ${missingFile.message}\n${advice}`);
}
