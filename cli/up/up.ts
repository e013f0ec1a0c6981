import { Stack, type OutputMap } from "@pulumi/pulumi/automation";
import { redactor } from "../../recorder/secrets";
import type { Tools } from "../cluster/access";
import type { ClusterOptions, RevealInputs } from "../cluster/stack-clusters";
import { planStack, type Plan } from "../plan/plan-program";
import type { Setting } from "../project/config";
import { chooseProject, stackOf } from "../project/project-stack";
import { recover } from "../recover/recover";
import type { Repair } from "../recover/recovery";
import { secretSettings, setConfig } from "../stack/config";
import { withAttributes } from "../stack/empty-attributes";
import { withLock } from "../stack/lock";
import { Progress, type EventResource } from "../stack/progress";
import { selectStack } from "../stack/select-stack";
import { exportState } from "../stack/state";
import { UserError } from "../user-error";
import { explainFailure } from "./explain-failure";
import { refuseFixedValues } from "./fixed-values";
import { previewUpdate, type Preview } from "./preview";
import { refreshAutoscaled } from "./refresh-autoscaled";
import { unavailableModels } from "./updated-models";

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
  readonly print: (line: string) => void;
}

/** Updates the stack of a project; `undefined` if the user did not confirm. */
export async function projectUp(request: ProjectUpRequest): Promise<Up | undefined> {
  const { confirm, print } = request;
  const chosen = chooseProject(request);
  const { project, settings } = chosen;
  const { name, workspace, existing } = await selectStack("up", project.dir, request);
  const decrypted = existing === undefined ? [] : await secretSettings(existing, project);
  const plan = await planStack(stackOf(chosen, name, decrypted));
  for (const warning of plan.warnings) print(`warning: ${warning}`);
  if (existing !== undefined) {
    await refuseFixedValues(plan.graph, () => withAttributes(workspace, print, () => exportState(existing)));
  }

  const asksFirst = existing === undefined || !request.preview;
  if (asksFirst && !(await confirm(plan))) return undefined;
  const stack = existing ?? (await Stack.create(name, workspace));
  // The preview reads the stack's config, so the config is set before the user confirms.
  const undo = await setConfig(stack, project, settings);
  let done: Up | undefined;
  try {
    const isConfirmed = asksFirst || (await confirm(plan, await previewUpdate(stack)));
    if (isConfirmed) done = await platformUp({ stack, plan, print });
  } finally {
    if (done === undefined) undo();
  }
  return done;
}

/** A stack whose program has been planned. */
export interface UpOptions {
  /** The stack. Its workspace knows the program. */
  readonly stack: Stack;
  /** @default the program was not planned */
  readonly plan?: {
    /** The inputs of planned providers. */
    readonly revealInputs?: RevealInputs;
    /** Secrets that must not be printed. */
    readonly secretTexts?: ReadonlySet<string>;
  };
  readonly print: (line: string) => void;
  readonly tools?: Tools;
}

/** The result of an update. */
export interface Up {
  readonly repairs: readonly Repair[];
  readonly outputs: OutputMap;
}

/** An update that failed. The message explains it to the user. */
export class UpFailed extends UserError {
  override readonly name = "UpFailed";
}

/** Updates a stack: repairs what a killed run left, runs the update, and waits until updated models serve. */
export async function platformUp({ stack, tools, plan = {}, ...options }: UpOptions): Promise<Up> {
  const { revealInputs, secretTexts = [] } = plan;
  const clusters: ClusterOptions = { stack, tools, revealInputs };
  const redact = redactor(secretTexts);
  const print = (line: string) => options.print(redact(line));
  const repairs: Repair[] = [];
  const report = (repair: Repair) => {
    repairs.push(repair);
    print(repair.text);
  };
  const fail = async (errors: readonly string[], failed: readonly EventResource[]): Promise<never> => {
    const reasons = await explainFailure(failed, clusters).catch(noExplanation);
    throw new UpFailed(redact([...new Set([...errors, ...reasons])].join("\n")));
  };

  await recover({ ...clusters, report, print });
  await withLock(stack, report, () => refreshAutoscaled(stack, print));
  const progress = new Progress(print);
  const update = () => stack.up({ onEvent: progress.onEvent, color: "never" });
  const { outputs } = await withLock(stack, report, update).catch((error: unknown) => {
    if (progress.explains(error)) return fail(progress.errors, progress.failed);
    throw error;
  });
  const unavailable = await unavailableModels(progress.updated, { ...clusters, print });
  const errors = unavailable.map(({ text }) => text);
  if (errors.length > 0) await fail(errors, unavailable);
  print(progress.summary());
  return { repairs, outputs };
}

/** If the cluster cannot be read, the failure itself must still be reported. */
const noExplanation = (error: unknown): string[] => [
  `(cannot explain this further: ${error instanceof Error ? error.message : String(error)})`,
];
