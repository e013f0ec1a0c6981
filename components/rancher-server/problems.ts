import type * as pulumi from "@pulumi/pulumi";
import { checked, checkedCount, checkedLabels, dns1123Subdomain, labelKey, type Check } from "../shared/checks";
import { whenKnown } from "../shared/deferred";
import { fullHostName } from "../shared/host-name";
import { chartFieldProblems, chartProblems } from "../shared/install-chart";
import { problemIf, type Problem } from "../shared/invalid-args";
import { clusterOf, kubeconfigOf, plainFact } from "../shared/known-facts";
import { oneOf } from "../shared/one-of";
import { providerProblems } from "../shared/provider";
import { resourceFieldProblems, resourceProblems } from "../shared/resources";
import { modelHostProblems, type RouteSpec } from "../shared/route";
import { withoutRepeats } from "../shared/values";
import type { RancherServerArgs } from "./args";
import { missingCommands } from "./clean-up";
import { ingressFieldProblems, wayInProblems } from "./route";
import { NAMESPACE, type RancherSpec } from "./spec";
import { rancherChart } from "./values";
import { onClusterProblems, versionFieldProblems } from "./version";

/** What is wrong with single inputs. */
export const fieldProblems = (args: RancherServerArgs): Problem[] => [
  ...checked("host", args.host, fullHostName),
  ...ingressFieldProblems(args),
  ...checked("kubernetesIngress.className", args.kubernetesIngress?.className, dns1123Subdomain),
  ...Object.keys(args.kubernetesIngress?.annotations ?? {}).flatMap((key) =>
    checked(`kubernetesIngress.annotations.${key}`, key, labelKey),
  ),
  ...(args.tls === undefined ? [] : certificateProblems(args.tls)),
  ...certificateTextProblems("privateCa", args.privateCa),
  ...secretly(
    "bootstrapPassword",
    args.bootstrapPassword,
    (text) => text.trim() === text && !/[\r\n]/.test(text),
    "has a line break, or a space at an end, as the text of a file has. Leave these characters out.",
  ),
  ...secretly(
    "bootstrapPassword",
    args.bootstrapPassword,
    (text) => text.length >= 12,
    "is too short: whoever finds it first administers Rancher. Write at least 12 characters, or leave it out.",
  ),
  ...versionFieldProblems(args),
  ...checkedCount("replicas", args.replicas, 1, 99),
  ...resourceFieldProblems("resources", args.resources),
  ...auditLogProblems(args),
  ...problemIf(
    args.namespace?.name !== undefined && args.namespace.name !== NAMESPACE,
    "namespace.name",
    `is not ${NAMESPACE}, the only namespace in which Rancher works. Leave it out.`,
  ),
  ...checkedLabels("labels", args.labels),
  ...checkedCount("cleanUp.timeoutSeconds", args.cleanUp?.timeoutSeconds, 10, 3600),
  ...secretly(
    "kubeconfig",
    args.kubeconfig,
    (text) => /[\n{]/.test(text),
    "is not the text of a kubeconfig. Write the text, not the name of a file.",
  ),
  ...checkedCount("timeoutSeconds", args.timeoutSeconds, 60, 7200),
  ...chartFieldProblems(args),
];

/** What is wrong with inputs that are right by themselves but do not fit together, the cluster, the ingress or the chart. */
export function ruleProblems(
  args: RancherServerArgs,
  spec: RancherSpec,
  route: RouteSpec | undefined,
  opts: pulumi.ComponentResourceOptions | undefined,
): Problem[] {
  const { cluster, ingress } = args;
  const kubernetes = plainFact(cluster, "kubernetesVersion");
  return [
    ...withoutRepeats([
      ...providerProblems(opts, cluster),
      ...(ingress === undefined ? [] : providerProblems(opts, clusterOf(ingress), "of `ingress`")),
    ]),
    ...wayInProblems(spec, route),
    ...(ingress === undefined || route === undefined
      ? []
      : whenKnown(ingress.host, (host) => modelHostProblems(ingress, route, host))),
    ...resourceProblems("resources", args.resources),
    ...cleanUpProblems(args, spec),
    ...chartProblems(spec.overrides, [rancherChart(spec, "known later")]),
    ...(kubernetes.known ? clusterProblems(spec, kubernetes.value) : []),
  ];
}

/** Facts of the cluster that may be known only when they resolve. */
export const clusterProblems = (
  { args, version, allowUntestedVersions }: RancherSpec,
  kubernetesVersion: string | undefined,
): Problem[] => (allowUntestedVersions ? [] : onClusterProblems(args, version, kubernetesVersion));

/** The clean-up runs when the program no longer does, so the state must have all that it needs. */
function cleanUpProblems({ cluster, kubeconfig, cleanUp }: RancherServerArgs, spec: RancherSpec): Problem[] {
  if (!spec.cleanUp.enabled)
    return [
      ...problemIf(
        kubeconfig !== undefined,
        "kubeconfig",
        "has no effect, because cleanUp.enabled is false. Leave it out.",
      ),
      ...problemIf(
        cleanUp?.timeoutSeconds !== undefined,
        "cleanUp.timeoutSeconds",
        "has no effect, because cleanUp.enabled is false. Leave one of them out.",
      ),
    ];
  const missing = missingCommands();
  return [
    ...problemIf(
      kubeconfig === undefined && kubeconfigOf(cluster) === undefined,
      "kubeconfig",
      "is missing: after Rancher was uninstalled, what it left in the cluster is removed with it. Write the kubeconfig of the cluster, such as the output kubeconfig of its MlCluster, or cleanUp: { enabled: false }.",
    ),
    ...(missing === undefined ? [] : [{ path: "cleanUp", reason: `${missing} Or write cleanUp: { enabled: false }.` }]),
  ];
}

function certificateProblems(tls: NonNullable<RancherServerArgs["tls"]>): Problem[] {
  const { letsEncrypt, secret } = tls;
  const { name, certificate, key } = secret ?? {};
  const isText = certificate !== undefined || key !== undefined;
  return [
    ...oneOf("tls", { letsEncrypt, secret }, tls),
    ...checked("tls.letsEncrypt.email", letsEncrypt?.email, email),
    ...checked("tls.secret.name", name, dns1123Subdomain),
    ...problemIf(
      secret !== undefined && (name === undefined ? certificate === undefined || key === undefined : isText),
      "tls.secret",
      "needs either name, or certificate and key. Write one of them.",
    ),
    ...certificateTextProblems("tls.secret.certificate", certificate),
    ...secretly("tls.secret.key", key, (text) => PRIVATE_KEY.test(text), "is not a private key in PEM form."),
    ...secretly(
      "tls.secret.key",
      key,
      (text) => !/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(text),
      "has a passphrase, which nobody can enter in the cluster. Write a key without one.",
    ),
  ];
}

const auditLogProblems = ({ auditLog }: RancherServerArgs): Problem[] => [
  ...checkedCount("auditLog.level", auditLog?.level, 0, 3),
  ...checked("auditLog.hostPath", auditLog?.hostPath, folder),
  ...checkedCount("auditLog.maxAgeDays", auditLog?.maxAgeDays, 1),
  ...checkedCount("auditLog.maxBackups", auditLog?.maxBackups, 0),
  ...checkedCount("auditLog.maxSizeMb", auditLog?.maxSizeMb, 1),
];

/** A check whose error does not show the value. */
const secretly = (
  path: string,
  value: pulumi.Input<string> | undefined,
  isRight: (text: string) => boolean,
  reason: string,
): Problem[] => whenKnown(value, (text) => problemIf(!isRight(text), path, reason));

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** Everybody may read certificates; that of `privateCa` is even served by Rancher. A file often has the key too. */
const certificateTextProblems = (path: string, value: pulumi.Input<string> | undefined): Problem[] => [
  ...secretly(path, value, (text) => text.includes("-----BEGIN CERTIFICATE-----"), "is not a certificate in PEM form."),
  ...secretly(
    path,
    value,
    (text) => !text.includes("-----BEGIN CERTIFICATE-----") || !PRIVATE_KEY.test(text),
    "has a private key too, which everybody could read. Write the certificate alone.",
  ),
];

const email: Check = (value) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? undefined : "is not an e-mail address");

const folder: Check = (value) =>
  /^\/[^\s]+$/.test(value) && !value.split("/").includes("..") ? undefined : "is not an absolute folder of the nodes";
