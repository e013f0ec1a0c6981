import { isChart } from "../../cli/plan/text/names";
import { isHidden, isMap, type PlainValue, type PlannedResource } from "../../recorder/graph";
import { allOf, known, listOf, placesIn, type Answer, type Values } from "../inputs";
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
    if (BUDGET.test(type)) return blocking(known(inputs.values, "spec"), "spec", podsOfBudget(resource, stack));
    if (WORKLOAD.test(type))
      return needBudget(known(inputs.values, "spec.replicas"), "spec.replicas", () => coverOf(resource, stack));
    if (type === MODEL) return modelFindings(inputs.values);
    return isChart(resource) ? chartFindings(resource, stack) : [];
  },
};

const WRITE_ONE = "so a drained node can take all of them at once: write a PodDisruptionBudget for them.";

/** What is wrong with a number of pods without a budget. */
function needBudget(pods: PlainValue | undefined, path: string, hasBudget: () => Answer): Finding[] {
  const covered = hasBudget();
  if (covered === "yes") return [];
  if (isHidden(pods)) return unknown(path);
  if (isSeveral(pods) && covered === "unknown") return unknown("which budget covers its pods");
  return isSeveral(pods) ? violation(`${path} asks for several pods, and no budget covers them, ${WRITE_ONE}`) : [];
}

/** A budget that never lets a pod go, of so many pods. */
function blocking(budget: PlainValue | undefined, path: string, pods?: PlainValue): Finding[] {
  if (isHidden(budget)) return unknown(path);
  if (!isMap(budget)) return [];
  const { maxUnavailable, minAvailable } = budget;
  if (isHidden(maxUnavailable) || isHidden(minAvailable)) return unknown(path);
  const wantsAll = minAvailable === "100%" || (isNumber(minAvailable) && isNumber(pods) && minAvailable >= pods);
  if (![0, "0", "0%"].some((none) => none === maxUnavailable) && !wantsAll) return [];
  return violation(`${path} never lets a pod go, so no node can be drained: allow at least one pod to be missing.`);
}

const isNumber = (value: PlainValue | undefined): value is number => typeof value === "number";

/** The number of pods of the workload that a budget selects, if it is one workload that says how many. */
function podsOfBudget(budget: PlannedResource, { resources }: CheckedStack): PlainValue | undefined {
  const selected = resources.filter(
    (resource) =>
      WORKLOAD.test(resource.type) &&
      resource.provider === budget.provider &&
      namespaceOf(resource) === namespaceOf(budget) &&
      selects(budget, resource) !== "no",
  );
  const [workload] = selected;
  const isOne = selected.length === 1 && workload !== undefined && selects(budget, workload) === "yes";
  return isOne ? known(workload.inputs.values, "spec.replicas") : undefined;
}

const namespaceOf = ({ inputs }: PlannedResource) => known(inputs.values, "metadata.namespace");

const isSeveral = (pods: PlainValue | undefined): boolean => typeof pods === "number" && pods > 1;

/** Whether a budget of the same cluster and namespace selects the pods of a workload. */
function coverOf(workload: PlannedResource, stack: CheckedStack): Answer {
  const answers = budgetsIn(stack, workload, namespaceOf(workload)).map((budget) => selects(budget, workload));
  return (["yes", "unknown"] as const).find((answer) => answers.includes(answer)) ?? "no";
}

function selects(budget: PlannedResource, workload: PlannedResource): Answer {
  const selector = known(budget.inputs.values, "spec.selector");
  // An empty selector selects every pod of the namespace.
  const wanted = isMap(selector) && Object.keys(selector).length === 0 ? {} : known(budget.inputs.values, MATCH_LABELS);
  const labels = known(workload.inputs.values, "spec.template.metadata.labels");
  if (isHidden(wanted) || isHidden(labels)) return "unknown";
  if (!isMap(wanted)) return "no";
  return allOf(
    Object.entries(wanted).map(([key, value]): Answer => {
      const label = isMap(labels) ? labels[key] : undefined;
      if (isHidden(label) || isHidden(value)) return "unknown";
      return label === value ? "yes" : "no";
    }),
  );
}

const MATCH_LABELS = "spec.selector.matchLabels";

const budgetsIn = ({ resources }: CheckedStack, { provider }: PlannedResource, namespace: PlainValue | undefined) =>
  resources.filter(
    (resource) => BUDGET.test(resource.type) && resource.provider === provider && namespaceOf(resource) === namespace,
  );

/** Models: the operator makes the budgets that `pdbSpec` describes. */
function modelFindings(values: Values): Finding[] {
  const all = known(values, "spec.replicas");
  const predictors = known(values, "spec.predictors");
  if (isHidden(predictors)) return unknown("spec.predictors");
  return listOf(predictors).flatMap((predictor, index) => {
    const path = `spec.predictors[${String(index)}]`;
    if (isHidden(predictor)) return unknown(path);
    const shared = isMap(predictor) ? (predictor["replicas"] ?? all) : all;
    const specs = isMap(predictor) ? predictor["componentSpecs"] : undefined;
    if (isHidden(specs)) return unknown(`${path}.componentSpecs`);
    // The operator adds the pod of a server that is not written, without a budget.
    if (listOf(specs).length === 0) return needBudget(shared, path, () => "no");
    return listOf(specs).flatMap((pod, place) => {
      const at = `${path}.componentSpecs[${String(place)}]`;
      if (isHidden(pod)) return unknown(at);
      if (!isMap(pod)) return [];
      const pods = known(pod, "hpaSpec.minReplicas") ?? pod["replicas"] ?? shared;
      return pod["pdbSpec"] === undefined
        ? needBudget(pods, at, () => "no")
        : blocking(pod["pdbSpec"], `${at}.pdbSpec`, pods);
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
  const hasBudget = () => (isOn || budgetsIn(stack, release, values["namespace"]).length > 0 ? "yes" : "no");
  const paths = NUMBERS.map((path) => `values.${path}`);
  const numbers = paths.map((path) => ({ path, pods: known(values, path) })).filter(({ pods }) => pods !== undefined);
  const several = numbers.find(({ pods }) => isSeveral(pods)) ?? numbers.find(({ pods }) => isHidden(pods));
  return [
    ...places.flatMap(({ path, value }) => blocking(value, path)),
    ...(several === undefined ? [] : needBudget(several.pods, several.path, hasBudget)),
  ];
}
