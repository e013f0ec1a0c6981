import { checkedCount } from "../shared/checks";
import type { Problem } from "../shared/invalid-args";
import { resourceProblems, type ResourcesArgs } from "../shared/resources";
import type { AutoscalingArgs } from "./args";

/** How many pods: a fixed number, or bounds for the autoscaler. */
export type Scale = { readonly replicas: number } | { readonly autoscaling: Required<AutoscalingArgs> };

/** The inputs of a Deployment's size, which a gateway and a control plane share. */
interface Sized {
  readonly replicas?: number;
  readonly autoscaling?: AutoscalingArgs;
  readonly resources?: ResourcesArgs;
}

/** A fixed number of pods where one is given, else bounds. */
export const scaleOf = ({ replicas, autoscaling }: Sized): Scale =>
  replicas === undefined ? { autoscaling: { min: 1, max: 5, targetCpuPercent: 80, ...autoscaling } } : { replicas };

/** Fewest pods there will be. */
export const leastPods = (scale: Scale): number => ("replicas" in scale ? scale.replicas : scale.autoscaling.min);

/**
 * What is wrong with a Deployment's size. `at` is the path of what holds the inputs, with a dot at its end;
 * `defaults` are the resources that the chart fills in where the caller gives none.
 */
export function sizeProblems(
  at: string,
  { replicas, autoscaling, resources }: Sized,
  defaults: ResourcesArgs = {},
): Problem[] {
  const { min, max, targetCpuPercent } = autoscaling ?? {};
  const problems: Problem[] = [
    ...checkedCount(`${at}replicas`, replicas, 1),
    ...checkedCount(`${at}autoscaling.min`, min, 1),
    ...checkedCount(`${at}autoscaling.max`, max, 1),
    ...checkedCount(`${at}autoscaling.targetCpuPercent`, targetCpuPercent, 1),
    ...resourceProblems(`${at}resources`, resources, defaults),
  ];
  if (replicas !== undefined && autoscaling !== undefined) {
    problems.push({ path: `${at}replicas`, reason: "has no effect beside autoscaling. Leave one of them out." });
  }
  if (min !== undefined && max !== undefined && min > max) {
    problems.push({
      path: `${at}autoscaling`,
      reason: `min (${String(min)}) exceeds max (${String(max)}). Lower min or raise max.`,
    });
  }
  return problems;
}
