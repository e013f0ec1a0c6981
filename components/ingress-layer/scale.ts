import type * as pulumi from "@pulumi/pulumi";
import { checkedCount } from "../shared/checks";
import { problemIf, type Problem } from "../shared/invalid-args";
import { resourceFieldProblems, resourceProblems, type ResourcesArgs } from "../shared/resources";
import { derived, type Values } from "../shared/values";
import type { AutoscalingArgs, Sized } from "./scale-args";

/** How many pods: a fixed number, or bounds for the autoscaler. */
export type Scale = { readonly replicas: pulumi.Input<number> } | { readonly autoscaling: Required<AutoscalingArgs> };

/** A fixed number of pods if one is given, else bounds. */
export const scaleOf = ({ replicas, autoscaling }: Sized): Scale =>
  replicas === undefined ? { autoscaling: { min: 1, max: 5, targetCpuPercent: 80, ...autoscaling } } : { replicas };

/** A disruption budget; none for a single pod, because it would block every drain of its node. */
export const disruptionBudget = (scale: Scale): pulumi.Input<Values | undefined> =>
  derived("replicas" in scale ? scale.replicas : scale.autoscaling.min, (pods) =>
    pods > 1 ? { minAvailable: 1 } : undefined,
  );

/** What is wrong with single inputs of a size. `at` is the path of what holds them, with a dot at its end. */
export const scaleFieldProblems = (at: string, { replicas, autoscaling, resources }: Sized): Problem[] => [
  ...checkedCount(`${at}replicas`, replicas, 1),
  ...checkedCount(`${at}autoscaling.min`, autoscaling?.min, 1),
  ...checkedCount(`${at}autoscaling.max`, autoscaling?.max, 1),
  ...checkedCount(`${at}autoscaling.targetCpuPercent`, autoscaling?.targetCpuPercent, 1),
  ...resourceFieldProblems(`${at}resources`, resources),
];

/** What does not fit together in a size; `defaults` are the resources that the chart fills in if the caller gives none. */
export function scaleProblems(
  at: string,
  { replicas, autoscaling, resources }: Sized,
  defaults: ResourcesArgs,
): Problem[] {
  const { min = 1, max = 1 } = autoscaling ?? {};
  return [
    ...problemIf(
      replicas !== undefined && autoscaling !== undefined,
      `${at}replicas`,
      "has no effect together with autoscaling. Leave one of them out.",
    ),
    ...problemIf(
      min > max,
      `${at}autoscaling`,
      `min (${String(min)}) exceeds max (${String(max)}). Lower min or raise max.`,
    ),
    ...resourceProblems(`${at}resources`, resources, defaults),
  ];
}
