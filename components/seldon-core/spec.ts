import { chartVersion, type ChartOverrides } from "../shared/chart";
import { checked, checkedLabels, dns1123Label } from "../shared/checks";
import { IngressController } from "../shared/facts";
import type { Problem } from "../shared/invalid-args";
import { namespaceProblems, namespaceSpec, type NamespaceSpec } from "../shared/namespace";
import { resourceProblems } from "../shared/resources";
import { pairingProblems, type Product } from "../shared/versions";
import type { SeldonCoreArgs } from "./args";
import { gatewayProblems } from "./gateway";
import { servedProblems } from "./served";
import { settledProblems } from "./settled-values";

/** What the operator is after defaults. */
export interface SeldonSpec {
  readonly namespace: NamespaceSpec;
  readonly modelNamespaces: string[];
  readonly labels: Record<string, string>;
  readonly overrides: ChartOverrides;
  readonly version: string;
  readonly allowUntestedVersions: boolean;
}

/** Fills in every default. */
export function seldonSpec(args: SeldonCoreArgs): SeldonSpec {
  const overrides = { charts: args.charts, mirror: args.mirror };
  return {
    namespace: namespaceSpec(args.namespace, "seldon-system"),
    modelNamespaces: args.modelNamespaces ?? [],
    labels: args.labels ?? {},
    overrides,
    version: chartVersion("seldon-core-operator", overrides),
    allowUntestedVersions: args.allowUntestedVersions ?? false,
  };
}

/** Resources that the chart fills in where the caller gives none. */
const MANAGER = { requests: { cpu: "100m", memory: "200Mi" }, limits: { cpu: "500m", memory: "300Mi" } };
const ORCHESTRATOR = { requests: { cpu: "500m", memory: "512Mi" }, limits: { cpu: "500m", memory: "512Mi" } };

/** What is wrong with the arguments. */
export const problemsIn = (args: SeldonCoreArgs, spec: SeldonSpec): Problem[] => [
  ...namespaceProblems("namespace", spec.namespace),
  ...modelNamespaceProblems(spec),
  ...gatewayProblems(args),
  ...resourceProblems("resources", args.resources, MANAGER),
  ...resourceProblems("orchestratorResources", args.orchestratorResources, ORCHESTRATOR),
  ...checkedLabels("labels", args.labels),
  ...ingressVersionProblems(args, spec),
  ...settledProblems(args),
  ...servedProblems(args),
];

/** Namespaces that every cluster has; what is created would be there already. */
const CLUSTERS_OWN = ["default", "kube-system", "kube-public", "kube-node-lease"];

function modelNamespaceProblems({ modelNamespaces, namespace }: SeldonSpec): Problem[] {
  return modelNamespaces.flatMap((name, index) => {
    const path = `modelNamespaces[${String(index)}]`;
    if (modelNamespaces.indexOf(name) !== index) return [{ path, reason: `"${name}" is listed twice. Leave it out.` }];
    if (name === namespace.name)
      return [{ path, reason: `"${name}" is the operator's own namespace. Use another one.` }];
    if (CLUSTERS_OWN.includes(name)) {
      return [{ path, reason: `"${name}" exists in every cluster and cannot be created. Use another one.` }];
    }
    return checked(path, name, dns1123Label);
  });
}

const PRODUCT: Record<IngressController, Product> = {
  [IngressController.Istio]: "Istio",
  [IngressController.Emissary]: "Emissary",
};

const PATH = "charts.seldon-core-operator.version";

function ingressVersionProblems({ ingress }: SeldonCoreArgs, spec: SeldonSpec): Problem[] {
  if (spec.allowUntestedVersions) return [];
  return pairingProblems(PATH, ["Seldon Core", spec.version], [PRODUCT[ingress.controller], ingress.controllerVersion]);
}

/** Whether the operator's version fits the cluster's. */
export const clusterProblems = (spec: SeldonSpec, kubernetesVersion: string | undefined): Problem[] =>
  kubernetesVersion === undefined || spec.allowUntestedVersions
    ? []
    : pairingProblems(PATH, ["Seldon Core", spec.version], ["Kubernetes", kubernetesVersion]);
