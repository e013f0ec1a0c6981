import { isChart } from "../../cli/plan/text/names";
import type { PlainValue, PlannedResource } from "../../recorder/graph";
import { isHidden, isMap, known, listOf, placesIn, type Values } from "../inputs";
import { unknown, violation, type CheckedStack, type Finding, type Rule } from "../rule";

const BUDGET = /^kubernetes:policy\/v1(beta1)?:PodDisruptionBudget$/;
const WORKLOAD = /^kubernetes:apps\/v1:(Deployment|StatefulSet|ReplicaSet)$/;
const MODEL = "kubernetes:machinelearning.seldon.io/v1:SeldonDeployment";

/** Several pods of one kind are not taken away at once while nodes are drained. */
export const rule: Rule = {
  name: "disruption-budgets",
  description: "Whatever runs in several pods has a disruption budget, and no budget keeps nodes from being drained.",
  level: "advisory",
  // Budgets are resources of their own.
  needs: "stack",
  options: { allow: [] },
  check(resource, stack) {
    const { type, inputs } = resource;
    if (BUDGET.test(type)) return blocking(known(inputs.values, "spec"), "spec");
    if (WORKLOAD.test(type))
      return needBudget(known(inputs.values, "spec.replicas"), "spec.replicas", () => selects(resource, stack));
    if (type === MODEL) return modelFindings(inputs.values);
    return isChart(resource) ? chartFindings(resource, stack) : [];
  },
};

const WRITE_ONE = "so a drained node can take all of them at once: write a PodDisruptionBudget for them.";

/** What is wrong with a number of pods without a budget. */
function needBudget(pods: PlainValue | undefined, path: string, hasBudget: () => boolean): Finding[] {
  if (hasBudget()) return [];
  if (isHidden(pods)) return unknown(path);
  return isSeveral(pods) ? violation(`${path} asks for several pods, and no budget covers them, ${WRITE_ONE}`) : [];
}

/** A budget that never lets a pod go. */
function blocking(budget: PlainValue | undefined, path: string): Finding[] {
  if (!isMap(budget)) return [];
  const { maxUnavailable, minAvailable } = budget;
  if (![0, "0", "0%"].some((none) => none === maxUnavailable) && minAvailable !== "100%") return [];
  return violation(`${path} never lets a pod go, so no node can be drained: allow at least one pod to be missing.`);
}

const isSeveral = (pods: PlainValue | undefined): boolean => typeof pods === "number" && pods > 1;

/** Whether a budget of the same cluster and namespace selects the pods of a workload. */
function selects(workload: PlannedResource, stack: CheckedStack): boolean {
  const labels = known(workload.inputs.values, "spec.template.metadata.labels");
  return budgetsIn(stack, workload, known(workload.inputs.values, "metadata.namespace")).some(({ inputs }) => {
    const wanted = known(inputs.values, "spec.selector.matchLabels");
    return isMap(wanted) && isMap(labels) && Object.entries(wanted).every(([key, value]) => labels[key] === value);
  });
}

const budgetsIn = ({ resources }: CheckedStack, { provider }: PlannedResource, namespace: PlainValue | undefined) =>
  resources.filter(
    (resource) =>
      BUDGET.test(resource.type) &&
      resource.provider === provider &&
      known(resource.inputs.values, "metadata.namespace") === namespace,
  );

/** Models: the operator makes the budgets that `pdbSpec` describes. */
function modelFindings(values: Values): Finding[] {
  const all = known(values, "spec.replicas");
  return listOf(known(values, "spec.predictors")).flatMap((predictor, index) => {
    const path = `spec.predictors[${String(index)}]`;
    const shared = isMap(predictor) ? (predictor["replicas"] ?? all) : all;
    return listOf(isMap(predictor) ? predictor["componentSpecs"] : undefined).flatMap((pod, place) => {
      if (!isMap(pod)) return [];
      const at = `${path}.componentSpecs[${String(place)}]`;
      const pods = known(pod, "hpaSpec.minReplicas") ?? pod["replicas"] ?? shared;
      return pod["pdbSpec"] === undefined
        ? needBudget(pods, at, () => false)
        : blocking(pod["pdbSpec"], `${at}.pdbSpec`);
    });
  });
}

/** Values of charts with the number of pods. */
const NUMBERS = ["replicas", "replicaCount", "autoscaling.minReplicas", "autoscaleMin"];

/** What charts call the values of a budget. */
const BUDGET_VALUE = /^(pdb|podDisruptionBudget|disruptionBudget)$/i;

/** Charts: a budget among the values, or one of the program in the chart's namespace. */
function chartFindings(release: PlannedResource, stack: CheckedStack): Finding[] {
  const values = release.inputs.values;
  const places = placesIn(release).filter(({ key }) => BUDGET_VALUE.test(key));
  const isOn = places.some(({ value }) => isMap(value) && value["enabled"] !== false && Object.keys(value).length > 0);
  const hasBudget = () => isOn || budgetsIn(stack, release, values["namespace"]).length > 0;
  const paths = NUMBERS.map((path) => `values.${path}`);
  const numbers = paths.map((path) => ({ path, pods: known(values, path) })).filter(({ pods }) => pods !== undefined);
  const several = numbers.find(({ pods }) => isSeveral(pods)) ?? numbers.find(({ pods }) => isHidden(pods));
  return [
    ...places.flatMap(({ path, value }) => blocking(value, path)),
    ...(several === undefined ? [] : needBudget(several.pods, several.path, hasBudget)),
  ];
}
