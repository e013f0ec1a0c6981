import type { Clusters } from "../cluster/stack-clusters";
import { label, RELEASE_TYPE, resourcesOf, type ResourceRecord, type State, type StateValue } from "../stack/state";

/** One thing that was repaired. */
export interface Repair {
  readonly kind: "lock" | "adopted" | "cleared" | "uninstalled" | "rolled-back";
  /** The resource; absent for the stack's lock. */
  readonly urn?: string;
  /** One line for the user. */
  readonly text: string;
}

/** What to do about a resource whose operation was interrupted. */
export interface Recovery {
  /** Absent if there is nothing to report: the engine simply repeats the operation. */
  readonly repair?: Repair;
  /** The resource to add to the state, because it exists and the state does not contain it. */
  readonly adopt?: ResourceRecord;
  /** True if only a refresh can tell whether the adopted resource exists. */
  readonly askProvider?: boolean;
  /** True if the state must be refreshed. */
  readonly refresh?: boolean;
}

/** What a recovery needs. */
export interface RecoveryContext {
  readonly state: State;
  readonly clusters: Clusters;
  /** Until when an orphaned provider may still create what does not exist yet, in milliseconds since 1970. */
  readonly appearsUntil: number;
  readonly print: (line: string) => void;
}

/** When the provider of a resource was created. */
export function providerCreated({ provider = "" }: ResourceRecord, state: State): string | undefined {
  return resourcesOf(state).find(({ urn, id }) => provider === `${urn}::${id ?? ""}`)?.created;
}

/** The clocks of two computers may differ by this much; with more, logging in to the cluster fails anyway. */
const CLOCK_SKEW_MS = 60_000;

/** Whether something was created before the stack had its provider, so that it is not what the stack was creating. */
export const isOlder = (created: string, providerCreated: string | undefined): boolean =>
  providerCreated !== undefined && Date.parse(created) < Date.parse(providerCreated) - CLOCK_SKEW_MS;

/**
 * Adds a resource to the state. Its inputs stand for its outputs, and again as the last inputs in the form in which the
 * provider keeps them (kubernetes provider 4.32, `checkpointObject`, `checkpointRelease`). A refresh then reads the rest and
 * marks secrets.
 */
export function adopted(
  resource: ResourceRecord,
  id: string,
  name: string,
  lastInputs: StateValue = resource.inputs ?? {},
): Recovery {
  const { urn, type, inputs = {} } = resource;
  const verb = type === RELEASE_TYPE ? "installed" : "created";
  return {
    repair: { kind: "adopted", urn, text: `adopted ${name}: it was ${verb}, but was not in the state` },
    adopt: { ...resource, id, outputs: { ...inputs, __inputs: lastInputs } },
  };
}

/** Removes a pending creation from the state. */
export const cleared = (resource: ResourceRecord, reason: string): Repair => ({
  kind: "cleared",
  urn: resource.urn,
  text: `cleared the pending creation of ${label(resource)}: ${reason}`,
});
