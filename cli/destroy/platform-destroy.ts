import type { OpMap, Stack } from "@pulumi/pulumi/automation";
import { throughLock } from "../recover/lock";
import { recover } from "../recover/recover";
import type { Repair } from "../recover/repair";
import { exportState, pendingIn } from "../recover/state";
import type { Tools } from "../recover/tools";
import { Progress, summed } from "../up/progress";
import { UserError } from "../user-error";
import { shownOther } from "./others";
import { ownVolumes, volumesGone, workloadsIn } from "./own-volumes";
import { refuseProtected } from "./protection";
import { clearTheWay, refuseOthers } from "./refuse-others";
import { lookIntoClusters } from "./stack-clusters";

/** What to take down. */
export interface DestroyOptions {
  readonly stack: Stack;
  /** Whether to delete Services, Ingresses, Gateways and claims that others made in clusters of the stack, and that are in the way. */
  readonly deleteOthers: boolean;
  /** Where plain lines go. */
  readonly say: (line: string) => void;
  /** Asked before anything is touched, with what would go besides the stack; false leaves everything as it is. @default yes */
  readonly agree?: (others: readonly string[]) => Promise<boolean>;
  readonly tools?: Tools;
}

/** A destroy that failed, in words for the user. */
export class DestroyFailed extends UserError {
  override readonly name = "DestroyFailed";
}

/**
 * Takes a stack down: refuses while everything still stands, then repairs what a killed run left, then deletes. False
 * where the user did not agree.
 */
export async function platformDestroy(options: DestroyOptions): Promise<boolean> {
  const { stack, deleteOthers, say, agree = () => Promise.resolve(true), tools = {} } = options;
  const where = { stack, tools, deleteOthers, say };
  const state = await exportState(stack);
  refuseProtected(stack.name, state);
  // What was made while a run was killed is the stack's own, and known to be so only once that is repaired.
  const others = pendingIn(state).length > 0 ? [] : (await refuseOthers(where)).flatMap(({ found }) => found);
  if (!(await agree(others.map(shownOther)))) return false;

  const tell = (repair: Repair) => {
    say(repair.text);
  };
  await recover({ stack, tools, tell, say });
  await clearTheWay(where); // there may be more by now

  const progress = new Progress(say);
  const changes: OpMap[] = [];
  const destroy = async (target?: string[]) => {
    const only = target === undefined ? {} : { target, targetDependents: true };
    const { summary } = await throughLock(stack, tell, () =>
      stack.destroy({ onEvent: progress.onEvent, color: "never", ...only }),
    );
    changes.push(summary.resourceChanges ?? {});
  };
  try {
    await destroyWorkloadsFirst(where, destroy);
    await destroy();
  } catch (error) {
    if (error instanceof UserError || progress.errors.length === 0) throw error;
    throw new DestroyFailed([...new Set(progress.errors)].join("\n"));
  }
  say(summed(total(changes)));
  return true;
}

/** Where disks go with workloads, the drivers that delete them have to wait for that. */
async function destroyWorkloadsFirst(
  where: Pick<DestroyOptions, "stack" | "say"> & { readonly tools: Tools },
  destroy: (target: string[]) => Promise<void>,
): Promise<void> {
  const withVolumes = (await lookIntoClusters(where, ownVolumes)).filter(({ found }) => found.length > 0);
  if (withVolumes.length === 0) return;
  const workloads = workloadsIn(await exportState(where.stack)).map(({ urn }) => urn);
  if (workloads.length > 0) await destroy(workloads); // without a target everything would go
  for (const { cluster, found } of withVolumes) await volumesGone(cluster, found, where.say);
}

/** What several runs did in all; what one left unchanged, another deleted. */
const total = (changes: readonly OpMap[]): OpMap => {
  const sum: Record<string, number> = {};
  for (const [op, count] of changes.flatMap((one) => Object.entries(one))) {
    if (op !== "same") sum[op] = (sum[op] ?? 0) + count;
  }
  return sum;
};
