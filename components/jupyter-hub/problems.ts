import type * as pulumi from "@pulumi/pulumi";
import { checked, checkedLabels, dns1123Subdomain, labelKey, type Check } from "../shared/checks";
import { claimClass, claimSize } from "../shared/claim-inputs";
import { whenKnown } from "../shared/deferred";
import { fullHostName } from "../shared/host-name";
import { chartFieldProblems, chartProblems } from "../shared/install-chart";
import { installationOf } from "../shared/installations";
import { problemIf, type Problem } from "../shared/invalid-args";
import { clusterOf, plainFact } from "../shared/known-facts";
import { namespaceProblems } from "../shared/namespace";
import { providerProblems } from "../shared/provider";
import { resourceFieldProblems, resourceProblems } from "../shared/resources";
import { modelHostProblems, type RouteSpec } from "../shared/route";
import { onKubernetesProblems, versionPath } from "../shared/tested-versions";
import { withoutRepeats } from "../shared/values";
import { factAnnotationProblems, wantedAnnotations } from "../targets/own-service";
import type { JupyterHubArgs } from "./args";
import { laterSecrets } from "./credentials";
import { exposureProblems, serviceFieldProblems, SERVICE_WORDS } from "./exposure";
import { chosenMethods } from "./login";
import { accessFieldProblems, accessProblems } from "./login/access";
import { isLocalHost } from "./login/oauth";
import { hubConfigProblems } from "./hub-config";
import { notebookFieldProblems, notebookRuleProblems } from "./notebook-problems";
import { ingressFieldProblems, ingressProblems } from "./route";
import type { JupyterHubSpec } from "./spec";
import { jupyterHubChart } from "./values";

/** What is wrong with single inputs. */
export const fieldProblems = (args: JupyterHubArgs): Problem[] => [
  ...namespaceProblems("namespace", args.namespace),
  ...chosenMethods(args.login).flatMap((method) => method.fieldProblems()),
  ...accessFieldProblems(args.login),
  ...checked("host", args.host, fullHostName),
  ...checked("basePath", args.basePath, basePath),
  ...ingressFieldProblems(args),
  ...checked("kubernetesIngress.className", args.kubernetesIngress?.className, dns1123Subdomain),
  ...checked("kubernetesIngress.tlsSecretName", args.kubernetesIngress?.tlsSecretName, dns1123Subdomain),
  ...Object.keys(args.kubernetesIngress?.annotations ?? {}).flatMap((key) =>
    checked(`kubernetesIngress.annotations.${key}`, key, labelKey),
  ),
  ...serviceFieldProblems(args),
  ...checked("tls.secretName", args.tls?.secretName, dns1123Subdomain),
  ...notebookFieldProblems(args),
  ...claimSize("database.capacity", args.database?.capacity),
  ...claimClass("database.storageClass", args.database?.storageClass),
  ...resourceFieldProblems("resources.hub", args.resources?.hub),
  ...resourceFieldProblems("resources.proxy", args.resources?.proxy),
  ...checkedLabels("labels", args.labels),
  ...chartFieldProblems(args),
];

/** What is wrong with inputs that are right by themselves but do not fit together, the cluster, the ingress or the chart. */
export function ruleProblems(
  args: JupyterHubArgs,
  spec: JupyterHubSpec,
  route: RouteSpec | undefined,
  opts: pulumi.ComponentResourceOptions | undefined,
): Problem[] {
  const { cluster, ingress, login, reach } = args;
  const { method } = spec;
  const version = plainFact(cluster, "kubernetesVersion");
  const annotations = plainFact(cluster, wantedAnnotations(spec.service));
  return [
    ...withoutRepeats([
      ...providerProblems(opts, cluster),
      ...(ingress === undefined ? [] : providerProblems(opts, clusterOf(ingress), "of `ingress`")),
      ...(reach?.seldon === undefined ? [] : providerProblems(opts, clusterOf(reach.seldon), "of `reach.seldon`")),
      ...(reach?.pachyderm === undefined
        ? []
        : providerProblems(opts, clusterOf(reach.pachyderm), "of `reach.pachyderm`")),
    ]),
    ...method.ruleProblems(login),
    ...accessProblems(login, method),
    ...callbackProblems(spec),
    ...dataProblems(spec),
    ...exposureProblems(args, spec.service, installationOf(opts, "MetalLB") !== undefined),
    ...ingressProblems(args, route),
    ...(ingress === undefined || route === undefined
      ? []
      : whenKnown(ingress.host, (host) => modelHostProblems(ingress, route, host))),
    ...notebookRuleProblems(args),
    ...resourceProblems("resources.hub", args.resources?.hub),
    ...resourceProblems("resources.proxy", args.resources?.proxy),
    ...withoutRepeats([
      ...hubConfigProblems(spec),
      ...chartProblems(spec.overrides, [jupyterHubChart(spec, { url: "", secrets: laterSecrets(), annotations: {} })]),
    ]),
    ...(version.known ? versionProblems(spec, version.value) : []),
    ...(annotations.known ? factAnnotationProblems(cluster, spec.service, SERVICE_WORDS, annotations.value) : []),
  ];
}

/** Facts of the cluster that may be known only when they resolve. */
export const clusterProblems = (
  spec: JupyterHubSpec,
  kubernetesVersion: string | undefined,
  annotations: Record<string, string> | undefined,
): Problem[] => [
  ...versionProblems(spec, kubernetesVersion),
  ...factAnnotationProblems(spec.args.cluster, spec.service, SERVICE_WORDS, annotations),
];

const versionProblems = (
  { args: { charts }, allowUntestedVersions, version }: JupyterHubSpec,
  kubernetesVersion: string | undefined,
): Problem[] =>
  allowUntestedVersions
    ? []
    : onKubernetesProblems(["JupyterHub", version], kubernetesVersion, {
        alone: "charts.jupyterhub.version",
        together: versionPath(charts, "jupyterhub", "cluster.kubernetesVersion"),
      });

/** An identity provider sends users back with a code that is as good as a password, and only to an address that was registered. */
const callbackProblems = ({ args: { host }, method, https }: JupyterHubSpec): Problem[] =>
  method.isOAuth
    ? [
        ...problemIf(
          host === undefined,
          "host",
          `is missing: with login.${method.block}, the identity provider sends users back to it. Write the host name of JupyterHub.`,
        ),
        ...problemIf(
          host !== undefined && !https && !isLocalHost(host),
          `login.${method.block}`,
          `needs HTTPS, because the identity provider sends users back with a code that is as good as a password. Write tls at the IngressLayer, kubernetesIngress.tlsSecretName or tls; without HTTPS, the host must end with .localhost or .test.`,
        ),
      ]
    : [];

const dataProblems = ({ args: { deleteData }, namespace: { create } }: JupyterHubSpec): Problem[] =>
  problemIf(
    deleteData === true && !create,
    "deleteData",
    "cannot delete the volumes of users, because they are in a namespace that the component does not create. Leave it out and delete them yourself, or leave namespace.create out.",
  );

const basePath: Check = (value) =>
  value === "/" || /^(?:\/[A-Za-z0-9][A-Za-z0-9._~-]*)+$/.test(value)
    ? undefined
    : "is not a path, such as /jupyter, with a slash first and none at its end";
