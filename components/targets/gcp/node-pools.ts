import type { Cluster } from "@pulumi/gcp/container/cluster";
import { NodePool, type NodePoolArgs } from "@pulumi/gcp/container/nodePool";
import type * as pulumi from "@pulumi/pulumi";
import type { ClusterSpec } from "../common-spec";
import { TaintEffect } from "../node-pool-args";
import { ownTaints, type NodePoolSpec } from "../node-pools";
import { SCOPES } from "./cluster";
import type { GcpContext } from "./context";
import { builtInGpus, rootDiskType } from "./machine-types";
import type { NodeAccount } from "./node-account";
import { initialNodes, machineType, type GcpSpec } from "./spec";

/** What node pools are created from. */
export interface NodePoolsRequest {
  readonly gcp: GcpSpec;
  readonly common: ClusterSpec;
  readonly cluster: Cluster;
  readonly nodes: NodeAccount;
  readonly context: GcpContext;
  /** What nodes need to become ready. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/**
 * Creates a GKE node pool for each pool. Those with GPUs come last: GKE sets the taint of GPUs only on pools that are added to a
 * cluster with other nodes.
 */
export function createNodePools(name: string, request: NodePoolsRequest): NodePool[] {
  const { dependsOn, gcp } = request;
  const create = (pools: readonly NodePoolSpec[], after: readonly pulumi.Resource[]): NodePool[] =>
    pools.map((pool) => createNodePool(`${name}-${pool.name}`, pool, { ...request, dependsOn: after }));
  const others = create(
    gcp.nodePools.filter(({ gpu }) => gpu === undefined),
    dependsOn,
  );
  const withGpus = gcp.nodePools.filter(({ gpu }) => gpu !== undefined);
  return [...others, ...create(withGpus, [...dependsOn, ...others])];
}

function createNodePool(name: string, pool: NodePoolSpec, request: NodePoolsRequest): NodePool {
  const { gcp, common, cluster, context, dependsOn } = request;
  return new NodePool(
    name,
    {
      project: context.project,
      name: pool.name,
      // An imported pool has these two inputs. The id of the cluster would replace it.
      cluster: cluster.name,
      location: gcp.location,
      // GKE upgrades the nodes itself, to the version of the control plane. If the stack raises that, the nodes follow at once.
      version: common.kubernetesVersion === undefined ? undefined : cluster.masterVersion,
      nodeLocations: pool.zones && [...pool.zones],
      initialNodeCount: initialNodes(pool, gcp.location),
      autoscaling: {
        totalMinNodeCount: pool.min,
        totalMaxNodeCount: pool.max,
        // Machines that are rare are taken where there are any; others are spread over the zones.
        locationPolicy: pool.spot || pool.gpu !== undefined ? "ANY" : "BALANCED",
      },
      management: { autoRepair: true, autoUpgrade: true },
      upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
      nodeConfig: nodeConfig(pool, request),
    },
    {
      ...context.opts,
      dependsOn: [...dependsOn],
      // The autoscaler changes the number of nodes, and another initial number would replace the pool.
      ignoreChanges: ["initialNodeCount", "nodeCount"],
    },
  );
}

function nodeConfig(pool: NodePoolSpec, { nodes, context }: NodePoolsRequest): NodePoolArgs["nodeConfig"] {
  const type = machineType(pool);
  return {
    machineType: type,
    diskType: rootDiskType(type),
    diskSizeGb: pool.diskSizeGb,
    spot: pool.spot,
    serviceAccount: nodes.email,
    oauthScopes: SCOPES,
    // Pods get their own identities instead of the node's.
    workloadMetadataConfig: { mode: "GKE_METADATA" },
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    guestAccelerators: pool.gpu && [
      { ...(builtInGpus(type) ?? pool.gpu), gpuDriverInstallationConfig: { gpuDriverVersion: "DEFAULT" } },
    ],
    labels: { ...pool.labels },
    resourceLabels: context.labels,
    // GKE itself adds the taint of GPUs; declared here, it would be a difference at each update.
    taints: ownTaints("", pool).map(({ taint: { key, value = "", effect } }) => ({
      key,
      value,
      effect: EFFECTS[effect],
    })),
  };
}

/** How GKE spells the effects of taints. */
const EFFECTS: Readonly<Record<TaintEffect, string>> = {
  [TaintEffect.NoSchedule]: "NO_SCHEDULE",
  [TaintEffect.PreferNoSchedule]: "PREFER_NO_SCHEDULE",
  [TaintEffect.NoExecute]: "NO_EXECUTE",
};
