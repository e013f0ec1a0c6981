import type * as pulumi from "@pulumi/pulumi";
import { chartFieldProblems, chartProblems } from "../shared/install-chart";
import {
  ambassadorId,
  checked,
  checkedCount,
  checkedEach,
  checkedLabels,
  dns1123Label,
  dns1123Subdomain,
  repeatedProblems,
  url,
  type Check,
} from "../shared/checks";
import { problemIf, type Problem } from "../shared/invalid-args";
import { clusterOf, plainFact } from "../shared/known-facts";
import { IN_EVERY_CLUSTER, namespaceProblems } from "../shared/namespace";
import { providerProblems } from "../shared/provider";
import { resourceFieldProblems, resourceProblems } from "../shared/resources";
import { withoutRepeats } from "../shared/values";
import type { SeldonCoreArgs } from "./args";
import { existingFieldProblems, existingProblems } from "./existing";
import { gatewayFieldProblems, gatewayProblems } from "./gateway";
import { imageProblems } from "./images";
import { monitorFieldProblems } from "./monitors";
import { routeProblems } from "./routes";
import { scopeFieldProblems, scopeProblems } from "./scope";
import { deferredProblems, serverProblems } from "./servers";
import type { SeldonSpec } from "./spec";
import { storageFieldProblems, storageProblems } from "./storage";
import { seldonChart } from "./values";
import { clusterProblems, versionProblems } from "./versions";

/** Resources that the chart fills in by default. */
const MANAGER = { requests: { cpu: "100m", memory: "200Mi" }, limits: { cpu: "500m", memory: "300Mi" } };
const ORCHESTRATOR = { requests: { cpu: "500m", memory: "512Mi" }, limits: { cpu: "500m", memory: "512Mi" } };

/** Largest user id of Linux. */
const LARGEST_USER = 2 ** 32 - 2;

const userId: Check = (value) =>
  value === "" || (/^(0|[1-9]\d*)$/.test(value) && Number(value) <= LARGEST_USER)
    ? undefined
    : "is not a user id; write a whole number as text, such as 8888, or an empty text for none";

/** What is wrong with single inputs. */
export const fieldProblems = (args: SeldonCoreArgs): Problem[] => [
  ...namespaceProblems("namespace", args.namespace),
  ...checkedEach("modelNamespaces", args.modelNamespaces, dns1123Label),
  ...checked("ingress.ambassadorId", args.ingress.ambassadorId, ambassadorId),
  ...checked("ingress.url", args.ingress.url, url("http", "https")),
  ...existingFieldProblems(args),
  ...scopeFieldProblems(args),
  ...gatewayFieldProblems(args),
  ...monitorFieldProblems(args),
  ...checked("priorityClass", args.priorityClass, dns1123Subdomain),
  ...checkedCount("webhookPort", args.webhookPort, 1, LARGEST_PORT),
  ...checkedCount("metricsPort", args.metricsPort, 1, LARGEST_PORT),
  ...checked("defaultUserId", args.defaultUserId, userId),
  ...resourceFieldProblems("resources", args.resources),
  ...resourceFieldProblems("orchestratorResources", args.orchestratorResources),
  ...checked("requestLogger.endpoint", args.requestLogger?.endpoint, url("http", "https")),
  ...checkedCount("requestLogger.queueSize", args.requestLogger?.queueSize, 1),
  ...checkedCount("requestLogger.timeoutMs", args.requestLogger?.timeoutMs, 0),
  ...storageFieldProblems(args),
  ...serverProblems(args),
  ...checkedLabels("labels", args.labels),
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
    ...clustersProblems(args, opts),
    ...existingProblems(args),
    ...modelNamespaceProblems(spec),
    ...scopeProblems(args, spec, opts),
    ...gatewayProblems(args),
    ...routeProblems(args, spec.version),
    ...(spec.isInstalled ? settingProblems(args, spec) : []),
    ...versionProblems(args, spec),
    ...(version.known ? clusterProblems(args, spec, version.value) : []),
  ];
}

/** The cluster, the ingress and the operator whose definition is used must be in the cluster that the provider reaches. */
const clustersProblems = (args: SeldonCoreArgs, opts: pulumi.ComponentResourceOptions | undefined): Problem[] =>
  withoutRepeats([
    ...providerProblems(opts, args.cluster),
    ...providerProblems(opts, clusterOf(args.ingress), "of `ingress`"),
    ...(args.definition === undefined ? [] : providerProblems(opts, clusterOf(args.definition), "of `definition`")),
  ]);

/** What is wrong with settings of an operator that the component installs. */
const settingProblems = (args: SeldonCoreArgs, spec: SeldonSpec): Problem[] => [
  ...resourceProblems("resources", args.resources, MANAGER),
  ...resourceProblems("orchestratorResources", args.orchestratorResources, ORCHESTRATOR),
  ...portProblems(args),
  ...imageProblems(args, spec),
  ...storageProblems(args, spec),
  ...deferredProblems(args),
  ...chartProblems(spec.overrides, [seldonChart(args)]),
];

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

const LARGEST_PORT = 65_535;

/** The ports that the chart uses by default. */
const PORTS = { webhookPort: 4443, metricsPort: 8080 } as const;

/** The operator does not run as root, and a node, unlike a pod, gives it no port below 1024. */
function portProblems(args: SeldonCoreArgs): Problem[] {
  const { webhookPort = PORTS.webhookPort, metricsPort = PORTS.metricsPort, hostNetwork } = args;
  return [
    ...problemIf(
      webhookPort === metricsPort,
      args.webhookPort === undefined ? "metricsPort" : "webhookPort",
      `${String(webhookPort)} is also the port of the ${args.webhookPort === undefined ? "webhook" : "metrics"}. Write another one.`,
    ),
    ...(["webhookPort", "metricsPort"] as const).flatMap((path) =>
      problemIf(
        hostNetwork === true && (args[path] ?? PORTS[path]) < 1024,
        path,
        `${String(args[path])} needs root with hostNetwork: true. Write a port from 1024.`,
      ),
    ),
  ];
}
