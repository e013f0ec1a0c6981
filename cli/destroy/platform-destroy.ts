import type { Stack } from "@pulumi/pulumi/automation";
import { throughLock } from "../recover/lock";
import { recover } from "../recover/recover";
import type { Repair } from "../recover/repair";
import { exportState } from "../recover/state";
import type { Tools } from "../recover/tools";
import { Progress, summed } from "../up/progress";
import { UserError } from "../user-error";
import { refuseProtected } from "./protection";
import { refuseOthers } from "./refuse-others";

/** What to take down. */
export interface DestroyOptions {
  readonly stack: Stack;
  /** Whether to delete Services, Ingresses and claims that others made in clusters of the stack, and that are in the way. */
  readonly deleteOthers: boolean;
  /** Where plain lines go. */
  readonly say: (line: string) => void;
  readonly tools?: Tools;
}

/** A destroy that failed, in words for the user. */
export class DestroyFailed extends UserError {
  override readonly name = "DestroyFailed";
}

/** Takes a stack down: refuses while everything still stands, then repairs what a killed run left, then deletes. */
export async function platformDestroy({ stack, deleteOthers, say, tools = {} }: DestroyOptions): Promise<void> {
  refuseProtected(stack.name, await exportState(stack));
  const tell = (repair: Repair) => {
    say(repair.text);
  };
  await recover({ stack, tools, tell });
  await refuseOthers({ stack, tools, deleteOthers, say });

  const progress = new Progress(say);
  try {
    const { summary } = await throughLock(stack, tell, () =>
      stack.destroy({ onEvent: progress.onEvent, color: "never" }),
    );
    say(summed(summary.resourceChanges ?? {}));
  } catch (error) {
    if (error instanceof UserError || progress.errors.length === 0) throw error;
    throw new DestroyFailed([...new Set(progress.errors)].join("\n"));
  }
}
