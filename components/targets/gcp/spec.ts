import { ReclaimPolicy } from "../common-args";
import { TaintEffect, type TaintArgs } from "../node-pool-args";
import type { NodePoolSpec } from "../node-pools";
import type { ClusterRequest } from "../target";
import { GcpMode, GcpReleaseChannel, type GcpClusterArgs, type GcpNetworkArgs } from "./args";
import { canUse, DEFAULT_MACHINE_TYPE, DiskKind, isArm } from "./machine-types";

/** Where a cluster is, if neither the block nor the stack says it. */
export const DEFAULT_LOCATION = "us-central1";

/** The block with its defaults filled in. */
export type GcpSpec = ReturnType<typeof gcpSpec>;

/** Fills in the defaults of the block. `location` is that of the block, or else of the stack. */
export const gcpSpec = (request: ClusterRequest<GcpClusterArgs>, location = DEFAULT_LOCATION) => ({
  ...request.block,
  location,
  region: regionOf(location),
  isAutopilot: isAutopilot(request.block),
  network: networkSpec(request.block.network),
  nodePools: poolSpecs(request, location),
  releaseChannel: request.block.releaseChannel ?? GcpReleaseChannel.Regular,
  enableApis: request.block.enableApis ?? true,
  storage: storageSpec(request),
});

/** Whether Google creates the nodes. */
export const isAutopilot = ({ mode }: GcpClusterArgs): boolean => mode === GcpMode.Autopilot;

/** The ranges of the network to create, with defaults filled in. */
export const networkSpec = ({ nodesCidr, podsCidr, servicesCidr }: GcpNetworkArgs = {}) => ({
  nodesCidr: nodesCidr ?? "10.0.0.0/20",
  podsCidr: podsCidr ?? "10.4.0.0/14",
  servicesCidr: servicesCidr ?? "10.8.0.0/20",
});

/** The region of a location: `us-central1` of the zone `us-central1-a`. */
export const regionOf = (location: string): string => location.replace(/-[a-z]$/, "");

/** Whether a location is a zone. */
export const isZone = (location: string): boolean => location !== regionOf(location);

/** Number of zones in which a pool has nodes: GKE chooses three zones of a region. */
export const zoneCount = ({ zones }: NodePoolSpec, location: string): number =>
  zones?.length ?? (isZone(location) ? 1 : 3);

/** Number of nodes that a new pool has in each zone. */
export const initialNodes = (pool: NodePoolSpec, location: string): number =>
  Math.ceil(pool.desired / zoneCount(pool, location));

/** Number of nodes that a new pool has in all its zones. */
export const startNodes = (pool: NodePoolSpec, location: string): number =>
  initialNodes(pool, location) * zoneCount(pool, location);

/**
 * The node pools; none with Autopilot. If `max` was not written, it is at least the number of nodes that the pool starts with, which
 * is a multiple of the number of its zones.
 */
export const poolSpecs = ({ block, spec, args }: ClusterRequest<GcpClusterArgs>, location: string): NodePoolSpec[] =>
  isAutopilot(block)
    ? []
    : spec.nodePools.map((pool) =>
        args.nodePools?.[pool.name]?.max === undefined
          ? { ...pool, max: Math.max(pool.max, startNodes(pool, location)) }
          : pool,
      );

/** The largest number of nodes of all pools. An upgrade adds a node to a pool before it removes one. */
export const mostNodes = (pools: readonly NodePoolSpec[]): number => pools.reduce((sum, { max }) => sum + max + 1, 0);

/** The machine type of a pool. */
export const machineType = ({ instanceType }: NodePoolSpec): string => instanceType ?? DEFAULT_MACHINE_TYPE;

/** What GKE adds to nodes with Arm processors: https://cloud.google.com/kubernetes-engine/docs/how-to/prepare-arm-workloads-for-deployment. */
export const ARM_TAINT: TaintArgs = { key: "kubernetes.io/arch", value: "arm64", effect: TaintEffect.NoSchedule };

/** Label that GKE gives nodes with the model of their GPUs. */
export const GPU_TYPE_LABEL = "cloud.google.com/gke-accelerator";

/** All taints of a pool's nodes. */
export const nodeTaints = (pool: NodePoolSpec): readonly TaintArgs[] =>
  isArm(machineType(pool)) ? [ARM_TAINT, ...pool.taints] : pool.taints;

/** The pools whose nodes cannot use disks of a kind. */
export const poolsWithout = (kind: DiskKind, pools: readonly NodePoolSpec[]): NodePoolSpec[] =>
  pools.filter((pool) => !canUse(machineType(pool), kind));

/** The classes that every GKE cluster has: https://cloud.google.com/kubernetes-engine/docs/concepts/persistent-volumes. */
export const BUILT_IN_CLASSES = ["standard", "standard-rwo", "premium-rwo"];

/** The storage class of claims. A class of its own is created only where no built-in one fits. */
function storageSpec({ block, spec: { storage, nodePools } }: ClusterRequest<GcpClusterArgs>) {
  const pools = isAutopilot(block) ? [] : nodePools;
  const kind = poolsWithout(DiskKind.PersistentDisk, pools).length > 0 ? DiskKind.Hyperdisk : DiskKind.PersistentDisk;
  const isBuiltIn =
    storage.className === undefined &&
    storage.reclaimPolicy === ReclaimPolicy.Delete &&
    kind === DiskKind.PersistentDisk;
  const ownName = kind === DiskKind.Hyperdisk ? "hyperdisk-balanced" : "premium-rwo-retain";
  return {
    isBuiltIn,
    className: isBuiltIn ? "premium-rwo" : (storage.className ?? ownName),
    diskType: kind === DiskKind.Hyperdisk ? "hyperdisk-balanced" : "pd-ssd",
    reclaimPolicy: storage.reclaimPolicy,
  };
}
