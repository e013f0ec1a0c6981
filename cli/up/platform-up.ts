import type { OutputMap, Stack } from "@pulumi/pulumi/automation";
import { redact } from "../../recorder/secrets";
import type { RevealInputs } from "../recover/clusters";
import { throughLock } from "../recover/lock";
import { recover } from "../recover/recover";
import type { Repair } from "../recover/repair";
import type { Tools } from "../recover/tools";
import { UserError } from "../user-error";
import { explainFailure } from "./explain-failure";
import { Progress, summed, type SeenResource } from "./progress";
import { refreshScaled } from "./refresh-scaled";
import { unservedModels } from "./unserved-models";

/** What a plan tells about a program that may run. */
export interface Planned {
  /** The inputs of planned providers. */
  readonly revealInputs?: RevealInputs;
  /** Secrets that must not be shown. */
  readonly secretTexts?: ReadonlySet<string>;
}

/** What to bring up. */
export interface UpOptions {
  /** The stack; its workspace knows the program. */
  readonly stack: Stack;
  /** Plans the program, and throws what is wrong with it: nothing has been touched by then. */
  readonly plan: () => Promise<Planned>;
  /** Where plain lines go. */
  readonly say: (line: string) => void;
  readonly tools?: Tools;
}

/** What came of it. */
export interface Up {
  readonly repairs: readonly Repair[];
  readonly outputs: OutputMap;
}

/** An update that failed, in words for the user. */
export class UpFailed extends UserError {
  override readonly name = "UpFailed";
}

/** Brings a stack up: refuses first, then repairs what a killed run left, then goes on. */
export async function platformUp(options: UpOptions): Promise<Up> {
  const { stack, tools } = options;
  const { revealInputs, secretTexts = [] } = await options.plan();
  const say = (line: string) => options.say(redact(line, secretTexts));

  const repairs: Repair[] = [];
  const tell = (repair: Repair) => {
    repairs.push(repair);
    say(repair.text);
  };
  await recover({ stack, tools, revealInputs, tell, say });
  await throughLock(stack, tell, () => refreshScaled(stack, say));

  const progress = new Progress(say);
  const failure = async (errors: readonly string[], failed: readonly SeenResource[]) => {
    const said = await explainFailure(failed, { stack, tools, revealInputs }).catch(inability);
    return new UpFailed(redact([...new Set([...errors, ...said])].join("\n"), secretTexts));
  };
  let done;
  try {
    done = await throughLock(stack, tell, () => stack.up({ onEvent: progress.onEvent, color: "never" }));
  } catch (error) {
    if (error instanceof UserError || progress.errors.length === 0) throw error;
    throw await failure(progress.errors, progress.failed);
  }
  const unserved = await unservedModels(progress.updated, { stack, tools, revealInputs, say });
  if (unserved.length > 0) {
    throw await failure(
      unserved.map(({ text }) => text),
      unserved,
    );
  }
  say(summed(done.summary.resourceChanges ?? {}));
  return { repairs, outputs: done.outputs };
}

/** The failure is to be told even when what lies behind it cannot be. */
const inability = (error: unknown): string[] => [
  `(no more is known: ${error instanceof Error ? error.message : String(error)})`,
];
