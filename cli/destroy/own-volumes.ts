import { pause } from "../recover/pause";
import { isInMlCluster, resourcesOf, type ResourceRecord, type State } from "../recover/state";
import { ToolFailed, type ClusterAccess } from "../recover/tools";
import { UserError } from "../user-error";

/** A disk that goes with its claim. */
export interface OwnVolume {
  readonly name: string;
  /** `namespace/name` of the claim. */
  readonly claim: string;
}

/**
 * The disks that go with claims, once what others made is out of the way: a claim is gone as soon as no pod uses it, and
 * its disk only when it has left its machine. A driver that goes meanwhile leaves it behind. Claims may be gone already,
 * in a run before.
 */
export async function ownVolumes(cluster: ClusterAccess): Promise<OwnVolume[]> {
  const listed = await cluster.kubectl(["get", "persistentvolumes", "-o", "json"]);
  const { items } = JSON.parse(listed) as { items: Volume[] };
  return items.flatMap(({ metadata: { name }, spec: { persistentVolumeReclaimPolicy: policy, claimRef } }) =>
    policy === "Delete" && claimRef !== undefined ? [{ name, claim: `${claimRef.namespace}/${claimRef.name}` }] : [],
  );
}

interface Volume {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly persistentVolumeReclaimPolicy?: string;
    readonly claimRef?: { readonly namespace: string; readonly name: string };
  };
}

/** What is in the clusters of a stack, apart from the clusters' own parts: drivers are among those. */
export function workloadsIn(state: State): ResourceRecord[] {
  const resources = resourcesOf(state);
  const internal = new Set(resources.filter(isInternalProvider).map(({ urn, id }) => `${urn}::${id ?? ""}`));
  return resources.filter(
    ({ type, custom, external, provider = "" }) =>
      custom && external !== true && type.startsWith("kubernetes:") && !internal.has(provider),
  );
}

/** A provider that an MlCluster made for its own parts; that for workloads has the name of the MlCluster. */
const isInternalProvider = ({ urn, type, parent = "" }: ResourceRecord): boolean =>
  type === "pulumi:providers:kubernetes" &&
  isInMlCluster({ urn }) &&
  urn.split("::").at(-1) !== parent.split("::").at(-1);

/** Waits until disks are gone; throws for what still stands after the limit. */
export async function volumesGone(
  cluster: ClusterAccess,
  volumes: readonly OwnVolume[],
  say: (line: string) => void,
  limitSeconds = 600,
): Promise<void> {
  const deadline = Date.now() + limitSeconds * 1000;
  let standing = await stillStanding(cluster, volumes);
  if (standing.length > 0) say(`Waiting up to ${limitSeconds} s for the disks of deleted claims to go`);
  for (; standing.length > 0; standing = await stillStanding(cluster, standing)) {
    if (Date.now() >= deadline) throw notGone(standing, limitSeconds);
    await pause(Math.min(1000, deadline - Date.now()), "disks to be deleted");
  }
}

const notGone = (standing: readonly OwnVolume[], limitSeconds: number): UserError =>
  new UserError(
    [
      `These disks are not gone within ${limitSeconds} s:`,
      ...standing.map(({ name, claim }) => `  ${name}, of the claim ${claim}`),
      "What used them is deleted, and the cluster still stands. See with kubectl describe persistentvolume what keeps them,",
      "and run again once they are gone.",
    ].join("\n"),
  );

async function stillStanding(cluster: ClusterAccess, volumes: readonly OwnVolume[]): Promise<readonly OwnVolume[]> {
  const names = volumes.map(({ name }) => `persistentvolumes/${name}`);
  try {
    const listed = await cluster.kubectl(["get", ...names, "--ignore-not-found", "-o", "name"]);
    return volumes.filter(({ name }) => listed.split("\n").some((line) => line.endsWith(`/${name}`)));
  } catch (error) {
    if (error instanceof ToolFailed) return volumes; // a cluster may be out of reach for a moment
    throw error;
  }
}
