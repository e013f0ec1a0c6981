import { allOperations } from "../../components/targets/operations";
import type { ClusterAccess } from "../cluster/access";
import { readCreatedClusters, type ClusterOptions } from "../cluster/stack-clusters";
import { label, resourcesOf, type ResourceRecord, type State } from "../stack/state";
import { UserError } from "../user-error";
import { claimedVolumes, type ClaimedVolume } from "./volumes";

/** A disk with data that a destroy keeps. */
interface KeptVolume extends ClaimedVolume {
  /** The component that keeps it, or the namespace: `PachydermStore pachyderm`. */
  readonly keeper: string;
}

/**
 * Refuses a destroy, before anything is deleted, that keeps claims but deletes the cluster that they are in: their disks would be
 * deleted or left behind. Disks with the reclaim policy Retain are no reason, unless the cloud deletes them with the cluster.
 */
export async function refuseLostData(options: ClusterOptions): Promise<void> {
  const clusters = await readCreatedClusters(options, keptVolumes);
  const kept = clusters.flatMap(({ found }) => found);
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
export async function keptVolumes(cluster: ClusterAccess, state: State): Promise<KeptVolume[]> {
  const keepers = keptNamespaces(state);
  if (keepers.size === 0) return [];
  const volumes = await claimedVolumes(cluster, (policy) => policy === "Delete" || takesDisks(state));
  return volumes.flatMap((volume) => {
    const keeper = keepers.get(volume.claim.split("/")[0] ?? "");
    return keeper === undefined ? [] : [{ ...volume, keeper }];
  });
}

/** Whether a cluster of the stack is deleted with all its disks. */
const takesDisks = (state: State): boolean =>
  allOperations().some(
    ({ clusterTypes, clusterTakesDisks }) =>
      clusterTakesDisks === true &&
      resourcesOf(state).some(({ type, external }) => external !== true && clusterTypes?.test(type) === true),
  );

/** The namespaces that a destroy leaves in the cluster, with the component that created each. */
function keptNamespaces(state: State): Map<string, string> {
  const resources = resourcesOf(state);
  const creator = ({ parent }: ResourceRecord) =>
    resources.find(({ urn, type }) => urn === parent && type !== "pulumi:pulumi:Stack");
  const kept = resources.filter(
    ({ type, retainOnDelete }) => type === "kubernetes:core/v1:Namespace" && retainOnDelete === true,
  );
  return new Map(kept.map((namespace) => [namespace.id ?? "", label(creator(namespace) ?? namespace)]));
}
