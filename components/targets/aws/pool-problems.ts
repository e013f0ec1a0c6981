import { checked, checkedCount, dns1123Label } from "../../shared/checks";
import { shown, type Problem } from "../../shared/invalid-args";
import type { NodePoolSpec } from "../../shared/node-pool";
import type { AwsClusterArgs } from "./args";
import { AUTONAME } from "./autoname";
import * as formats from "./formats";
import { gpuLabels } from "./gpu-labels";
import { gpuCountOf } from "./gpu-types";

/** What is wrong with a pool of a cluster of this name on AWS, besides what is wrong wherever it runs. */
export function poolProblems(cluster: string, block: AwsClusterArgs, pool: NodePoolSpec): Problem[] {
  const { name, zones } = pool;
  const path = `nodePools.${name}`;
  return [
    // What is no label is refused as such, wherever the pool runs.
    ...(dns1123Label(name) === undefined
      ? checked(path, name, formats.nodePoolName(cluster.length + 1 + AUTONAME))
      : []),
    ...typeProblems(path, pool),
    ...labelProblems(`${path}.labels`, pool),
    ...(zones ?? []).flatMap((zone, index) =>
      checked(`${path}.zones[${String(index)}]`, zone, formats.zone(block.region)),
    ),
  ];
}

function typeProblems(path: string, { instanceType, gpu }: NodePoolSpec): Problem[] {
  const at = `${path}.instanceType`;
  if (gpu === undefined) {
    const malformed = checked(at, instanceType, formats.instanceType);
    return malformed.length > 0 ? malformed : unusedGpuProblems(`${path}.gpu`, instanceType);
  }
  if (instanceType === undefined) {
    return [{ path: at, reason: "is missing. Name a type that has the GPUs, such as g5.xlarge." }];
  }
  return [
    ...checked(at, instanceType, (value) => formats.instanceType(value) ?? formats.gpuInstanceType(value)),
    ...gpuCountProblems(`${path}.gpu.count`, instanceType, gpu.count),
  ];
}

/** Without the block, nodes have neither a driver nor the device plugin: the GPUs are paid for, and no pod gets one. */
function unusedGpuProblems(path: string, instanceType: string | undefined): Problem[] {
  if (instanceType === undefined || formats.gpuInstanceType(instanceType) !== undefined) return [];
  const count = gpuCountOf(instanceType) ?? 1;
  const block = `gpu: { type: "…"${count === 1 ? "" : `, count: ${String(count)}`} }`;
  const reason =
    `is missing: ${instanceType} has GPUs of NVIDIA, which no pod could use without it. Write ${block} with their model, ` +
    "such as nvidia-a10g, or take a type without GPUs.";
  return [{ path, reason }];
}

function gpuCountProblems(path: string, instanceType: string, count: number): Problem[] {
  const there = gpuCountOf(instanceType);
  // What is no count is refused as such, wherever the pool runs.
  if (there === undefined || there === count || checkedCount(path, count, 1).length > 0) return [];
  const reason = `${shown(count)} is not what ${instanceType} has. Write count: ${String(there)}.`;
  return [{ path, reason }];
}

function labelProblems(path: string, { labels, gpu }: NodePoolSpec): Problem[] {
  const decided = gpuLabels(gpu);
  return Object.entries(labels).flatMap(([key, value]) => {
    const at = `${path}.${key}`;
    const ours = decided[key];
    return ours === undefined || ours === value
      ? checked(at, key, formats.nodeLabelKey)
      : [{ path: at, reason: `${shown(value)} contradicts gpu, which makes it ${shown(ours)}. Leave it out.` }];
  });
}
