import type * as pulumi from "@pulumi/pulumi";
import { checked, checkedCount, checkedEach, checkedLabels, dns1123Subdomain, url, type Check } from "../shared/checks";
import { whenKnown } from "../shared/deferred";
import { fullHostName } from "../shared/host-name";
import { chartFieldProblems, chartProblems } from "../shared/install-chart";
import { installationOf } from "../shared/installations";
import { problemIf, type Problem } from "../shared/invalid-args";
import { clusterOf, plainFact } from "../shared/known-facts";
import { namespaceProblems } from "../shared/namespace";
import { providerProblems } from "../shared/provider";
import { quantity } from "../shared/quantity";
import { resourceFieldProblems, resourceProblems } from "../shared/resources";
import { modelHostProblems, type RouteSpec } from "../shared/route";
import { onKubernetesProblems, versionPath } from "../shared/tested-versions";
import { withoutRepeats } from "../shared/values";
import { annotationKeyProblems, factAnnotationProblems, wantedAnnotations } from "../targets/own-service";
import type { PachydermStoreArgs, PodRequestsArgs } from "./args";
import { claimClass, claimSize } from "../shared/claim-inputs";
import { laterCredentials } from "./credentials";
import { databaseFieldProblems, databaseRuleProblems } from "./database";
import { consentProblems, exposureProblems, SERVICE_WORDS } from "./exposure";
import { ingressFieldProblems, ingressProblems } from "./ingress";
import type { PachydermSpec } from "./spec";
import type { Store } from "./stores/store";
import { PROXY_RESOURCES, pachydermChart } from "./values";

/** What is wrong with single inputs that all stores share. */
export const fieldProblems = (args: PachydermStoreArgs): Problem[] => [
  ...namespaceProblems("namespace", args.namespace),
  ...checked("host", args.host, fullHostName),
  ...ingressFieldProblems(args),
  ...annotationKeyProblems(args.service?.annotations),
  ...checked("tls.secretName", args.tls?.secretName, dns1123Subdomain),
  ...licenceProblems(args.licenseKey),
  ...tokenProblems(args.rootToken),
  ...checked("oidc.issuer", args.oidc?.issuer, url("https")),
  ...clientProblems(args.oidc),
  ...checked("oidc.displayName", args.oidc?.displayName, displayName),
  ...checkedEach("oidc.admins", args.oidc?.admins, emailAddress),
  ...resourceFieldProblems("console.resources", args.console?.resources),
  ...etcdProblems(args.etcd),
  ...databaseFieldProblems(args.database),
  ...claimSize("loki.storageSize", args.loki?.storageSize),
  ...claimClass("loki.storageClass", args.loki?.storageClass),
  ...resourceFieldProblems("resources.pachd", args.resources?.pachd),
  ...resourceFieldProblems("resources.proxy", args.resources?.proxy),
  ...checkedCount("workers.maxStorageWorkers", args.workers?.maxStorageWorkers, 1, MOST_WORKERS),
  ...requestProblems("workers.pipeline", args.workers?.pipeline),
  ...requestProblems("workers.sidecar", args.workers?.sidecar),
  ...checkedLabels("labels", args.labels),
  ...chartFieldProblems(args),
];

/** What is wrong with inputs that are right by themselves but do not fit together, the cluster, the ingress or the charts. */
export function ruleProblems(
  name: string,
  args: PachydermStoreArgs,
  spec: PachydermSpec,
  store: Store,
  route: RouteSpec | undefined,
  opts: pulumi.ComponentResourceOptions | undefined,
): Problem[] {
  const { cluster, ingress } = args;
  const version = plainFact(cluster, "kubernetesVersion");
  const annotations = plainFact(cluster, wantedAnnotations(spec.service));
  const later = { access: store.planned(spec), credentials: laterCredentials(), annotations: {}, secrets: {} };
  return [
    ...withoutRepeats([
      ...providerProblems(opts, cluster),
      ...(ingress === undefined ? [] : providerProblems(opts, clusterOf(ingress), "of `ingress`")),
    ]),
    ...dataProblems(args, spec),
    ...store.ruleProblems({ name, cluster, adopt: spec.adopt, labels: spec.labels, opts }),
    ...exposureProblems(args, spec.service, installationOf(opts, "MetalLB") !== undefined),
    ...ingressProblems(args, route),
    ...consentProblems(args),
    ...(ingress === undefined || route === undefined
      ? []
      : whenKnown(ingress.host, (host) => modelHostProblems(ingress, route, host))),
    ...loginProblems(args),
    ...databaseRuleProblems(args.database),
    ...lokiProblems(args),
    ...resourceProblems("console.resources", args.console?.resources),
    ...resourceProblems("etcd.resources", args.etcd?.resources),
    ...resourceProblems("resources.pachd", args.resources?.pachd),
    ...resourceProblems("resources.proxy", args.resources?.proxy, PROXY_RESOURCES),
    ...chartProblems(spec.overrides, [pachydermChart(args, spec, store, later), ...store.charts(spec)]),
    ...(version.known ? versionProblems(args, spec, store, version.value) : []),
    ...(annotations.known ? factAnnotationProblems(cluster, spec.service, SERVICE_WORDS, annotations.value) : []),
  ];
}

/** Whether the charts' versions fit the cluster's. */
export const versionProblems = (
  { charts }: PachydermStoreArgs,
  { allowUntestedVersions, versions }: PachydermSpec,
  store: Store,
  kubernetesVersion: string | undefined,
): Problem[] =>
  allowUntestedVersions
    ? []
    : [
        ...onKubernetesProblems(["Pachyderm", versions.pachyderm], kubernetesVersion, {
          alone: "charts.pachyderm.version",
          together: versionPath(charts, "pachyderm", "cluster.kubernetesVersion"),
        }),
        ...(store.installsSeaweedFs === true
          ? onKubernetesProblems(["SeaweedFS", versions.seaweedfs], kubernetesVersion, {
              alone: "charts.seaweedfs.version",
              together: versionPath(charts, "seaweedfs", "cluster.kubernetesVersion"),
            })
          : []),
      ];

/** Facts of the cluster that may be known only when they resolve. */
export const clusterProblems = (
  args: PachydermStoreArgs,
  spec: PachydermSpec,
  store: Store,
  kubernetesVersion: string | undefined,
  annotations: Record<string, string> | undefined,
): Problem[] => [
  ...versionProblems(args, spec, store, kubernetesVersion),
  ...factAnnotationProblems(args.cluster, spec.service, SERVICE_WORDS, annotations),
];

const dataProblems = ({ deleteData }: PachydermStoreArgs, { namespace: { create } }: PachydermSpec): Problem[] =>
  problemIf(
    deleteData === true && !create,
    "deleteData",
    "cannot delete the volume claims, because they are in a namespace that the component does not create. Leave it out and delete them yourself, or leave namespace.create out.",
  );

/**
 * Logins need a licence, and a licence needs an identity provider. Without one, the chart leaves the issuer of pachd's own OpenID
 * Connect server empty, and pachd stops when it does not find itself there.
 */
const loginProblems = ({ licenseKey, rootToken, oidc, host }: PachydermStoreArgs): Problem[] => [
  ...problemIf(
    oidc !== undefined && licenseKey === undefined,
    "licenseKey",
    "is missing: Pachyderm has logins only with a licence, so oidc would have no effect. Write it, or leave oidc out.",
  ),
  ...problemIf(
    licenseKey !== undefined && oidc === undefined,
    "oidc",
    "is missing: with a licence, Pachyderm starts only if it has an identity provider. Write oidc with its issuer and client, or leave licenseKey out.",
  ),
  ...problemIf(
    oidc !== undefined && host === undefined,
    "host",
    "is missing: the identity provider sends users back to it. Write the host name of Pachyderm.",
  ),
  ...problemIf(
    rootToken !== undefined && licenseKey === undefined,
    "rootToken",
    "has no effect, because Pachyderm has logins only with a licence. Write licenseKey too, or leave it out.",
  ),
];

/** dex would start with an empty client, and every login would then fail. The secret is never shown. */
const clientProblems = (oidc: PachydermStoreArgs["oidc"]): Problem[] =>
  (["clientId", "clientSecret"] as const).flatMap((input) =>
    whenKnown(oidc?.[input], (known) =>
      problemIf(
        !/^\S(.*\S)?$/.test(known),
        `oidc.${input}`,
        "is empty, or has blanks or a line break at an end. Write it as the identity provider shows it.",
      ),
    ),
  );

const lokiProblems = ({ loki }: PachydermStoreArgs): Problem[] =>
  (["storageSize", "storageClass"] as const).flatMap((input) =>
    problemIf(
      loki?.enabled === false && loki[input] !== undefined,
      `loki.${input}`,
      "has no effect, because loki.enabled is false. Leave one of them out.",
    ),
  );

/** A licence is never shown. */
const licenceProblems = (key: pulumi.Input<string> | undefined): Problem[] =>
  whenKnown(key, (known) =>
    problemIf(
      known.length < 16 || known.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(known),
      "licenseKey",
      "is not base64. Write the text as the vendor sent it, on one line and without blanks.",
    ),
  );

/** The chart writes the token without quotes, so it must not look like a number. */
const tokenProblems = (token: pulumi.Input<string> | undefined): Problem[] =>
  whenKnown(token, (known) =>
    problemIf(
      !/^[A-Za-z][A-Za-z0-9_-]{15,127}$/.test(known),
      "rootToken",
      "does not have the form of a token. Write 16 to 128 letters, digits, '-' and '_', with a letter first.",
    ),
  );

const etcdProblems = (etcd: PachydermStoreArgs["etcd"]): Problem[] => [
  ...problemIf(
    ![1, 3, 5, 7].includes(etcd?.nodes ?? 1),
    "etcd.nodes",
    `${String(etcd?.nodes)} is not 1, 3, 5 or 7. With an even number, etcd survives no more failures than with one node less.`,
  ),
  ...claimSize("etcd.storageSize", etcd?.storageSize),
  ...claimClass("etcd.storageClass", etcd?.storageClass),
  ...resourceFieldProblems("etcd.resources", etcd?.resources),
];

/** The most pods that can reasonably be meant. */
const MOST_WORKERS = 1000;

const requestProblems = (path: string, { cpu, memory, storage }: PodRequestsArgs = {}): Problem[] => [
  ...resourceFieldProblems(path, { requests: { cpu, memory } }).map(({ path: at, reason }) => ({
    path: at.replace(".requests.", "."),
    reason,
  })),
  ...checked(`${path}.storage`, storage, quantity),
];

const emailAddress: Check = (value) =>
  /^[^\s@:]+@[^\s@:]+\.[^\s@:]+$/.test(value) ? undefined : "is not an e-mail address, such as ada@example.org";

const displayName: Check = (value) =>
  /^[^\p{C}]{1,63}$/u.test(value) ? undefined : "is not a name of 1 to 63 characters on one line";
