import type { OutputMap, Stack } from "@pulumi/pulumi/automation";
import type { PlanGraph } from "../../recorder/graph";
import type { Tools } from "../cluster/access";
import type { ClusterOptions, RevealInputs } from "../cluster/stack-clusters";
import { EngineEvents } from "../display/engine-events";
import { expectedOf } from "../display/expected";
import { messagesOf, type Display, type EventResource } from "../display/run-event";
import { whatToDo } from "../display/what-to-do";
import { recover } from "../recover/recover";
import type { Repair } from "../recover/recovery";
import { Redaction } from "../redaction";
import { withLock } from "../stack/lock";
import { revealState } from "../stack/state";
import { withTemporaryFiles } from "../stack/temporary-files";
import { withoutHistory } from "../stack/without-history";
import { Cancelled, UserError } from "../user-error";
import { explainFailure } from "./explain-failure";
import { refreshAutoscaled } from "./refresh-autoscaled";
import { unavailableModels } from "./updated-models";

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
    /** What is to be there in the end. */
    readonly graph?: PlanGraph;
  };
  readonly show: Display["show"];
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
export async function platformUp(given: UpOptions): Promise<Up> {
  const redaction = new Redaction(given.plan);
  const options = { ...given, stack: withoutHistory(given.stack), show: redaction.of(given.show) };
  return redaction.during(() => withTemporaryFiles(options.stack, () => update(options, redaction)));
}

async function update({ stack, show, tools, plan = {} }: UpOptions, { addState }: Redaction): Promise<Up> {
  const { revealInputs, graph } = plan;
  const clusters: ClusterOptions = { stack, tools, revealInputs };
  const print = messagesOf(show);
  const repairs: Repair[] = [];
  const report = (repair: Repair) => {
    repairs.push(repair);
    print(repair.text);
  };
  const fail = async (errors: readonly string[], failed: readonly EventResource[]): Promise<never> => {
    // The run may have generated secrets that its error repeats.
    await revealState(stack).then(addState, () => undefined);
    const reasons = await explainFailure(failed, clusters).catch(noExplanation);
    const advice = failed.length > 0 ? [whatToDo("up", errors)] : [];
    throw new UpFailed([...new Set([...errors, ...reasons, ...advice])].join("\n"));
  };

  const state = await recover({ ...clusters, report, print, onState: addState });
  await withLock(stack, report, () => refreshAutoscaled(stack, state, print));
  if (graph) show(expectedOf(graph.resources));
  const progress = new EngineEvents(show);
  const run = () => stack.up({ onEvent: progress.onEvent, color: "never" });
  const { outputs } = await withLock(stack, report, run).catch((error: unknown) => {
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
const noExplanation = (error: unknown): string[] =>
  error instanceof Cancelled
    ? []
    : [`(cannot explain this further: ${error instanceof Error ? error.message : String(error)})`];
