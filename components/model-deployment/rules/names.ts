import { dns1123Label, labelKey, labelValue, type Check } from "../../shared/checks";
import { shown } from "../../shared/invalid-args";
import { stepsWithPaths } from "../graph";
import type { JsonPath, Predictor, SeldonDeployment } from "../manifest";
import { hasNoOrchestrator, hasOrchestratorPod } from "./orchestrator";
import { podNames } from "./pods";
import { checkedText, problemIf, type ManifestProblem } from "./problem";

/** An RFC 1035 label: a valid name of a Service on every Kubernetes that we support. */
const dns1035Label: Check = (value) =>
  dns1123Label(value) === undefined && /^[a-z]/.test(value)
    ? undefined
    : "is not a DNS-1035 label; use at most 63 characters: a-z, 0-9 and '-', with a letter first and a letter or digit last";

/** The operator labels pods with the key `seldon-app-svc-<step>`, and a label's name has at most 63 characters. */
const stepName: Check = (value) =>
  dns1123Label(value) ??
  (value.length > 48
    ? "is longer than 48 characters, but the operator uses it in label names; write a shorter name"
    : undefined);

const SERVICE_NAME = "seldon.io/svc-name";

/** Longest name of a Service or a label; the operator replaces a longer one by a hash that nobody finds. */
const LONGEST = 63;

/** Names that the operator turns into names of Deployments and Services. */
export function nameProblems(deployment: SeldonDeployment): ManifestProblem[] {
  const { metadata, spec } = deployment;
  const own = checkedText(["metadata", "name"], metadata.name, dns1035Label);
  const each = spec.predictors.map((predictor, index) => {
    const at = ["spec", "predictors", index];
    return {
      name: { at: [...at, "name"], value: predictor.name },
      service: { at: [...at, "annotations", SERVICE_NAME], value: predictor.annotations?.[SERVICE_NAME] },
      steps: stepsWithPaths([...at, "graph"], predictor.graph).map(({ at, node }) => ({
        at: [...at, "name"],
        value: node.name,
      })),
    };
  });
  const written = [
    ...each.flatMap(({ name, steps }) => [
      ...checkedText(name.at, name.value, dns1123Label),
      ...steps.flatMap(({ at, value }) => checkedText(at, value, stepName)),
      ...repeated(steps),
    ]),
    ...repeated(each.map(({ name }) => name)),
    ...each.flatMap(({ service }) => checkedText(service.at, service.value, dns1035Label)),
    ...repeated(each.map(({ service }) => service)),
  ];
  return [
    ...own,
    ...checkedText(["metadata", "namespace"], metadata.namespace, dns1123Label),
    ...Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => [
      ...checkedText(["metadata", "labels", key], key, labelKey),
      ...checkedText(["metadata", "labels", key], value, labelValue),
    ]),
    ...written,
    ...(own.length > 0 || written.length > 0 ? [] : derivedNameProblems(deployment)),
  ];
}

/** Names that are the same as one before. */
const repeated = (names: readonly { readonly at: JsonPath; readonly value: unknown }[]): ManifestProblem[] =>
  names.flatMap(({ at, value }, index) =>
    problemIf(
      value !== undefined && names.findIndex((other) => other.value === value) !== index,
      at,
      `${shown(value)} is used twice. Rename one of them.`,
    ),
  );

/** Predictors for which the operator derives a name that is too long; of several names, the longest. */
const derivedNameProblems = (deployment: SeldonDeployment): ManifestProblem[] =>
  deployment.spec.predictors.flatMap((predictor, index) => {
    const longest = derivedNames(deployment, predictor).reduce((long, name) =>
      name.length > long.length ? name : long,
    );
    const over = longest.length - LONGEST;
    return problemIf(
      over > 0,
      ["spec", "predictors", index, "name"],
      `leads to the generated name "${longest}", which is ${String(over)} longer than the limit of ${String(LONGEST)} characters. Shorten the name of the deployment, the predictor or the step.`,
    );
  });

function derivedNames({ metadata, spec }: SeldonDeployment, predictor: Predictor): string[] {
  const base = `${metadata.name}-${predictor.name}`;
  return [
    base,
    ...podNames(base, predictor),
    ...(hasOrchestratorPod(spec) && !hasNoOrchestrator(predictor) ? [`${base}-svc-orch`] : []),
    ...((predictor.explainer?.type ?? "") === "" ? [] : [`${base}-explainer`]),
  ];
}
