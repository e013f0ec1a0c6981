import type { Stack } from "@pulumi/pulumi/automation";
import type { Tools } from "../recover/tools";
import { UserError } from "../user-error";
import { deleteAll } from "./delete-all";
import { othersIn, shownOther, type OtherObject } from "./others";
import { lookIntoClusters, type InCluster } from "./stack-clusters";

/** What to do about things in the way. */
export interface OthersOptions {
  readonly stack: Stack;
  readonly tools: Tools;
  /** Whether to delete them, with the data on their disks. */
  readonly deleteOthers: boolean;
  readonly say: (line: string) => void;
}

/**
 * Finds what is in the way, and refuses while everything still stands unless it may be deleted: a load balancer that
 * somebody made in a cluster keeps its network from being deleted, and a disk is left behind.
 */
export async function refuseOthers(options: Omit<OthersOptions, "say">): Promise<InCluster<OtherObject>[]> {
  const looked = await lookIntoClusters(options, othersIn);
  const all = looked.flatMap(({ found }) => found);
  if (all.length > 0 && (!options.deleteOthers || all.some(({ usedBy }) => usedBy.length > 0))) throw inTheWay(all);
  return looked;
}

/** Clears the way, or refuses. */
export async function clearTheWay(options: OthersOptions): Promise<void> {
  for (const { cluster, found } of await refuseOthers(options)) {
    if (found.length > 0) await deleteAll(cluster, found, options.say);
  }
}

const inTheWay = (others: readonly OtherObject[]): UserError =>
  new UserError(
    [
      "These objects are not of this stack. They hold something of the cloud, which would be left behind, or keep the network from being deleted:",
      ...others.map((other) => `  ${shownOther(other)}`),
      "Nothing was deleted. Delete them, or run again with --delete-others: it deletes them and the data on their disks,",
      "once no pod uses those any more.",
    ].join("\n"),
  );
