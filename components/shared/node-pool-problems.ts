import { checked, checkedCount, checkedLabels, dns1123Label, labelKey, labelValue } from "./checks";
import { shown, type Problem } from "./invalid-args";
import { TaintEffect, type NodePoolSpec } from "./node-pool";

/** What is wrong with the pools, wherever they run. */
export function nodePoolProblems(pools: readonly NodePoolSpec[]): Problem[] {
  const each = pools.flatMap((pool) => poolProblems(`nodePools.${pool.name}`, pool));
  return each.length > 0 || pools.some((pool) => isOpen(pool) && pool.min > 0)
    ? each
    : [
        {
          path: "nodePools",
          reason:
            "no pool is sure to have a node without taints, which the cluster's own pods need. Add one, or raise its min to 1.",
        },
      ];
}

/** Whether pods that tolerate nothing find a place there. */
const isOpen = ({ taints }: NodePoolSpec): boolean =>
  taints.every(({ effect }) => effect === TaintEffect.PreferNoSchedule);

function poolProblems(path: string, pool: NodePoolSpec): Problem[] {
  const { name, min, desired, max, gpu, diskSizeGb, labels, zones } = pool;
  const counts = [
    ...checkedCount(`${path}.min`, min, 0),
    ...checkedCount(`${path}.desired`, desired, 0),
    ...checkedCount(`${path}.max`, max, 1),
  ];
  return [
    ...checked(path, name, dns1123Label),
    ...(counts.length > 0 ? counts : orderProblems(path, pool)),
    ...checkedCount(`${path}.gpu.count`, gpu?.count, 1),
    ...checked(`${path}.gpu.type`, gpu?.type, labelValue),
    ...checkedCount(`${path}.diskSizeGb`, diskSizeGb, 20),
    ...checkedLabels(`${path}.labels`, labels),
    ...taintProblems(`${path}.taints`, pool),
    ...(zones?.length === 0 ? [{ path: `${path}.zones`, reason: "is empty. Name a zone, or leave it out." }] : []),
  ];
}

function orderProblems(path: string, { min, desired, max }: NodePoolSpec): Problem[] {
  if (min > max) {
    return [{ path: `${path}.min`, reason: `${shown(min)} exceeds max (${shown(max)}). Lower min, or raise max.` }];
  }
  return min <= desired && desired <= max
    ? []
    : [
        {
          path: `${path}.desired`,
          reason: `${shown(desired)} is not between min (${shown(min)}) and max (${shown(max)}).`,
        },
      ];
}

function taintProblems(path: string, { gpu, taints }: NodePoolSpec): Problem[] {
  // That of GPUs stands before those of the caller, whose indices the paths tell.
  const added = gpu === undefined ? 0 : 1;
  return taints.slice(added).flatMap((taint, index) => {
    const at = `${path}[${String(index)}]`;
    const before = taints.slice(0, added + index);
    return [
      ...checked(`${at}.key`, taint.key, labelKey),
      ...checked(`${at}.value`, taint.value, labelValue),
      ...(before.some(({ key, effect }) => key === taint.key && effect === taint.effect)
        ? [{ path: at, reason: `repeats ${taint.key}:${taint.effect}, which these nodes have already. Leave it out.` }]
        : []),
    ];
  });
}
