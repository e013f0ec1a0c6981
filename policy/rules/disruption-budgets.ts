import { hasChartValues } from "../../cli/plan/text/names";
import { ownValue } from "../../components/shared/own-value";
import { isHidden, isMap, UNKNOWN, type PlainValue, type PlannedResource } from "../../recorder/graph";
import { allOf, known, listOf, placesIn, type Answer, type Values } from "../inputs";
import { unknown, violation, type CheckedStack, type Finding, type Rule } from "../rule";

const BUDGET = /^kubernetes:policy\/v1(beta1)?:PodDisruptionBudget$/;
const WORKLOAD =
  /^kubernetes:((apps|extensions)\/v1\w*:(Deployment|StatefulSet|ReplicaSet)|core\/v1:ReplicationController)$/;
const MODEL = /^kubernetes:machinelearning\.seldon\.io\/v1\w*:SeldonDeployment$/;
const AUTOSCALER = /^kubernetes:(autoscaling\/v\d\w*:HorizontalPodAutoscaler|keda\.sh\/v\d\w*:ScaledObject)$/;

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
    if (WORKLOAD.test(type)) {
      const { pods, path } = podsOf(resource, stack);
      return needBudget(pods, path, () => coverOf(resource, stack, pods));
    }
    if (MODEL.test(type)) return modelFindings(inputs.values);
    return hasChartValues(resource) ? chartFindings(resource, stack) : [];
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
  const wantsAll = minAvailable === "100%" || (isNumber(pods) && pods > 0 && ofPods(minAvailable, pods) >= pods);
  if (![0, "0", "0%"].some((none) => none === maxUnavailable) && !wantsAll) return [];
  return violation(`${path} never lets a pod go, so no node can be drained: allow at least one pod to be missing.`);
}

/** A number of pods, or a share of so many, which Kubernetes rounds up. */
function ofPods(value: PlainValue | undefined, pods: number): number {
  if (typeof value === "string" && /^\d+%$/.test(value)) return Math.ceil((Number(value.slice(0, -1)) * pods) / 100);
  return isNumber(value) ? value : 0;
}

const isNumber = (value: PlainValue | undefined): value is number => typeof value === "number";

/** The number of pods of the workload that a budget selects, if it is one workload. */
function podsOfBudget(budget: PlannedResource, stack: CheckedStack): PlainValue | undefined {
  const selected = beside(budget, stack, WORKLOAD).filter((workload) => selects(budget, workload) !== "no");
  const [workload] = selected;
  const isOne = selected.length === 1 && workload !== undefined && selects(budget, workload) === "yes";
  return isOne ? podsOf(workload, stack).pods : undefined;
}

/** The number of pods of a workload, and the input that says it. An autoscaler decides where the workload says none. */
function podsOf(workload: PlannedResource, stack: CheckedStack): { pods: PlainValue | undefined; path: string } {
  const path = "spec.replicas";
  const pods = known(workload.inputs.values, path);
  if (pods !== undefined) return { pods, path };
  const scalers = beside(workload, stack, AUTOSCALER).map(({ inputs: { values } }) => values);
  const target = (values: Values) => known(values, "spec.scaleTargetRef.name");
  const name = known(workload.inputs.values, "metadata.name");
  const own = scalers.find((values) => target(values) === name && !isHidden(name));
  if (own === undefined) {
    // Whom an autoscaler scales is not known where Pulumi chooses the name.
    const isUnknown = scalers.some((values) => isHidden(target(values)) || name === undefined || isHidden(name));
    return isUnknown ? { pods: UNKNOWN, path } : { pods: 1, path };
  }
  const least = known(own, "spec.minReplicas") ?? known(own, "spec.minReplicaCount") ?? 1;
  return { pods: least, path: "the autoscaler" };
}

/** Resources of these types in the same cluster and namespace. */
function beside(
  resource: PlannedResource,
  stack: CheckedStack,
  types: RegExp,
  namespace = namespaceOf(resource, stack),
) {
  return stack.resources.filter(
    (other) =>
      types.test(other.type) && other.provider === resource.provider && namespaceOf(other, stack) === namespace,
  );
}

/** The namespace of an object: its own, that of its provider, or `default`. */
const namespaceOf = ({ inputs, provider }: PlannedResource, stack: CheckedStack): PlainValue =>
  known(inputs.values, "metadata.namespace") ?? namespaceOfProvider(provider, stack);

const namespaceOfProvider = (provider: string | undefined, { resources }: CheckedStack): PlainValue =>
  resources.find(({ urn }) => urn === provider)?.inputs.values["namespace"] ?? "default";

const isSeveral = (pods: PlainValue | undefined): boolean => Number(isHidden(pods) ? 1 : (pods ?? 1)) > 1;

/** Whether a budget of the same cluster and namespace selects the pods of a workload, and keeps any of them. */
function coverOf(workload: PlannedResource, stack: CheckedStack, pods: PlainValue | undefined): Answer {
  const answers = beside(workload, stack, BUDGET)
    .filter((budget) => keepsAny(known(budget.inputs.values, "spec"), pods))
    .map((budget) => selects(budget, workload));
  return (["yes", "unknown"] as const).find((answer) => answers.includes(answer)) ?? "no";
}

/** Whether a budget keeps any pod of so many; what is not known yet may. */
function keepsAny(spec: PlainValue | undefined, pods: PlainValue | undefined): boolean {
  if (!isMap(spec)) return isHidden(spec);
  const { maxUnavailable, minAvailable } = spec;
  if (isHidden(maxUnavailable) || isHidden(minAvailable)) return true;
  const least = ofPods(minAvailable, 100);
  if (maxUnavailable === undefined) return least > 0;
  return maxUnavailable !== "100%" && !(isNumber(maxUnavailable) && isNumber(pods) && maxUnavailable >= pods);
}

/** Whether a budget's selector matches the labels of a workload's pods. An empty one selects every pod of the namespace. */
function selects(budget: PlannedResource, workload: PlannedResource): Answer {
  const selector = known(budget.inputs.values, "spec.selector");
  const labels = known(workload.inputs.values, "spec.template.metadata.labels");
  if (isHidden(selector) || isHidden(labels)) return "unknown";
  if (!isMap(selector)) return "no";
  const { matchLabels = {}, matchExpressions = [] } = selector;
  if (isHidden(matchLabels) || isHidden(matchExpressions)) return "unknown";
  const label = (key: string) => (isMap(labels) ? ownValue(labels, key) : undefined);
  return allOf([
    ...Object.entries(isMap(matchLabels) ? matchLabels : {}).map(([key, value]) => isOneOf(label(key), [value])),
    ...listOf(matchExpressions).map((expression) => meetsExpression(expression, label)),
  ]);
}

const isOneOf = (label: PlainValue | undefined, values: readonly PlainValue[]): Answer => {
  if (isHidden(label) || values.some(isHidden)) return "unknown";
  return values.some((value) => value === label) ? "yes" : "no";
};

const OPPOSITE: Readonly<Record<Answer, Answer>> = { yes: "no", no: "yes", unknown: "unknown" };

function meetsExpression(expression: PlainValue, labelOf: (key: string) => PlainValue | undefined): Answer {
  if (!isMap(expression)) return isHidden(expression) ? "unknown" : "no";
  const { key, operator, values } = expression;
  if (typeof key !== "string" || [key, operator, values].some(isHidden)) return "unknown";
  const label = labelOf(key);
  if (operator === "Exists") return label === undefined ? "no" : "yes";
  if (operator === "DoesNotExist") return label === undefined ? "yes" : "no";
  const isIn = isOneOf(label, listOf(values));
  return operator === "NotIn" ? OPPOSITE[isIn] : isIn;
}

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

/** What charts call the number of pods of a part. */
const NUMBERS = new Set(["replicas", "replicaCount", "minReplicas", "autoscaleMin"]);

/** What charts call the values of a budget. */
const BUDGET_VALUE = /^(pdb|podDisruptionBudget|disruptionBudget)$/i;

/** Charts: a budget among the values, or one of the program in the chart's namespace. */
function chartFindings(release: PlannedResource, stack: CheckedStack): Finding[] {
  const { values, namespace } = release.inputs.values;
  const places = placesIn(release).filter(({ key }) => BUDGET_VALUE.test(key));
  const isOn = places.some(({ value }) => isMap(value) && !isOff(value) && Object.keys(value).length > 0);
  const around = namespace ?? namespaceOfProvider(release.provider, stack);
  const hasBudget = () => (isOn || beside(release, stack, BUDGET, around).length > 0 ? "yes" : "no");
  const numbers = numbersIn(values, "values");
  const several = numbers.find(({ value }) => isSeveral(value)) ?? numbers.find(({ value }) => isHidden(value));
  return [
    ...places.flatMap(({ path, value }) => (isOff(value) ? [] : blocking(value, path))),
    ...(several === undefined ? [] : needBudget(several.value, several.path, hasBudget)),
  ];
}

/** The numbers of pods in a chart's values, with their paths, except those of parts that are turned off. */
function numbersIn(values: PlainValue | undefined, path: string): { path: string; value: PlainValue }[] {
  if (!isMap(values) || isOff(values)) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    const at = `${path}.${key}`;
    const isNumberOfPods =
      NUMBERS.has(key) && (isNumber(value) || (typeof value === "string" && (isHidden(value) || /^\d+$/.test(value))));
    return isNumberOfPods ? [{ path: at, value }] : numbersIn(value, at);
  });
}

/** Whether a part of a chart is turned off. */
const isOff = (values: PlainValue): boolean =>
  isMap(values) && (values["enabled"] === false || values["create"] === false);
