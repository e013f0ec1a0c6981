import type * as pulumi from "@pulumi/pulumi";
import { chartFieldProblems, chartProblems } from "../shared/install-chart";
import {
  ambassadorId,
  checked,
  checkedEach,
  checkedLabels,
  dns1123Label,
  repeatedProblems,
  url,
} from "../shared/checks";
import { IngressController } from "../shared/facts";
import { problemIf, type Problem } from "../shared/invalid-args";
import { clusterOf, plainFact } from "../shared/known-facts";
import { IN_EVERY_CLUSTER, namespaceProblems } from "../shared/namespace";
import { providerProblems } from "../shared/provider";
import { resourceFieldProblems, resourceProblems } from "../shared/resources";
import { pairingProblems, productOf, versionPath } from "../shared/tested-versions";
import { withoutRepeats } from "../shared/values";
import type { SeldonCoreArgs } from "./args";
import { gatewayFieldProblems, gatewayProblems } from "./gateway";
import { deferredProblems } from "./servers";
import type { SeldonSpec } from "./spec";
import { seldonChart } from "./values";

/** Resources that the chart fills in by default. */
const MANAGER = { requests: { cpu: "100m", memory: "200Mi" }, limits: { cpu: "500m", memory: "300Mi" } };
const ORCHESTRATOR = { requests: { cpu: "500m", memory: "512Mi" }, limits: { cpu: "500m", memory: "512Mi" } };

/** Label of a namespace whose models belong to an operator of its own (1.17.1, Reconcile). */
const CONTROLLER_ID = "seldon.io/controller-id";

/** What is wrong with single inputs. */
export const fieldProblems = (args: SeldonCoreArgs): Problem[] => [
  ...namespaceProblems("namespace", args.namespace),
  ...checkedEach("modelNamespaces", args.modelNamespaces, dns1123Label),
  ...checked("ingress.ambassadorId", args.ingress.ambassadorId, ambassadorId),
  ...checked("ingress.url", args.ingress.url, url("http", "https")),
  ...gatewayFieldProblems(args),
  ...resourceFieldProblems("resources", args.resources),
  ...resourceFieldProblems("orchestratorResources", args.orchestratorResources),
  ...checkedLabels("labels", args.labels),
  ...problemIf(
    (args.labels?.[CONTROLLER_ID] ?? "") !== "",
    `labels.${CONTROLLER_ID}`,
    "would make the operator ignore every model in the namespaces. Leave it out.",
  ),
  ...chartFieldProblems(args),
];

/** What is wrong with inputs that are right by themselves but do not fit together, the cluster, the ingress or the chart. */
export function ruleProblems(
  args: SeldonCoreArgs,
  spec: SeldonSpec,
  opts: pulumi.ComponentResourceOptions | undefined,
): Problem[] {
  const version = plainFact(args.cluster, "kubernetesVersion");
  return [
    ...withoutRepeats([
      ...providerProblems(opts, args.cluster),
      ...providerProblems(opts, clusterOf(args.ingress), "of `ingress`"),
    ]),
    ...modelNamespaceProblems(spec),
    ...gatewayProblems(args),
    ...resourceProblems("resources", args.resources, MANAGER),
    ...resourceProblems("orchestratorResources", args.orchestratorResources, ORCHESTRATOR),
    ...ambassadorProblems(args, spec),
    ...ingressVersionProblems(args, spec),
    ...deferredProblems(args),
    ...chartProblems(spec.overrides, [seldonChart(args)]),
    ...(version.known ? clusterProblems(spec, version.value) : []),
  ];
}

const modelNamespaceProblems = ({ modelNamespaces, namespace }: SeldonSpec): Problem[] => [
  ...repeatedProblems("modelNamespaces", modelNamespaces),
  ...modelNamespaces.flatMap((name, index) => {
    const path = `modelNamespaces[${String(index)}]`;
    return [
      ...problemIf(name === namespace.name, path, `"${name}" is the operator's own namespace. Use another one.`),
      ...problemIf(
        IN_EVERY_CLUSTER.includes(name),
        path,
        `"${name}" exists in every cluster and cannot be created. Use another one.`,
      ),
    ];
  }),
];

/** Ambassador, as Emissary was called before version 2, needs an older Kubernetes than the operator. */
const ambassadorProblems = ({ ingress }: SeldonCoreArgs, { version }: SeldonSpec): Problem[] =>
  problemIf(
    ingress.controller === IngressController.Emissary &&
      /^v?[01]\./.test(ingress.controllerVersion) &&
      !/^v?1\.([0-9]|1[0-5])\./.test(version),
    "ingress",
    `is Ambassador ${ingress.controllerVersion}, which needs Kubernetes 1.21 or older, but Seldon Core ${version} needs 1.23 or newer. Use an IngressLayer with emissary.`,
  );

const CHART = "seldon-core-operator";

function ingressVersionProblems({ ingress }: SeldonCoreArgs, spec: SeldonSpec): Problem[] {
  const product = productOf[ingress.controller];
  if (product === undefined) {
    const reason = `is a controller of kind "${ingress.controller}", and Seldon Core creates routes for Istio and Emissary only. Use an IngressLayer with one of them.`;
    return [{ path: "ingress", reason }];
  }
  if (spec.allowUntestedVersions) return [];
  const on = [product, ingress.controllerVersion] as const;
  const path = versionPath(spec.overrides.charts, CHART, "ingress.controllerVersion");
  return pairingProblems(path, ["Seldon Core", spec.version], on, "ingress.controllerVersion");
}

/** Whether the operator's version fits the cluster's. */
export const clusterProblems = (spec: SeldonSpec, kubernetesVersion: string | undefined): Problem[] =>
  kubernetesVersion === undefined || spec.allowUntestedVersions
    ? []
    : pairingProblems(
        versionPath(spec.overrides.charts, CHART, "cluster.kubernetesVersion"),
        ["Seldon Core", spec.version],
        ["Kubernetes", kubernetesVersion],
        "cluster.kubernetesVersion",
      );
