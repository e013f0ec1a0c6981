import type { ChartName } from "../../components/shared/pinned-charts";
import { BUILT_IN_GROUPS } from "./built-in-groups";
import { contractOf } from "./contract-of";
import { type Crd, crdProblems } from "./crd-problems";
import { schemaProblems } from "./schema-problems";
import { type Exceptions, unknownKeys } from "./unknown-keys";
import { isRecord } from "./value-path";

type Values = Record<string, unknown>;

/** A resource as a program declares it, with its secrets in the open. */
export interface EmittedResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Values;
}

/** What the resources are checked against. */
export interface Contracts {
  /** Throws where the chart has no contract. */
  chart(name: ChartName): { readonly values: Values; readonly schema?: Values; readonly exceptions: Exceptions };
  crds(): readonly Crd[];
}

/** What a check found, and what it looked at, so that a check of nothing does not pass for one without problems. */
export interface Emitted {
  readonly problems: string[];
  /** Names of the charts that were checked. */
  readonly releases: ChartName[];
  /** Kinds of the custom resources that were checked, such as `networking.istio.io/v1 Gateway`. */
  readonly customResources: string[];
  /** Kinds that are the Kubernetes API's own. */
  readonly builtIns: string[];
}

const RELEASE = "kubernetes:helm.sh/v3:Release";

/** Checks every Helm release and every Kubernetes object among these resources; the rest is no business of contracts. */
export function emittedProblems(resources: readonly EmittedResource[], contracts: Contracts): Emitted {
  const found: Emitted = { problems: [], releases: [], customResources: [], builtIns: [] };
  for (const resource of resources) {
    if (!resource.type.startsWith("kubernetes:")) continue;
    const problems =
      resource.type === RELEASE ? inRelease(resource, contracts, found) : inObject(resource, contracts, found);
    found.problems.push(...problems.map((problem) => `${resource.name}: ${problem}`));
  }
  return found;
}

function inRelease({ inputs }: EmittedResource, contracts: Contracts, found: Emitted): string[] {
  const name = contractOf(inputs);
  const { values: defaults, schema, exceptions } = contracts.chart(name);
  const values = isRecord(inputs.values) ? inputs.values : {};
  found.releases.push(name);
  return [
    ...unknownKeys(values, defaults, exceptions).map((path) => `${name} has no value ${path}`),
    ...(schema ? schemaProblems(values, defaults, schema).map((problem) => `${name} refuses: ${problem}`) : []),
  ];
}

function inObject({ type, inputs }: EmittedResource, contracts: Contracts, found: Emitted): string[] {
  const { apiVersion, kind } = inputs;
  if (typeof apiVersion !== "string" || typeof kind !== "string") {
    // helm.v3.Chart, helm.v4.Chart and yaml.* keep their objects to themselves.
    return [`a ${type} cannot be checked: use helm.v3.Release, or the objects themselves`];
  }
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
  if (BUILT_IN_GROUPS.has(group)) {
    found.builtIns.push(`${apiVersion} ${kind}`);
    return [];
  }
  found.customResources.push(`${apiVersion} ${kind}`);
  return crdProblems(inputs, contracts.crds());
}
