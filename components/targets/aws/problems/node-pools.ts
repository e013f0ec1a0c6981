import { checked, checkedEach } from "../../../shared/checks";
import { problemIf, shown, type Problem } from "../../../shared/invalid-args";
import type { NodePoolSpec } from "../../node-pools";
import { AUTONAME, gpuLabels } from "../spec";
import * as formats from "./formats";

/** The form of the inputs of pools that is specific to AWS. */
export const poolFieldProblems = (pools: readonly NodePoolSpec[]): Problem[] =>
  pools.flatMap(({ name, instanceType, labels, zones = [] }) => {
    const path = `nodePools.${name}`;
    return [
      ...checked(`${path}.instanceType`, instanceType, formats.instanceType),
      ...Object.keys(labels).flatMap((key) => checked(`${path}.labels.${key}`, key, formats.nodeLabelKey)),
      ...checkedEach(`${path}.zones`, [...zones], formats.zone()),
    ];
  });

/** What is wrong between a pool's inputs, the name of the cluster and its region. */
export const poolRuleProblems = (
  cluster: string,
  region: string | undefined,
  pools: readonly NodePoolSpec[],
): Problem[] =>
  pools.flatMap((pool) => {
    const path = `nodePools.${pool.name}`;
    return [
      ...checked(path, pool.name, formats.nodePoolName(cluster.length + 1 + AUTONAME)),
      ...gpuProblems(path, pool),
      ...labelProblems(`${path}.labels`, pool),
      ...checkedEach(`${path}.zones`, [...(pool.zones ?? [])], formats.zone(region)),
    ];
  });

function gpuProblems(path: string, { instanceType, gpu }: NodePoolSpec): Problem[] {
  if (instanceType === undefined) {
    const reason = "is missing. Name a type that has the GPUs, such as g5.xlarge.";
    return problemIf(gpu !== undefined, `${path}.instanceType`, reason);
  }
  const [hasGpu, count] = [formats.gpuInstanceType(instanceType) === undefined, gpuCountOf(instanceType)];
  if (gpu !== undefined) {
    const isCountWrong = count !== undefined && count !== gpu.count;
    return [
      ...checked(`${path}.instanceType`, instanceType, formats.gpuInstanceType),
      ...problemIf(
        isCountWrong,
        `${path}.gpu.count`,
        `${shown(gpu.count)} is not the number of GPUs of ${instanceType}. Write count: ${String(count)}.`,
      ),
    ];
  }
  // Without the block, the nodes have no driver and no device plugin: the GPUs are paid for, and no pod can use them.
  const block = `gpu: { type: "…"${count === undefined || count === 1 ? "" : `, count: ${String(count)}`} }`;
  return problemIf(
    hasGpu,
    `${path}.gpu`,
    `is missing: ${instanceType} has NVIDIA GPUs, and without this block no pod can use them. Write ${block} with their model, such as nvidia-a10g, or choose a type without GPUs.`,
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

/** Every type `<family>.<size>` of a row has this number of NVIDIA GPUs. */
type Row = readonly [families: string, sizes: string, count: number];

/**
 * The numbers that the cluster-autoscaler also assumes for a type without a running node: `ec2_instance_types.go` in
 * https://github.com/kubernetes/autoscaler, of 2026-01-22; p5e: https://aws.amazon.com/ec2/instance-types/p5/.
 */
const GPU_TYPES: readonly Row[] = [
  ["g4dn g5 g6 g6e", "xlarge 2xlarge 4xlarge 8xlarge 16xlarge", 1],
  ["g4dn g5 g6 g6e", "12xlarge", 4],
  ["g5 g6 g6e", "24xlarge", 4],
  ["g5 g6 g6e", "48xlarge", 8],
  ["g4dn", "metal", 8],
  ["g5g", "xlarge 2xlarge 4xlarge 8xlarge", 1],
  ["g5g", "16xlarge metal", 2],
  ["gr6", "4xlarge 8xlarge", 1],
  ["g7e", "2xlarge 4xlarge 8xlarge", 1],
  ["g7e", "12xlarge", 2],
  ["g7e", "24xlarge", 4],
  ["g7e", "48xlarge", 8],
  ["p3", "2xlarge", 1],
  ["p3", "8xlarge", 4],
  ["p3", "16xlarge", 8],
  ["p3dn p4d p4de", "24xlarge", 8],
  ["p5", "4xlarge", 1],
  ["p5 p5e p5en p6-b200", "48xlarge", 8],
];

/** The number of GPUs of a machine type; undefined if the type is not in the table. */
export function gpuCountOf(instanceType: string): number | undefined {
  const [family = "", size = ""] = instanceType.split(".");
  const row = GPU_TYPES.find(
    ([families, sizes]) => families.split(" ").includes(family) && sizes.split(" ").includes(size),
  );
  return row?.[2];
}
