import { checked, checkedCount, dns1123Subdomain, type Check } from "../../shared/checks";
import { problemIf, type Problem } from "../../shared/invalid-args";
import type { ModelAutoscalingArgs, ModelDisruptionBudgetArgs } from "./scaling-args";
import type { StepArgs } from "./args";
import { unknownFieldsOf } from "../unknown-fields";

/** Ten times what was reserved: more is a mistake, such as an amount in place of a share. */
const MOST_PERCENT = 1000;

/** What is wrong with single inputs of autoscalers. */
export const scalerFieldProblems = (path: string, { autoscaling, keda }: StepArgs): Problem[] => [
  ...checkedCount(`${path}.autoscaling.minReplicas`, autoscaling?.minReplicas, 1),
  ...checkedCount(`${path}.autoscaling.maxReplicas`, autoscaling?.maxReplicas, 1),
  ...checkedCount(`${path}.autoscaling.cpuPercent`, autoscaling?.cpuPercent, 1, MOST_PERCENT),
  ...checkedCount(`${path}.autoscaling.memoryPercent`, autoscaling?.memoryPercent, 1, MOST_PERCENT),
  ...unknownFieldsOf(`${path}.autoscaling.metrics`, autoscaling?.metrics, "metricsv2[]"),
  ...checkedCount(`${path}.keda.minReplicas`, keda?.minReplicas, 1),
  ...checkedCount(`${path}.keda.maxReplicas`, keda?.maxReplicas, 1),
  ...checkedCount(`${path}.keda.pollingSeconds`, keda?.pollingSeconds, 1),
  ...checkedCount(`${path}.keda.cooldownSeconds`, keda?.cooldownSeconds, 0),
  ...(keda?.triggers ?? []).flatMap(({ type, authentication }, index) => [
    ...problemIf(
      type === "",
      `${path}.keda.triggers[${String(index)}].type`,
      "is empty. Write the kind of the trigger.",
    ),
    ...checked(`${path}.keda.triggers[${String(index)}].authentication`, authentication, dns1123Subdomain),
  ]),
];

const podsOrShare: Check = (value) =>
  /^(\d{1,9}|([0-9]|[1-9][0-9]|100)%)$/.test(value)
    ? undefined
    : "is neither a number of pods nor a share, such as 1 or 50%";

/** What is wrong with single inputs of a disruption budget. */
export const budgetFieldProblems = (path: string, budget: ModelDisruptionBudgetArgs | undefined): Problem[] => [
  ...checked(`${path}.minAvailable`, budget?.minAvailable, podsOrShare),
  ...checked(`${path}.maxUnavailable`, budget?.maxUnavailable, podsOrShare),
];

/** Autoscalers that could not work, or that something else decides. */
export function scalerProblems(path: string, step: StepArgs): Problem[] {
  const { replicas, autoscaling, keda } = step;
  const scaler = autoscaling === undefined ? "keda" : "autoscaling";
  const [least, most] = [keda?.minReplicas ?? 1, keda?.maxReplicas];
  return [
    ...problemIf(
      autoscaling !== undefined && keda !== undefined,
      `${path}.autoscaling`,
      "is ignored together with keda. Leave one of them out.",
    ),
    ...problemIf(
      replicas !== undefined && (autoscaling ?? keda) !== undefined,
      `${path}.replicas`,
      `is ignored together with ${scaler}. Leave one of them out.`,
    ),
    ...(autoscaling === undefined ? [] : metricProblems(`${path}.autoscaling`, autoscaling, step)),
    ...problemIf(keda?.triggers.length === 0, `${path}.keda.triggers`, "is empty. Write at least one."),
    ...problemIf(
      most !== undefined && least > most,
      `${path}.keda.minReplicas`,
      `${String(least)} exceeds maxReplicas (${String(most)}). Lower minReplicas.`,
    ),
  ];
}

/** Shares of what a container requests: without a request, the autoscaler reports an error and scales nothing. */
const metricProblems = (
  path: string,
  { minReplicas = 1, maxReplicas, cpuPercent, memoryPercent, metrics = [] }: ModelAutoscalingArgs,
  { resources }: StepArgs,
): Problem[] => [
  ...problemIf(
    minReplicas > maxReplicas,
    `${path}.minReplicas`,
    `${String(minReplicas)} exceeds maxReplicas (${String(maxReplicas)}). Lower minReplicas.`,
  ),
  ...problemIf(
    cpuPercent === undefined && memoryPercent === undefined && metrics.length === 0,
    path,
    "has no metric. Write cpuPercent, memoryPercent or metrics.",
  ),
  ...(["cpu", "memory"] as const).flatMap((what) =>
    problemIf(
      (what === "cpu" ? cpuPercent : memoryPercent) !== undefined &&
        (resources?.requests?.[what] ?? resources?.limits?.[what]) === undefined,
      `${path}.${what}Percent`,
      `is a share of what the container requests, but resources.requests.${what} is not written. Write it.`,
    ),
  ),
];
