import type { Stack } from "@pulumi/pulumi/automation";
import { Clusters } from "../recover/clusters";
import { exportState, type State } from "../recover/state";
import { ToolFailed, type ClusterAccess, type Tools } from "../recover/tools";
import { UserError } from "../user-error";
import { madeClusters } from "./made-clusters";

/** What was found in a cluster. */
export interface InCluster<T> {
  readonly cluster: ClusterAccess;
  readonly found: readonly T[];
}

/** Looks into every cluster that a stack made, while nothing is deleted yet. */
export async function lookIntoClusters<T>(
  { stack, tools }: { readonly stack: Stack; readonly tools: Tools },
  look: (cluster: ClusterAccess, state: State) => Promise<readonly T[]>,
): Promise<InCluster<T>[]> {
  const state = await exportState(stack);
  const looked: InCluster<T>[] = [];
  for (const [server, cluster] of await new Clusters(stack, tools).behind(madeClusters(state))) {
    const found = await reached(server, () => look(cluster, state));
    if (found !== undefined) looked.push({ cluster, found });
  }
  return looked;
}

async function reached<T>(server: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ToolFailed)) throw error;
    // How the Kubernetes provider is told that a cluster is gone (4.32, provider.go): then nothing is in it either.
    if (process.env["PULUMI_K8S_DELETE_UNREACHABLE"] === "true") return undefined;
    throw new UserError(
      `The cluster at ${server} cannot be looked into: ${error.message}\n` +
        "Nothing of the stack was deleted. If the cluster is gone, set PULUMI_K8S_DELETE_UNREACHABLE=true and run again.",
    );
  }
}
