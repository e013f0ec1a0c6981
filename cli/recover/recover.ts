import type { Stack } from "@pulumi/pulumi/automation";
import { Clusters, type RevealInputs } from "./clusters";
import { throughLock } from "./lock";
import { hangingIn, RELEASE_TYPE, releaseName } from "./release";
import type { Repair } from "./repair";
import { settlePending, settleRelease, type Settlement } from "./settle";
import { exportState, importState, pendingIn, pulumi, resourcesOf, type ResourceRecord, type State } from "./state";
import type { Tools } from "./tools";

/** A stack whose last run may have been killed. */
export interface RecoverOptions {
  readonly stack: Stack;
  /** The inputs of planned providers: their credentials are newer than those in the state. @default the state's */
  readonly revealInputs?: RevealInputs;
  readonly tools?: Tools;
  /** Told of each repair when it is done. */
  readonly tell?: (repair: Repair) => void;
}

/**
 * Puts right what a killed run left: a lock whose owner is gone, operations that were cut off, Helm releases that hang.
 * It touches only what the stack's state names. It may itself be killed and run again.
 */
export async function recover(options: RecoverOptions): Promise<Repair[]> {
  const { stack, tools = {}, revealInputs, tell = () => undefined } = options;
  const repairs: Repair[] = [];
  const note = (repair: Repair) => {
    repairs.push(repair);
    tell(repair);
  };

  const found = await exportState(stack);
  const clusters = new Clusters(stack, tools, revealInputs);
  if (pendingIn(found).length === 0 && (await hangingReleases(found, clusters)).length === 0) return repairs;

  // What looks cut off may be under way: nothing is touched before the lock says that nobody is at work.
  await throughLock(stack, note, () => takeLock(stack, found));
  const state = await exportState(stack);
  const settled = await settleAll(state, clusters, note);
  if (pendingIn(state).length > 0) {
    await throughLock(stack, note, () => importState(stack, edited(state, settled)));
  }
  const stale = settled.filter(({ adopt, refresh }) => adopt !== undefined || refresh === true);
  if (stale.length > 0) await stack.refresh({ target: stale.map(({ urn }) => urn), color: "never" });
  return repairs;
}

/** The lightest command that takes the lock and changes nothing: the root of a stack is never protected. */
async function takeLock(stack: Stack, state: State): Promise<void> {
  const root = resourcesOf(state).find(({ type }) => type === "pulumi:pulumi:Stack");
  if (root === undefined) return;
  await pulumi(stack, ["state", root.protect === true ? "protect" : "unprotect", root.urn, "--yes"]);
}

interface Settled extends Settlement {
  readonly urn: string;
}

async function settleAll(state: State, clusters: Clusters, note: (repair: Repair) => void): Promise<Settled[]> {
  const settled: Settled[] = [];
  const add = (urn: string, settlement: Settlement) => {
    settled.push({ urn, ...settlement });
    if (settlement.repair !== undefined) note(settlement.repair);
  };
  // One after the other, and the last first: what was begun later may need what was begun before it.
  for (const operation of [...pendingIn(state)].reverse()) {
    add(operation.resource.urn, await settlePending(operation, { state, clusters }));
  }
  for (const release of await hangingReleases(state, clusters)) {
    add(release.urn, await settleRelease(release, { state, clusters }));
  }
  return settled;
}

/** Releases in the state that hang although nothing is pending: someone ran a plain `pulumi up` after the kill. */
async function hangingReleases(state: State, clusters: Clusters): Promise<ResourceRecord[]> {
  const releases = resourcesOf(state).filter(({ type }) => type === RELEASE_TYPE);
  const lists = new Map<string, Promise<string[]>>();
  const hanging = releases.map(async (release) => {
    const { namespace = "", name = "" } = releaseName(release) ?? {};
    const key = `${release.provider ?? ""} ${namespace}`;
    // Where helm or the cluster cannot be asked, the update itself will say so.
    const list =
      lists.get(key) ?? clusters.of(release).then((cluster) => hangingIn(cluster, namespace).catch(() => []));
    lists.set(key, list);
    return (await list).includes(name) ? [release] : [];
  });
  return (await Promise.all(hanging)).flat();
}

/** The state with what exists in it. Pending operations stay in: the engine takes them out, and says so. */
function edited(state: State, settled: readonly Settled[]): State {
  // In the order they were begun, so that nothing stands before what it depends on.
  const adopted = [...settled].reverse().flatMap(({ adopt }) => adopt ?? []);
  const kept = resourcesOf(state).flatMap((record) => {
    const successor = adopted.find(({ urn }) => urn === record.urn);
    if (successor === undefined || record.delete === true) return [record];
    // It was to replace this one, which is gone by now if it is the same object, and else is still to be deleted.
    return successor.id === record.id ? [] : [{ ...record, delete: true }];
  });
  return { ...state, deployment: { ...state.deployment, resources: [...kept, ...adopted] } };
}
