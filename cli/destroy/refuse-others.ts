import { Clusters } from "../recover/clusters";
import { exportState } from "../recover/state";
import { ToolFailed, type Tools } from "../recover/tools";
import { UserError } from "../user-error";
import { deleteAll } from "./delete-all";
import { madeClusters } from "./made-clusters";
import { othersIn, shownOther, type OtherObject } from "./others";
import type { Stack } from "@pulumi/pulumi/automation";

/** What to do about things in the way. */
export interface OthersOptions {
  readonly stack: Stack;
  readonly tools: Tools;
  /** Whether to delete them, with the data on their disks. */
  readonly deleteOthers: boolean;
  readonly say: (line: string) => void;
}

/**
 * Clears the way, or refuses while everything still stands: a load balancer that somebody made in a cluster keeps its
 * network from being deleted, and a disk is left behind.
 */
export async function refuseOthers(options: OthersOptions): Promise<void> {
  const { stack, tools } = options;
  // How the Kubernetes provider is told that a cluster is gone (4.32, provider.go): then nothing is in it either.
  if (process.env["PULUMI_K8S_DELETE_UNREACHABLE"] === "true") return;
  const state = await exportState(stack);
  const clusters = new Clusters(stack, tools);
  const found = [];
  for (const [server, cluster] of await clusters.behind(madeClusters(state))) {
    found.push({ cluster, others: await reached(server, () => othersIn(cluster, state)) });
  }
  const all = found.flatMap(({ others }) => others);
  if (all.length === 0) return;
  if (!options.deleteOthers || all.some(({ usedBy }) => usedBy.length > 0)) throw inTheWay(all);
  for (const { cluster, others } of found) await deleteAll(cluster, others, options.say);
}

async function reached<T>(server: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ToolFailed)) throw error;
    throw new UserError(
      `The cluster at ${server} cannot be looked into: ${error.message}\n` +
        "Nothing was deleted. If the cluster is gone, set PULUMI_K8S_DELETE_UNREACHABLE=true and run again.",
    );
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
