import type { OutputMap, Stack } from "@pulumi/pulumi/automation";
import { redact } from "../plan/redact";
import type { RevealInputs } from "../recover/clusters";
import { throughLock } from "../recover/lock";
import { recover } from "../recover/recover";
import type { Repair } from "../recover/repair";
import type { Tools } from "../recover/tools";
import { UserError } from "../user-error";
import { explainFailure } from "./explain-failure";
import { PAST, Progress } from "./progress";

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
  await recover({ stack, tools, revealInputs, tell });

  const progress = new Progress(say);
  try {
    const { outputs, summary } = await throughLock(stack, tell, () =>
      stack.up({ onEvent: progress.onEvent, color: "never" }),
    );
    say(summed(summary.resourceChanges ?? {}));
    return { repairs, outputs };
  } catch (error) {
    if (error instanceof UserError || progress.errors.length === 0) throw error;
    const said = await explainFailure(progress.failed, { stack, tools, revealInputs }).catch(inability);
    throw new UpFailed(redact([...new Set([...progress.errors, ...said])].join("\n"), secretTexts));
  }
}

/** The failure is to be told even when what lies behind it cannot be. */
const inability = (error: unknown): string[] => [
  `(no more is known: ${error instanceof Error ? error.message : String(error)})`,
];

function summed(changes: Readonly<Record<string, number | undefined>>): string {
  const { same = 0, read: _read, ...others } = changes;
  const parts = Object.entries(others).map(([op, count = 0]) => `${count} ${PAST[op] ?? op}`);
  return `Done: ${[...parts, `${same} unchanged`].join(", ")}`;
}
