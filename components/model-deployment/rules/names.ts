import { dns1123Label, labelKey, labelValue, type Check } from "../../shared/checks";
import { shown } from "../../shared/invalid-args";
import type { SeldonDeployment } from "../manifest";
import { derivedFindings } from "./derived-names";
import { judged, type Finding, type JsonPath } from "./finding";
import { located } from "./located";

/** An RFC 1035 label: what a Service is called on every Kubernetes that we support. */
const dns1035Label: Check = (value) =>
  dns1123Label(value) === undefined && /^[a-z]/.test(value)
    ? undefined
    : "is not a DNS-1035 label; use at most 63 of a-z, 0-9 and '-', with a letter first and a letter or digit last";

/** The operator labels pods by `seldon-app-svc-<step>`, and the name of a label has 63 characters at most. */
const stepName: Check = (value) =>
  dns1123Label(value) ?? (value.length > 48 ? "is longer than 48 characters, as labels are made of it" : undefined);

const SERVICE = "seldon.io/svc-name";

/** Names that the operator turns into names of Deployments and Services. */
export function nameFindings(deployment: SeldonDeployment): Finding[] {
  const { metadata, spec } = deployment;
  const own = judged(["metadata", "name"], metadata.name, dns1035Label);
  const each = spec.predictors.map((predictor, index) => {
    const at = ["spec", "predictors", index];
    return {
      name: { at: [...at, "name"], value: predictor.name },
      service: { at: [...at, "annotations", SERVICE], value: predictor.annotations?.[SERVICE] },
      steps: located([...at, "graph"], predictor.graph).map(({ at, node }) => ({
        at: [...at, "name"],
        value: node.name,
      })),
    };
  });
  const written = [
    ...each.flatMap(({ name, steps }) => [
      ...judged(name.at, name.value, dns1123Label),
      ...steps.flatMap(({ at, value }) => judged(at, value, stepName)),
      ...repeated(steps),
    ]),
    ...repeated(each.map(({ name }) => name)),
    ...each.flatMap(({ service }) => judged(service.at, service.value, dns1035Label)),
    ...repeated(each.map(({ service }) => service)),
  ];
  return [
    ...own,
    ...judged(["metadata", "namespace"], metadata.namespace, dns1123Label),
    ...Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => [
      ...judged(["metadata", "labels", key], key, labelKey),
      ...judged(["metadata", "labels", key], value, labelValue),
    ]),
    ...written,
    ...(own.length > 0 || written.length > 0 ? [] : derivedFindings(deployment)),
  ];
}

/** What was called like something before it. */
const repeated = (names: readonly { readonly at: JsonPath; readonly value: unknown }[]): Finding[] =>
  names.flatMap(({ at, value }, index) =>
    value !== undefined && names.findIndex((other) => other.value === value) !== index
      ? [{ at, reason: `${shown(value)} is used twice. Rename one of them.` }]
      : [],
  );
