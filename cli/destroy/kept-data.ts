import { readCreatedClusters, stackClusters, type ClusterOptions, type StackCluster } from "../cluster/stack-clusters";
import { exportState } from "../stack/state";
import { UserError } from "../user-error";
import { keptNamespaces, lostWithNamespaces } from "./kept-objects";
import { claimedVolumes, type ClaimedVolume } from "./volumes";

/** A disk with data that a destroy keeps. */
interface KeptVolume extends ClaimedVolume {
  /** The component that keeps it, or the namespace: `PachydermStore pachyderm`. */
  readonly keeper: string;
}

/** Refuses a destroy, before anything is deleted, that is to keep data but deletes what the data is in. */
export async function refuseLostData(options: ClusterOptions): Promise<void> {
  await refuseLostWithNamespaces(options);
  await refuseLostWithClusters(options);
}

/** Refuses to keep objects in namespaces that are deleted. The claims beside them would be deleted too. */
async function refuseLostWithNamespaces(options: ClusterOptions): Promise<void> {
  const clusters = await stackClusters(options, await exportState(options.stack));
  const lost = clusters.flatMap(({ resources }) => lostWithNamespaces(resources));
  if (lost.length === 0) return;
  throw new UserError(
    [
      "A destroy of the stack deletes these namespaces with everything in them, but it is to keep these objects in them:",
      ...lost.map(({ keeper, object, namespace }) => `  ${keeper}: ${object}, in ${namespace}`),
      "Nothing was deleted. To keep the data, set retainOnDelete to true in the options of the namespace in the program. To give it up,",
      "set deleteData of the component to true. Then run mlplatform up, and destroy again.",
    ].join("\n"),
  );
}

/**
 * Refuses to keep claims in a cluster that is deleted: their disks would be deleted or left behind. Disks with the reclaim policy
 * Retain are no reason, unless the cloud deletes them with the cluster.
 */
async function refuseLostWithClusters(options: ClusterOptions): Promise<void> {
  const kept = (await readCreatedClusters(options, keptVolumes)).flatMap(({ found }) => found);
  if (kept.length === 0) return;
  throw new UserError(
    [
      "A destroy of the stack deletes the cluster, but it is to keep the data on these disks in it:",
      ...kept.map(({ keeper, claim, name }) => `  ${keeper}: claim ${claim}, disk ${name}`),
      "Nothing was deleted. To give the data up, set deleteData to true in the program or its config, run mlplatform up, and destroy",
      "again. To keep it, copy it first. With the reclaim policy Retain, disks outlive the cluster on clouds that do not delete them.",
    ].join("\n"),
  );
}

/** The disks of claims in namespaces that a destroy leaves. */
export async function keptVolumes({ access, resources, takesDisks }: StackCluster): Promise<KeptVolume[]> {
  const keepers = keptNamespaces(resources);
  if (keepers.size === 0) return [];
  const volumes = await claimedVolumes(access, (policy) => policy === "Delete" || takesDisks);
  return volumes.flatMap((volume) => {
    const keeper = keepers.get(volume.claim.split("/")[0] ?? "");
    return keeper === undefined ? [] : [{ ...volume, keeper }];
  });
}
