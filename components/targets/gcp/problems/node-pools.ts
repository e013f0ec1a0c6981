import { checked, checkedEach } from "../../../shared/checks";
import { problemIf, shown, type Problem } from "../../../shared/invalid-args";
import { ownValue } from "../../../shared/own-value";
import type { NodePoolSpec } from "../../node-pools";
import { ownTaints, GPU_TAINT } from "../../node-pools";
import { ATTACHABLE_GPUS, builtInGpus, DiskKind, takesGpus } from "../machine-types";
import { ARM_TAINT, machineType, poolsWithout, regionOf, startNodes, zoneCount } from "../spec";
import * as formats from "./formats";

/** In each zone of a pool: https://cloud.google.com/kubernetes-engine/quotas, of 2026-11. */
const MOST_NODES = 1000;
const MOST_DISK_GB = 65536;

/** The form of each input of the pools, as far as it is specific to GKE. */
export const poolFieldProblems = (pools: readonly NodePoolSpec[]): Problem[] =>
  pools.flatMap((pool) => {
    const path = `nodePools.${pool.name}`;
    return [
      ...checked(path, pool.name, formats.resourceName("a node pool of GKE", 40)),
      ...checked(`${path}.instanceType`, pool.instanceType, formats.machineType),
      ...checkedEach(`${path}.zones`, [...(pool.zones ?? [])], formats.zone()),
      ...Object.keys(pool.labels).flatMap((key) => checked(`${path}.labels.${key}`, key, formats.nodeLabelKey)),
      ...problemIf(
        pool.instanceTypes !== undefined,
        `${path}.instanceTypes`,
        "has no effect on GKE, where a node pool has one machine type. Write instanceType.",
      ),
      ...problemIf(
        pool.perZone,
        `${path}.perZone`,
        "has no effect on GKE, whose autoscaler adds nodes in the zone that a pod needs. Leave it out.",
      ),
      ...problemIf(
        pool.diskSizeGb > MOST_DISK_GB,
        `${path}.diskSizeGb`,
        `${shown(pool.diskSizeGb)} is too much; a disk has at most ${String(MOST_DISK_GB)} GiB.`,
      ),
    ];
  });

/** What is wrong between the inputs of pools and the location of the cluster. */
export const poolRuleProblems = (pools: readonly NodePoolSpec[], location: string): Problem[] => [
  ...pools.flatMap((pool) => {
    const path = `nodePools.${pool.name}`;
    return [
      ...checkedEach(`${path}.zones`, [...(pool.zones ?? [])], formats.zone(regionOf(location))),
      ...gpuProblems(path, pool),
      ...taintProblems(path, pool),
      ...firstNodeProblems(path, pool, location),
      ...problemIf(
        pool.max > MOST_NODES * zoneCount(pool, location),
        `${path}.max`,
        `${shown(pool.max)} is too much; GKE allows ${String(MOST_NODES)} nodes in each zone of a node pool, here ${String(MOST_NODES * zoneCount(pool, location))}.`,
      ),
    ];
  }),
  ...diskProblems(pools),
];

function gpuProblems(path: string, pool: NodePoolSpec): Problem[] {
  const { gpu, instanceType } = pool;
  const type = machineType(pool);
  const built = builtInGpus(type);
  if (gpu === undefined) {
    const block = `gpu: { type: "${built?.type ?? ""}", count: ${String(built?.count ?? 1)} }`;
    return problemIf(
      built !== undefined,
      `${path}.gpu`,
      `is missing: ${type} has GPUs, and without this block no pod can use them. Write ${block}.`,
    );
  }
  if (instanceType === undefined) {
    return [
      { path: `${path}.instanceType`, reason: "is missing. Name a type that has the GPUs, such as g2-standard-8." },
    ];
  }
  if (built !== undefined) {
    return [
      ...problemIf(
        gpu.type !== built.type,
        `${path}.gpu.type`,
        `${shown(gpu.type)} is not the GPU of ${type}. Write ${built.type}.`,
      ),
      ...problemIf(
        gpu.count !== built.count,
        `${path}.gpu.count`,
        `${shown(gpu.count)} is not the number of GPUs of ${type}. Write count: ${String(built.count)}.`,
      ),
    ];
  }
  if (!takesGpus(type)) {
    const reason = `${shown(type)} has no GPU, and none can be attached; write a type that has one, such as g2-standard-8.`;
    return [{ path: `${path}.instanceType`, reason }];
  }
  const counts = ownValue(ATTACHABLE_GPUS, gpu.type);
  if (counts === undefined) {
    const reason = `${shown(gpu.type)} cannot be attached to ${type}; write one of ${Object.keys(ATTACHABLE_GPUS).join(", ")}.`;
    return [{ path: `${path}.gpu.type`, reason }];
  }
  return problemIf(
    !counts.includes(gpu.count),
    `${path}.gpu.count`,
    `${shown(gpu.count)} is not a number of ${gpu.type} that can be attached to a machine; write one of ${counts.join(", ")}.`,
  );
}

/** Taints that GKE adds itself. Declared here, they would be a difference at each update; on other nodes they would keep every pod away. */
const taintProblems = (path: string, pool: NodePoolSpec): Problem[] =>
  ownTaints(path, pool).flatMap(({ at, taint: { key } }) => [
    ...problemIf(key === GPU_TAINT.key, at, `${key} is set by GKE on nodes with GPUs. Leave it out.`),
    ...problemIf(key === ARM_TAINT.key, at, `${key} is set by GKE on nodes with Arm processors. Leave it out.`),
    ...problemIf(
      key.startsWith("node.kubernetes.io/"),
      at,
      `${key} is set and removed by Kubernetes, as the state of a node changes. Use your own key, such as dedicated.`,
    ),
  ]);

/** A new pool starts with the same number of nodes in each of its zones. */
function firstNodeProblems(path: string, pool: NodePoolSpec, location: string): Problem[] {
  const [nodes, zones] = [startNodes(pool, location), zoneCount(pool, location)];
  return problemIf(
    nodes > pool.max,
    `${path}.max`,
    `${shown(pool.max)} is too small: the pool starts with the same number of nodes in each of its ${String(zones)} zones, so ${String(pool.desired)} become ${String(nodes)}. Write max: ${String(nodes)}, or name fewer zones.`,
  );
}

/** Claims get disks of one kind, and pods with claims may run on the nodes of every pool. */
function diskProblems(pools: readonly NodePoolSpec[]): Problem[] {
  const [pd, hyperdisk] = [DiskKind.PersistentDisk, DiskKind.Hyperdisk].map((kind) => poolsWithout(kind, pools));
  const names = (of: readonly NodePoolSpec[] = []): string => of.map(({ name }) => name).join(", ");
  const isMixed = pd !== undefined && hyperdisk !== undefined && pd.length > 0 && hyperdisk.length > 0;
  return problemIf(
    isMixed,
    "nodePools",
    `the machines of ${names(pd)} can use only Hyperdisk, and those of ${names(hyperdisk)} only persistent disks, so no storage class fits both. Choose machine families that share a kind of disk.`,
  );
}
