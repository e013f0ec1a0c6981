import { checked, dns1123Label } from "../../shared/checks";
import { shown, type Problem } from "../../shared/invalid-args";
import type { NodePoolSpec } from "../../shared/node-pool";
import type { AwsClusterArgs } from "./args";
import { AUTONAME } from "./autoname";
import * as formats from "./formats";
import { gpuLabels } from "./gpu-labels";

/** What is wrong with a pool on AWS, besides what is wrong wherever it runs. */
export function poolProblems(cluster: string, block: AwsClusterArgs, pool: NodePoolSpec): Problem[] {
  const { name, zones } = pool;
  const path = `nodePools.${name}`;
  return [
    // What is no label is refused as such, wherever the pool runs.
    ...(dns1123Label(name) === undefined
      ? checked(path, name, formats.nodePoolName(cluster.length + 1 + AUTONAME))
      : []),
    ...typeProblems(`${path}.instanceType`, pool),
    ...labelProblems(`${path}.labels`, pool),
    ...(zones ?? []).flatMap((zone, index) =>
      checked(`${path}.zones[${String(index)}]`, zone, formats.zone(block.region)),
    ),
  ];
}

function typeProblems(path: string, { instanceType, gpu }: NodePoolSpec): Problem[] {
  if (gpu === undefined) return checked(path, instanceType, formats.instanceType);
  return instanceType === undefined
    ? [{ path, reason: "is missing. Name a type that has the GPUs, such as g5.xlarge." }]
    : checked(path, instanceType, (value) => formats.instanceType(value) ?? formats.gpuInstanceType(value));
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
