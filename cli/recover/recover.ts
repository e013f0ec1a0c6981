import { isDeepStrictEqual } from "node:util";
import type { Stack } from "@pulumi/pulumi/automation";
import { UserError } from "../user-error";
import { askProvider } from "./ask-provider";
import { Clusters, type RevealInputs } from "./clusters";
import { hangingReleases } from "./hanging";
import { throughLock } from "./lock";
import type { Repair } from "./repair";
import { settlePending, settleRelease, type Settlement, type Surroundings } from "./settle";
import {
  exportState,
  importState,
  pendingIn,
  pulumi,
  resourcesOf,
  shown,
  type ResourceRecord,
  type State,
} from "./state";
import type { Tools } from "./tools";

/** A stack whose last run may have been killed. */
export interface RecoverOptions {
  readonly stack: Stack;
  /** The inputs of planned providers: their credentials are newer than those in the state. @default the state's */
  readonly revealInputs?: RevealInputs;
  readonly tools?: Tools;
  /** Told of each repair when it is done. */
  readonly tell?: (repair: Repair) => void;
  /** Told what else there is to know: what is waited for, what could not be looked at. */
  readonly say?: (line: string) => void;
}

/**
 * Puts right what a killed run left: a lock whose owner is gone, operations that were cut off, Helm releases that hang.
 * It touches only what the stack's state names. It may itself be killed and run again.
 */
export async function recover(options: RecoverOptions): Promise<Repair[]> {
  const { stack, tools = {}, revealInputs, tell = () => undefined, say = () => undefined } = options;
  const repairs: Repair[] = [];
  const note = (repair: Repair) => {
    repairs.push(repair);
    tell(repair);
  };

  const found = await exportState(stack);
  const clusters = new Clusters(stack, tools, revealInputs);
  const { hanging, unseen } = await hangingReleases(found, clusters);
  for (const reason of unseen) say(`warning: cannot tell whether Helm releases hang: ${reason}`);
  if (pendingIn(found).length === 0 && hanging.length === 0) return repairs;

  // What looks cut off may be under way: nothing is touched before the lock says that nobody is at work.
  await throughLock(stack, note, () => takeLock(stack, found));
  const state = await exportState(stack);
  const settled = await settleAll({ state, clusters, unseenUntil: Date.now() + UNSEEN_MS, say }, note);
  if (pendingIn(state).length > 0) {
    await throughLock(stack, note, () => replaceState(stack, state, edited(state, settled)));
  }
  const stale = settled.filter(({ adopt, refresh }) => adopt !== undefined || refresh === true);
  const asked = settled.flatMap(({ ask, adopt }) => (ask === true ? (adopt ?? []) : []));
  if (stale.length > 0) {
    const refresh = stack.refresh({ target: stale.map(({ urn }) => urn), color: "never" });
    await (asked.length > 0 ? refresh.catch((error: unknown) => notAsked(asked, error)) : refresh);
  }
  if (asked.length > 0) for (const repair of await askProvider(stack, asked, say)) note(repair);
  return repairs;
}

/** The state has them now, and nobody knows whether they are there. */
function notAsked(asked: readonly ResourceRecord[], error: unknown): never {
  const why = error instanceof Error ? error.message : String(error);
  throw new UserError(
    `The run was cut off while it created ${asked.map(shown).join(", ")}, and their provider could not be asked whether ` +
      `they are there: ${why}\nRun pulumi refresh once that works, before anything else.`,
  );
}

/** A surviving provider may still fetch a chart before Helm makes a record of it. */
const UNSEEN_MS = 30_000;

/** The lightest command that takes the lock and changes nothing: the root of a stack is never protected. */
async function takeLock(stack: Stack, state: State): Promise<void> {
  const root = resourcesOf(state).find(({ type }) => type === "pulumi:pulumi:Stack");
  if (root === undefined) return;
  await pulumi(stack, ["state", root.protect === true ? "protect" : "unprotect", root.urn, "--yes"]);
}

/** Settling takes minutes and holds no lock, so somebody may have run an update meanwhile: what it wrote is newer. */
async function replaceState(stack: Stack, before: State, after: State): Promise<void> {
  if (!isDeepStrictEqual(await exportState(stack), before)) {
    throw new UserError(
      `Another run changed the state of stack "${stack.name}" while it was being repaired, so the repaired one was not ` +
        "written. Wait until that run has ended, then run mlplatform up again.",
    );
  }
  await importState(stack, after);
}

interface Settled extends Settlement {
  readonly urn: string;
}

async function settleAll(where: Surroundings, note: (repair: Repair) => void): Promise<Settled[]> {
  const settled: Settled[] = [];
  const add = (urn: string, settlement: Settlement) => {
    settled.push({ urn, ...settlement });
    if (settlement.repair !== undefined) note(settlement.repair);
  };
  // One after the other, and the last first: what was begun later may need what was begun before it.
  for (const operation of [...pendingIn(where.state)].reverse()) {
    add(operation.resource.urn, await settlePending(operation, where));
  }
  for (const release of (await hangingReleases(where.state, where.clusters)).hanging) {
    add(release.urn, await settleRelease(release, where));
  }
  return settled;
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
