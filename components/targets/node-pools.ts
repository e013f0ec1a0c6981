import {
  checked,
  checkedCount,
  checkedLabels,
  dns1123Label,
  labelKey,
  labelValue,
  repeatedProblems,
} from "../shared/checks";
import { GPU } from "../shared/gpu-nodes";
import { problemIf, shown, type Problem } from "../shared/invalid-args";
import { TaintEffect, type NodePoolArgs, type TaintArgs } from "./node-pool-args";

/** A node pool with defaults filled in. A missing machine type is left to the target. */
export interface NodePoolSpec {
  readonly name: string;
  readonly instanceType?: string;
  readonly instanceTypes?: readonly string[];
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  readonly spot: boolean;
  readonly gpu?: { readonly type: string; readonly count: number };
  readonly diskSizeGb: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly TaintArgs[];
  readonly zones?: readonly string[];
  readonly perZone: boolean;
}

/** The taint of nodes with GPUs. NVIDIA's charts and device plugins tolerate it by default. */
export const GPU_TAINT: TaintArgs = { key: GPU, value: "present", effect: TaintEffect.NoSchedule };

const DEFAULT_POOLS: Readonly<Record<string, NodePoolArgs>> = { general: { min: 2, max: 4 } };

/** Fills in the defaults of the pools. */
export const nodePoolSpecs = (pools: Readonly<Record<string, NodePoolArgs>> = DEFAULT_POOLS): NodePoolSpec[] =>
  Object.entries(pools).map(([name, pool]) => nodePoolSpec(name, pool));

function nodePoolSpec(name: string, pool: NodePoolArgs): NodePoolSpec {
  const min = pool.min ?? (pool.gpu === undefined ? 1 : 0);
  const desired = pool.desired ?? min;
  const { instanceType, instanceTypes, spot = false, gpu, diskSizeGb = 100 } = pool;
  const { labels = {}, taints = [], zones, perZone = false } = pool;
  return {
    name,
    instanceType,
    instanceTypes,
    min,
    max: pool.max ?? Math.max(min, desired, 1),
    desired,
    spot,
    gpu: gpu && { type: gpu.type, count: gpu.count ?? 1 },
    diskSizeGb,
    labels,
    taints: gpu === undefined ? taints : [GPU_TAINT, ...taints],
    zones,
    perZone,
  };
}

/** What is wrong with single inputs of the pools, on every target. */
export const nodePoolFieldProblems = (pools: readonly NodePoolSpec[]): Problem[] =>
  pools.flatMap((pool) => {
    const path = `nodePools.${pool.name}`;
    return [
      ...checked(path, pool.name, dns1123Label),
      ...checkedCount(`${path}.min`, pool.min, 0),
      ...checkedCount(`${path}.desired`, pool.desired, 0),
      ...checkedCount(`${path}.max`, pool.max, 1),
      ...checkedCount(`${path}.gpu.count`, pool.gpu?.count, 1),
      ...checked(`${path}.gpu.type`, pool.gpu?.type, labelValue),
      ...checkedCount(`${path}.diskSizeGb`, pool.diskSizeGb, 20),
      ...checkedLabels(`${path}.labels`, pool.labels),
      ...ownTaints(path, pool).flatMap(({ at, taint }) => [
        ...checked(`${at}.key`, taint.key, labelKey),
        ...checked(`${at}.value`, taint.value, labelValue),
      ]),
    ];
  });

/** All taints of a pool's nodes. */
export type TaintsOf = (pool: NodePoolSpec) => readonly TaintArgs[];

/** What is wrong between inputs of the pools, on every target. */
export const nodePoolRuleProblems = (
  pools: readonly NodePoolSpec[],
  taintsOf: TaintsOf = ({ taints }) => taints,
): Problem[] => [
  ...pools.flatMap((pool) => {
    const { min, desired, max, taints, zones } = pool;
    const path = `nodePools.${pool.name}`;
    const isBetween = min > max || (min <= desired && desired <= max);
    return [
      ...problemIf(min > max, `${path}.min`, `${shown(min)} exceeds max (${shown(max)}). Lower min, or raise max.`),
      ...problemIf(
        !isBetween,
        `${path}.desired`,
        `${shown(desired)} is not between min (${shown(min)}) and max (${shown(max)}).`,
      ),
      ...ownTaints(path, pool).flatMap(({ at, taint: { key, effect }, index }) => {
        const isRepeated = taints.slice(0, index).some((other) => other.key === key && other.effect === effect);
        return problemIf(isRepeated, at, `repeats ${key}:${effect}, which these nodes already have. Leave it out.`);
      }),
      ...problemIf(zones?.length === 0, `${path}.zones`, "is empty. Name a zone, or leave it out."),
      ...repeatedProblems(`${path}.zones`, zones),
      ...machineProblems(path, pool),
    ];
  }),
  ...openPoolProblems(pools, taintsOf),
];

/** Pods without tolerations, such as most of the cluster's own, need a pool that always has a node for them. */
function openPoolProblems(pools: readonly NodePoolSpec[], taintsOf: TaintsOf): Problem[] {
  const isOpen = (pool: NodePoolSpec): boolean =>
    pool.min > 0 && taintsOf(pool).every(({ effect }) => effect === TaintEffect.PreferNoSchedule);
  const added = pools.flatMap((pool) =>
    taintsOf(pool)
      .filter((taint) => !pool.taints.includes(taint))
      .map(({ key, value = "", effect }) => `${pool.name} (${key}=${value}:${effect})`),
  );
  const note = added.length === 0 ? "" : ` The cloud itself adds a taint to the nodes of ${added.join(", ")}.`;
  return problemIf(
    !pools.some(isOpen),
    "nodePools",
    `the cluster's own pods always need a node without taints, and no pool guarantees one.${note} Add a pool without taints and gpu, with a min of at least 1.`,
  );
}

/** The choice between one machine type and several. */
const machineProblems = (path: string, { instanceType, instanceTypes }: NodePoolSpec): Problem[] => [
  ...problemIf(
    instanceType !== undefined && instanceTypes !== undefined,
    `${path}.instanceTypes`,
    "is written besides instanceType. Write one of the two.",
  ),
  ...problemIf(instanceTypes?.length === 0, `${path}.instanceTypes`, "is empty. Name a machine type, or leave it out."),
  ...repeatedProblems(`${path}.instanceTypes`, instanceTypes),
];

/** The taints that the caller wrote, with the path of each and its index among all taints: the taint of GPUs is first. */
export const ownTaints = (path: string, { gpu, taints }: NodePoolSpec) => {
  const added = gpu === undefined ? 0 : 1;
  return taints.slice(added).map((taint, index) => {
    return { taint, index: index + added, at: `${path}.taints[${String(index)}]` };
  });
};
