import { dns1123Label, type Check } from "../../shared/checks";
import { shown } from "../../shared/invalid-args";
import type { SeldonFacts } from "../../shared/facts";
import { stepsWithPaths } from "../graph";
import type { JsonPath, SeldonDeployment } from "../manifest";
import { derivedNames, longNameProblems, sameNameProblems, SERVICE_NAME } from "./derived-names";
import { ORCHESTRATOR, podPartProblems, TENSORFLOW } from "./pod-parts";
import { podsOf } from "./pods";
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

/** Containers that the operator adds itself. A step with one of these names gets no container from the operator. */
const OWN_CONTAINERS = [ORCHESTRATOR, TENSORFLOW];

/** Names that the operator turns into names of Deployments and Services. */
export function nameProblems(deployment: SeldonDeployment, controller: SeldonFacts["controller"]): ManifestProblem[] {
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
      // Servers without a container have been checked as steps.
      containers: podsOf(at, predictor)
        .flatMap(({ containers }) => containers)
        .filter(({ at: [, , , part] }) => part === "componentSpecs")
        .map(({ name, at }) => ({ at, value: name })),
    };
  });
  const written = [
    ...each.flatMap(({ name, steps, containers }) => [
      ...checkedText(name.at, name.value, dns1123Label),
      ...steps.flatMap(({ at, value }) => checkedText(at, value, stepName)),
      ...steps.flatMap((step) => ownContainerProblems(step, OWN_CONTAINERS)),
      ...containers
        .filter(({ value }) => steps.every((step) => step.value !== value))
        .flatMap((container) => [
          ...checkedText(container.at, container.value, dns1123Label),
          ...ownContainerProblems(container, [ORCHESTRATOR]),
        ]),
      ...firstOf(repeated(steps), repeated(containers)),
    ]),
    ...repeated(each.map(({ name }) => name)),
    ...each.flatMap(({ service }) => checkedText(service.at, service.value, dns1035Label)),
    ...repeated(each.map(({ service }) => service)),
  ];
  return [
    ...own,
    ...checkedText(["metadata", "namespace"], metadata.namespace, dns1123Label),
    ...written,
    ...(own.length > 0 || written.length > 0 ? [] : derivedNameProblems(deployment, controller)),
  ];
}

const ownContainerProblems = (
  { at, value }: { readonly at: JsonPath; readonly value: string },
  names: readonly string[],
): ManifestProblem[] =>
  problemIf(names.includes(value), at, `${shown(value)} is a container of the operator's own. Rename it.`);

/** The first problems, or the second ones if there are none. */
const firstOf = (one: ManifestProblem[], other: ManifestProblem[]): ManifestProblem[] => (one.length > 0 ? one : other);

/** Names that are valid, but from which the operator derives invalid or repeated names. */
function derivedNameProblems(deployment: SeldonDeployment, controller: SeldonFacts["controller"]): ManifestProblem[] {
  const { spec } = deployment;
  const names = derivedNames(deployment, controller);
  return [
    ...longNameProblems(names),
    ...sameNameProblems(names),
    ...spec.predictors.flatMap((predictor, index) => podPartProblems(["spec", "predictors", index], predictor, spec)),
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
