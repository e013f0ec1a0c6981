import { UserError } from "../user-error";
import { cloudId, isOnlyInState } from "./cloud-id";
import type { Clusters } from "./clusters";
import { isOurs, liveObject } from "./live-object";
import * as release from "./release";
import type { Repair } from "./repair";
import { settledHistory } from "./settled-history";
import { resourcesOf, shown, type PendingOperation, type ResourceRecord, type State } from "./state";
import { settledLook } from "./survivors";

/** What becomes of something that was cut off. */
export interface Settlement {
  /** Absent where there is nothing to tell: the engine simply does it again. */
  readonly repair?: Repair;
  /** The resource as the state is to have it from now on, where it exists and the state does not know it. */
  readonly adopt?: ResourceRecord;
  /** True where only the resource's provider can tell whether it exists, as a refresh asks it. */
  readonly ask?: boolean;
  /** True where the state no longer fits what is there. */
  readonly refresh?: boolean;
}

/** Where to look. */
export interface Surroundings {
  readonly state: State;
  readonly clusters: Clusters;
  /** Until when what a surviving provider was asked for may first be seen. */
  readonly unseenUntil: number;
  /** Told of waits. */
  readonly say: (line: string) => void;
}

/** Settles an operation that was under way when the engine was killed. */
export async function settlePending({ type, resource }: PendingOperation, where: Surroundings): Promise<Settlement> {
  if (!resource.custom || resource.type.startsWith("pulumi:")) return {};
  if (type === "updating" && resource.type === release.RELEASE_TYPE) return settleRelease(resource, where);
  if (type !== "creating") return {};
  if (!resource.type.startsWith("kubernetes:")) return settleNewInCloud(resource);
  // A patch changes an object of somebody else, and applying it twice is the same as once.
  if (resource.type.endsWith("Patch")) return {};
  return resource.type === release.RELEASE_TYPE ? settleNewRelease(resource, where) : settleNewObject(resource, where);
}

/** Throws where nobody can tell: going on would lose the only trace of it. */
function settleNewInCloud(resource: ResourceRecord): Settlement {
  if (isOnlyInState(resource)) return {};
  const id = cloudId(resource);
  if (id === undefined) throw unknownTo(resource);
  return { adopt: { ...resource, id, outputs: resource.inputs ?? {} }, ask: true };
}

async function settleNewObject(resource: ResourceRecord, where: Surroundings): Promise<Settlement> {
  const { state, clusters, unseenUntil, say } = where;
  const cluster = await clusters.of(resource);
  const live = await settledLook({
    look: () => liveObject(cluster, resource.inputs ?? {}),
    unsettledUntil: (seen) => (seen === undefined ? unseenUntil : undefined),
    name: shown(resource),
    say,
  });
  if (live === undefined) return { repair: cleared(resource, "was not created") };
  if (!isOurs(live, resource, providerCreated(resource, state))) {
    return { repair: cleared(resource, "exists, but is not of this stack") };
  }
  const { namespace, name } = live.metadata;
  const id = namespace === undefined ? name : `${namespace}/${name}`;
  const text = `adopted ${shown(resource)}: it was created, and the state did not know`;
  return { repair: { kind: "adopted", urn: resource.urn, text }, adopt: adopted(resource, id) };
}

async function settleNewRelease(resource: ResourceRecord, where: Surroundings): Promise<Settlement> {
  const { state, clusters, unseenUntil } = where;
  const name = release.releaseName(resource);
  if (name === undefined) return { repair: cleared(resource, "has no known name") };
  const cluster = await clusters.of(resource);
  const history = await settledHistory(cluster, name, { resource, ...where }, unseenUntil);
  const [first, latest] = [history[0], history.at(-1)];
  if (first === undefined || latest === undefined) return { repair: cleared(resource, "was not installed") };
  const since = providerCreated(resource, state);
  if (
    !release.isOfChart(latest, resource) ||
    (since !== undefined && Date.parse(first.updated) < Date.parse(since) - 60_000)
  ) {
    return { repair: cleared(resource, "exists, but is not of this stack") };
  }
  if (latest.status === "deployed") {
    const text = `adopted Helm release ${name.namespace}/${name.name}: it was installed, and the state did not know`;
    const id = `${name.namespace}/${name.name}`;
    return { repair: { kind: "adopted", urn: resource.urn, text }, adopt: adopted(resource, id) };
  }
  await release.uninstall(cluster, name);
  return { repair: uninstalled(resource, name, latest) };
}

/** Settles a release that the state knows: one that hangs is rolled back, or uninstalled if it never was whole. */
export async function settleRelease(resource: ResourceRecord, where: Surroundings): Promise<Settlement> {
  const name = release.releaseName(resource);
  if (name === undefined) return {};
  const cluster = await where.clusters.of(resource);
  const history = await settledHistory(cluster, name, { resource, ...where });
  const latest = history.at(-1);
  if (latest === undefined || !release.hangs(latest)) return {};
  const whole = release.lastWhole(history);
  if (whole === undefined) {
    await release.uninstall(cluster, name);
    return { repair: uninstalled(resource, name, latest), refresh: true };
  }
  const rolledBack = await release.rollBack(cluster, name, whole.revision);
  const fate = `it hung in ${latest.status}`;
  const text = rolledBack
    ? `rolled Helm release ${name.namespace}/${name.name} back to revision ${whole.revision}: ${fate}`
    : `ended what was under way with Helm release ${name.namespace}/${name.name}, for the update to repeat: ${fate}`;
  return { repair: { kind: "rolled-back", urn: resource.urn, text }, refresh: !rolledBack };
}

/**
 * The inputs for outputs, and once more where the provider keeps the last ones (kubernetes provider 4.32, `checkpointObject`,
 * `checkpointRelease`): enough for a refresh to read the rest, and to mark what is secret.
 */
function adopted(resource: ResourceRecord, id: string): ResourceRecord {
  const { inputs = {} } = resource;
  return { ...resource, id, outputs: { ...inputs, __inputs: inputs } };
}

const cleared = (resource: ResourceRecord, fate: string): Repair => ({
  kind: "cleared",
  urn: resource.urn,
  text: `forgot the creation of ${shown(resource)} that was cut off: it ${fate}`,
});

const uninstalled = (
  { urn }: ResourceRecord,
  { namespace, name }: release.ReleaseName,
  { status }: release.Revision,
): Repair => ({
  kind: "uninstalled",
  urn,
  text: `uninstalled Helm release ${namespace}/${name}: it hung in ${status}`,
});

const unknownTo = (resource: ResourceRecord): UserError =>
  new UserError(
    `Cannot tell whether ${shown(resource)} (${resource.type}) was created before the last run was cut off. ` +
      "Look for it at its provider: if it is there, delete it, or import it with pulumi import. " +
      "Then run pulumi refresh --clear-pending-creates, and run again.",
  );

function providerCreated({ provider = "" }: ResourceRecord, state: State): string | undefined {
  return resourcesOf(state).find(({ urn, id }) => provider === `${urn}::${id ?? ""}`)?.created;
}
