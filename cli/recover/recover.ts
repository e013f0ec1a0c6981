import { isDeepStrictEqual } from "node:util";
import type { Stack } from "@pulumi/pulumi/automation";
import { Clusters, type ClusterOptions } from "../cluster/stack-clusters";
import { withAttributes } from "../stack/empty-attributes";
import { withLock } from "../stack/lock";
import { pulumi } from "../stack/pulumi";
import {
  exportState,
  importState,
  label,
  pendingIn,
  resourcesOf,
  revealState,
  type ResourceRecord,
  type State,
} from "../stack/state";
import { UserError } from "../user-error";
import { awaitCreated } from "./cloud-resources";
import { recoverPending } from "./pending-operations";
import type { Recovery, RecoveryContext, Repair } from "./recovery";
import { findPendingReleases, recoverRelease } from "./releases";

/** A stack whose last run may have been killed. */
export interface RecoverOptions extends ClusterOptions {
  /** Called after each repair. */
  readonly report: (repair: Repair) => void;
  /** Prints waits and warnings. */
  readonly print: (line: string) => void;
  /** Called first, with the decrypted state, whose secrets must not be printed. */
  readonly onState?: (state: State) => void;
}

/**
 * Repairs what a killed run left: a stale lock, pending operations, and pending Helm releases. It changes only resources of
 * the stack's state. It may itself be killed and run again.
 *
 * @returns the state after that; it may be decrypted
 */
export async function recover(options: RecoverOptions): Promise<State> {
  const { stack, report, print, onState } = options;
  const unlocked = await withAttributes(stack.workspace, print, () => revealState(stack));
  onState?.(unlocked);
  const clusters = new Clusters(options, unlocked);
  const { releases, problems } = await findPendingReleases(unlocked, clusters);
  for (const problem of problems) print(`warning: cannot tell whether Helm releases are pending: ${problem}`);
  if (pendingIn(unlocked).length === 0 && releases.length === 0) return unlocked;

  // A pending operation may belong to a run that still works, so the lock is checked before anything changes.
  await withLock(stack, report, () => takeLock(stack, unlocked));
  const state = await exportState(stack);
  const recovered = await recoverAll({ state, clusters, appearsUntil: Date.now() + APPEARS_MS, print }, report);
  if (pendingIn(state).length > 0) {
    await withLock(stack, report, () => replaceState(stack, state, withAdopted(state, recovered)));
  }
  await refresh(stack, recovered);
  const asked = askedIn(recovered);
  if (asked.length > 0) for (const repair of await awaitCreated(stack, asked, print)) report(repair);
  return exportState(stack);
}

/** An orphaned provider may still download a chart before Helm has a record of the release. */
const APPEARS_MS = 30_000;

/** The cheapest command that takes the lock and changes nothing: the root of a stack is never protected. */
async function takeLock(stack: Stack, state: State): Promise<void> {
  const root = resourcesOf(state).find(({ type }) => type === "pulumi:pulumi:Stack");
  if (root === undefined) return;
  await pulumi(stack, ["state", root.protect === true ? "protect" : "unprotect", root.urn, "--yes"]);
}

interface Recovered extends Recovery {
  readonly urn: string;
}

async function recoverAll(context: RecoveryContext, report: (repair: Repair) => void): Promise<Recovered[]> {
  const recovered: Recovered[] = [];
  const add = (urn: string, recovery: Recovery) => {
    recovered.push({ urn, ...recovery });
    if (recovery.repair !== undefined) report(recovery.repair);
  };
  // One after another, last first: a later operation may depend on what an earlier one created.
  for (const operation of [...pendingIn(context.state)].reverse()) {
    add(operation.resource.urn, await recoverPending(operation, context));
  }
  for (const release of (await findPendingReleases(context.state, context.clusters)).releases) {
    add(release.urn, await recoverRelease(release, context));
  }
  return recovered;
}

/** The state with adopted resources. It keeps pending operations: the engine removes them on import and reports that. */
function withAdopted(state: State, recovered: readonly Recovered[]): State {
  // In the order in which the operations started, so that each resource stands after its dependencies.
  const adopted = [...recovered].reverse().flatMap(({ adopt }) => adopt ?? []);
  const kept = resourcesOf(state).flatMap((record) => {
    const replacement = adopted.find(({ urn }) => urn === record.urn);
    if (replacement === undefined || record.delete === true) return [record];
    // With the same id it is the same object; otherwise the replaced object must still be deleted.
    return replacement.id === record.id ? [] : [{ ...record, delete: true }];
  });
  return { ...state, deployment: { ...state.deployment, resources: [...kept, ...adopted] } };
}

/** Recovery takes minutes without the lock, so another run may have written a newer state, which must not be replaced. */
async function replaceState(stack: Stack, before: State, after: State): Promise<void> {
  if (!isDeepStrictEqual(await exportState(stack), before)) {
    throw new UserError(
      `Another run changed the state of stack "${stack.name}" during its repair, so the repaired state was not written. ` +
        "Wait until that run has ended, then run mlplatform up again.",
    );
  }
  await importState(stack, after);
}

const askedIn = (recovered: readonly Recovered[]): ResourceRecord[] =>
  recovered.flatMap(({ askProvider, adopt }) => (askProvider === true ? (adopt ?? []) : []));

async function refresh(stack: Stack, recovered: readonly Recovered[]): Promise<void> {
  const target = recovered
    .filter(({ adopt, refresh }) => adopt !== undefined || refresh === true)
    .map(({ urn }) => urn);
  if (target.length === 0) return;
  try {
    await stack.refresh({ target, color: "never" });
  } catch (error) {
    const asked = askedIn(recovered);
    if (asked.length === 0) throw error;
    // The state contains these resources now, although they may not exist.
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `The run was interrupted while it created ${asked.map(label).join(", ")}, and a refresh could not check ` +
        `whether they exist: ${reason}\nFix this and run pulumi refresh before anything else.`,
    );
  }
}
