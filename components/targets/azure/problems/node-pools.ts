import { checked, checkedCount, checkedEach } from "../../../shared/checks";
import { problemIf, shown, type Problem } from "../../../shared/invalid-args";
import { ownTaints, type NodePoolSpec } from "../../node-pools";
import type { AzureClusterArgs } from "../args";
import { agentPoolSpecs, ownLabels, SYSTEM_POOL, systemPoolSpec, vmSize } from "../spec";
import { gpusOf, isTooWeakForSystem } from "../vm-sizes";
import * as formats from "./formats";

/** https://learn.microsoft.com/azure/aks/quotas-skus-regions, of 2026-11. */
const MOST_NODES = { pool: 1000, cluster: 5000 };
const MOST_POOLS = 100;
const DISK_GB = { least: 30, most: 2048 };

/** The form of each input of the pools, as far as it is specific to AKS. */
export const poolFieldProblems = (pools: readonly NodePoolSpec[]): Problem[] =>
  pools.flatMap((pool) => {
    const path = `nodePools.${pool.name}`;
    return [
      ...checked(path, pool.name, formats.poolName(pool.perZone ? 1 : 0)),
      ...problemIf(
        pool.name === SYSTEM_POOL,
        path,
        `has the name of the pool of the cluster's own pods. Write azure.systemPool for that pool, or another name.`,
      ),
      ...checked(`${path}.instanceType`, pool.instanceType, formats.vmSize),
      ...problemIf(
        pool.instanceTypes !== undefined,
        `${path}.instanceTypes`,
        "has no effect on AKS, where a node pool has one VM size. Write instanceType.",
      ),
      ...checkedEach(`${path}.zones`, [...(pool.zones ?? [])], formats.zone),
      ...problemIf(
        pool.max > MOST_NODES.pool,
        `${path}.max`,
        `${shown(pool.max)} is too much; AKS allows ${String(MOST_NODES.pool)} nodes in a pool.`,
      ),
      ...problemIf(
        pool.diskSizeGb < DISK_GB.least || pool.diskSizeGb > DISK_GB.most,
        `${path}.diskSizeGb`,
        `${shown(pool.diskSizeGb)} is not from ${String(DISK_GB.least)} to ${String(DISK_GB.most)}, the sizes that AKS allows.`,
      ),
      ...Object.keys(pool.labels).flatMap((key) => checked(`${path}.labels.${key}`, key, formats.nodeLabelKey)),
      ...ownTaints(path, pool).flatMap(({ at, taint }) => checked(`${at}.key`, taint.key, formats.taintKey)),
    ];
  });

/** The form of each input of the system pool. */
export const systemPoolFieldProblems = ({ systemPool }: AzureClusterArgs): Problem[] => [
  ...checked("azure.systemPool.instanceType", systemPool?.instanceType, systemVmSize),
  ...checkedCount("azure.systemPool.nodes", systemPool?.nodes, 1, MOST_NODES.pool),
];

const systemVmSize = (value: string): string | undefined => {
  const problem = formats.vmSize(value);
  if (problem !== undefined) return problem;
  if (gpusOf(value) !== undefined)
    return "has GPUs, which no pod of the system pool uses; write a pool in nodePools for it";
  return isTooWeakForSystem(value)
    ? "is too weak for the cluster's own pods; write a size such as Standard_D4ds_v5"
    : undefined;
};

/** What is wrong between the inputs of pools. */
export function poolRuleProblems(pools: readonly NodePoolSpec[], block: AzureClusterArgs): Problem[] {
  const agentPools = agentPoolSpecs(pools);
  const names = agentPools.map(({ name }) => name);
  const nodes = agentPools.reduce((sum, { pool }) => sum + pool.max, systemPoolSpec(block).nodes);
  return [
    ...pools.flatMap((pool) => {
      const path = `nodePools.${pool.name}`;
      return [
        ...gpuProblems(path, pool),
        ...labelProblems(path, pool),
        ...problemIf(
          pool.perZone && pool.zones === undefined,
          `${path}.zones`,
          'is missing: perZone needs the zones. Write them, such as ["1", "2", "3"].',
        ),
      ];
    }),
    ...agentPools.flatMap(({ name, pool }, index) =>
      problemIf(
        names.indexOf(name) !== index,
        `nodePools.${pool.name}`,
        `has the name ${name} in AKS, as another pool has. Rename one of the two.`,
      ),
    ),
    ...problemIf(
      agentPools.length + 1 > MOST_POOLS,
      "nodePools",
      `there are ${String(agentPools.length + 1)} with the system pool; AKS allows ${String(MOST_POOLS)}.`,
    ),
    ...problemIf(
      nodes > MOST_NODES.cluster,
      "nodePools",
      `may have ${String(nodes)} nodes with the system pool; AKS allows ${String(MOST_NODES.cluster)}. Lower max.`,
    ),
  ];
}

function gpuProblems(path: string, pool: NodePoolSpec): Problem[] {
  const { gpu, instanceType } = pool;
  const size = vmSize(pool);
  const own = gpusOf(size);
  if (gpu === undefined) {
    const count = own?.count === 1 ? "" : `, count: ${String(own?.count ?? 1)}`;
    return problemIf(
      own !== undefined,
      `${path}.gpu`,
      `is missing: ${size} has NVIDIA GPUs, and without this block no pod can use them. Write gpu: { type: "nvidia-${own?.model ?? ""}"${count} }.`,
    );
  }
  if (instanceType === undefined) {
    const reason = "is missing. Name a size that has the GPUs, such as Standard_NC4as_T4_v3.";
    return [{ path: `${path}.instanceType`, reason }];
  }
  if (own === undefined) {
    const reason = `${shown(size)} has no GPU. Write a size that has one, such as Standard_NC4as_T4_v3.`;
    return [{ path: `${path}.instanceType`, reason }];
  }
  return [
    ...problemIf(
      !gpu.type
        .toLowerCase()
        .split(/[^a-z0-9]+/)
        .includes(own.model),
      `${path}.gpu.type`,
      `${shown(gpu.type)} is not the GPU of ${size}. Write nvidia-${own.model}.`,
    ),
    ...problemIf(
      gpu.count !== own.count,
      `${path}.gpu.count`,
      `${shown(gpu.count)} is not the number of GPUs of ${size}. Write count: ${String(own.count)}.`,
    ),
  ];
}

function labelProblems(path: string, pool: NodePoolSpec): Problem[] {
  return Object.entries(ownLabels(pool)).flatMap(([key, value]) => {
    const written = pool.labels[key];
    return problemIf(
      written !== undefined && written !== value,
      `${path}.labels.${key}`,
      `${shown(written)} contradicts other inputs of the pool, which set it to ${shown(value)}. Leave it out.`,
    );
  });
}

/** The smallest number of nodes of all pools. */
export const leastNodes = (pools: readonly NodePoolSpec[], block: AzureClusterArgs): number =>
  agentPoolSpecs(pools).reduce((sum, { pool }) => sum + pool.min, systemPoolSpec(block).nodes);

/** The largest number of nodes of all pools, with those that an upgrade adds: a tenth of a pool, rounded up. */
export const mostNodes = (pools: readonly NodePoolSpec[], block: AzureClusterArgs): number =>
  [systemPoolSpec(block).nodes, ...agentPoolSpecs(pools).map(({ pool }) => pool.max)].reduce(
    (sum, most) => sum + most + Math.ceil(most / 10),
    0,
  );
