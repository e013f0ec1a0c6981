import { checked, checkedEach } from "../../../shared/checks";
import { problemIf, shown, type Problem } from "../../../shared/invalid-args";
import { ownTaints, type NodePoolSpec } from "../../node-pools";
import { gpuCountOf, hasNvidiaGpus, isArm } from "../instance-types";
import { AUTONAME, gpuLabels } from "../spec";
import * as formats from "./formats";
import { poolLimitProblems } from "./pool-limits";

/** The form of the inputs of pools that is specific to AWS. */
export const poolFieldProblems = (pools: readonly NodePoolSpec[]): Problem[] =>
  pools.flatMap((pool) => {
    const path = `nodePools.${pool.name}`;
    return [
      ...writtenTypes(path, pool).flatMap(({ at, type }) => checked(at, type, formats.instanceType)),
      ...Object.entries(pool.labels).flatMap(([key, value]) => [
        ...checked(`${path}.labels.${key}`, key, formats.nodeLabelKey),
        ...(formats.nodeLabelKey(key) === undefined
          ? checked(`${path}.labels.${key}`, value, formats.nodeLabelValue)
          : []),
      ]),
      ...ownTaints(path, pool).flatMap(({ at, taint }) => checked(`${at}.key`, taint.key, formats.taintKey)),
      ...checkedEach(`${path}.zones`, [...(pool.zones ?? [])], formats.zone()),
    ];
  });

/** The machine types that the caller wrote, with the path of each. */
const writtenTypes = (path: string, { instanceType, instanceTypes = [] }: NodePoolSpec) => [
  ...(instanceType === undefined ? [] : [{ at: `${path}.instanceType`, type: instanceType }]),
  ...instanceTypes.map((type, index) => ({ at: `${path}.instanceTypes[${String(index)}]`, type })),
];

/** What the rules of a pool depend on besides the pool. */
export interface PoolSurroundings {
  /** Name of the component. */
  readonly cluster: string;
  readonly region: string | undefined;
  /** Number of private subnets; undefined if it is known only later. */
  readonly subnetCount: number | undefined;
}

/** What is wrong between a pool's inputs, the name of the cluster, its region and its network. */
export const poolRuleProblems = (around: PoolSurroundings, pools: readonly NodePoolSpec[]): Problem[] => [
  ...pools.flatMap((pool) => {
    const path = `nodePools.${pool.name}`;
    const added = around.cluster.length + 1 + AUTONAME + zoneSuffix(pool);
    return [
      ...checked(path, pool.name, formats.nodePoolName(added)),
      ...gpuProblems(path, pool),
      ...processorProblems(path, pool),
      ...labelProblems(`${path}.labels`, pool),
      ...checkedEach(`${path}.zones`, [...(pool.zones ?? [])], formats.zone(around.region)),
      ...problemIf(
        pool.perZone && pool.zones === undefined && around.subnetCount === undefined,
        `${path}.zones`,
        "is missing: perZone needs the zones, because the subnets of the network are known only later. Write the zones.",
      ),
    ];
  }),
  ...poolLimitProblems(pools, around.subnetCount),
];

/** Number of characters that `perZone` adds to the name of a node group: a dash and the zone, or a dash and a digit. */
const zoneSuffix = ({ perZone, zones = [""] }: NodePoolSpec): number =>
  perZone ? Math.max(...zones.map((zone) => zone.length), 1) + 1 : 0;

function gpuProblems(path: string, pool: NodePoolSpec): Problem[] {
  const types = writtenTypes(path, pool);
  if (types.length === 0) {
    const reason = "is missing. Name a type that has the GPUs, such as g5.xlarge.";
    return problemIf(pool.gpu !== undefined, `${path}.instanceType`, reason);
  }
  return types.flatMap(({ at, type }) => gpuProblemsOf(path, at, type, pool.gpu));
}

function gpuProblemsOf(path: string, at: string, type: string, gpu: NodePoolSpec["gpu"]): Problem[] {
  const count = gpuCountOf(type);
  if (gpu !== undefined) {
    const isCountWrong = count !== undefined && count !== gpu.count;
    return [
      ...checked(at, type, formats.gpuInstanceType),
      ...problemIf(
        isCountWrong,
        `${path}.gpu.count`,
        `${shown(gpu.count)} is not the number of GPUs of ${type}. Write count: ${String(count)}.`,
      ),
    ];
  }
  // Without the block, the nodes have no driver and no device plugin: the GPUs are paid for, and no pod can use them.
  const block = `gpu: { type: "…"${count === undefined || count === 1 ? "" : `, count: ${String(count)}`} }`;
  return problemIf(
    hasNvidiaGpus(type),
    `${path}.gpu`,
    `is missing: ${type} has NVIDIA GPUs, and without this block no pod can use them. Write ${block} with their model, such as nvidia-a10g, or choose a type without GPUs.`,
  );
}

/** All nodes of a pool have one image, so all machine types need the same kind of processor. */
function processorProblems(path: string, pool: NodePoolSpec): Problem[] {
  const [first, ...others] = writtenTypes(path, pool);
  return others.flatMap(({ at, type }) =>
    problemIf(
      first !== undefined && isArm(type) !== isArm(first.type),
      at,
      `${shown(type)} has another kind of processor than ${first?.type ?? ""}. Put it into a pool of its own.`,
    ),
  );
}

function labelProblems(path: string, { labels, gpu }: NodePoolSpec): Problem[] {
  return Object.entries(gpuLabels(gpu)).flatMap(([key, value]) => {
    const written = labels[key];
    return problemIf(
      written !== undefined && written !== value,
      `${path}.${key}`,
      `${shown(written)} contradicts gpu, which sets it to ${shown(value)}. Leave it out.`,
    );
  });
}
