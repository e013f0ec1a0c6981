import { ToolFailed, type ClusterAccess } from "../cluster/access";
import { poll } from "../cluster/poll";
import { isInMlCluster, resourcesOf, type ResourceRecord, type State } from "../stack/state";
import { UserError } from "../user-error";

/** A persistent volume whose disk is deleted with its claim. */
export interface ClaimedVolume {
  readonly name: string;
  /** `namespace/name` of the claim. */
  readonly claim: string;
}

/**
 * The volumes whose disks are deleted with their claims. A claim is deleted when no pod uses it, but its disk only when it
 * is detached from its node; if the storage driver is deleted earlier, the disk is left behind. After an interrupted run the
 * claims may already be deleted.
 */
export async function claimedVolumes(
  cluster: ClusterAccess,
  isDeleted = (policy: string): boolean => policy === "Delete",
): Promise<ClaimedVolume[]> {
  const listed = await cluster.kubectl(["get", "persistentvolumes", "-o", "json"]);
  const { items } = JSON.parse(listed) as { items: PersistentVolume[] };
  return items.flatMap(({ metadata: { name }, spec: { persistentVolumeReclaimPolicy: policy = "", claimRef } }) =>
    isDeleted(policy) && claimRef !== undefined ? [{ name, claim: `${claimRef.namespace}/${claimRef.name}` }] : [],
  );
}

interface PersistentVolume {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly persistentVolumeReclaimPolicy?: string;
    readonly claimRef?: { readonly namespace: string; readonly name: string };
  };
}

/** The resources in the stack's clusters, without the clusters' own parts, which include storage drivers. */
export function workloadsIn(state: State): ResourceRecord[] {
  const resources = resourcesOf(state);
  const internal = new Set(resources.filter(isInternalProvider).map(({ urn, id }) => `${urn}::${id ?? ""}`));
  return resources.filter(
    ({ type, custom, external, provider = "" }) =>
      custom && external !== true && type.startsWith("kubernetes:") && !internal.has(provider),
  );
}

/** A provider that an MlCluster created for its own parts. Its provider for workloads has the name of the MlCluster. */
const isInternalProvider = ({ urn, type, parent = "" }: ResourceRecord): boolean =>
  type === "pulumi:providers:kubernetes" &&
  isInMlCluster({ urn }) &&
  urn.split("::").at(-1) !== parent.split("::").at(-1);

/** Waits until volumes are deleted; throws if some still exist after the time limit. */
export async function awaitDeleted(
  cluster: ClusterAccess,
  volumes: readonly ClaimedVolume[],
  print: (line: string) => void,
  limitSeconds = 600,
): Promise<void> {
  let remaining = volumes;
  await poll({
    read: async () => (remaining = await existing(cluster, remaining)),
    isDone: ({ length }) => length === 0,
    waitingFor: "disks to be deleted",
    limitSeconds,
    onWait: () => {
      print(`Waiting up to ${limitSeconds} s for the disks of deleted claims to be deleted`);
    },
  });
  if (remaining.length === 0) return;
  throw new UserError(
    [
      `These disks still exist after ${limitSeconds} s:`,
      ...remaining.map(({ name, claim }) => `  ${name}, of the claim ${claim}`),
      "The workloads that used them are deleted; the cluster is not. Find the reason with kubectl describe persistentvolume,",
      "and run again when the disks are deleted.",
    ].join("\n"),
  );
}

async function existing(cluster: ClusterAccess, volumes: readonly ClaimedVolume[]): Promise<readonly ClaimedVolume[]> {
  const names = volumes.map(({ name }) => `persistentvolumes/${name}`);
  try {
    const listed = await cluster.kubectl(["get", ...names, "--ignore-not-found", "-o", "name"]);
    return volumes.filter(({ name }) => listed.split("\n").some((line) => line.endsWith(`/${name}`)));
  } catch (error) {
    if (error instanceof ToolFailed) return volumes; // the cluster may be unreachable for a moment
    throw error;
  }
}
