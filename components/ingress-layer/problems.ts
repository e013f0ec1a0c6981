import * as pulumi from "@pulumi/pulumi";
import { chartFieldProblems, chartProblems, type ChartPlan } from "../shared/install-chart";
import { checked, checkedEach, checkedLabels, cidr, labelKey } from "../shared/checks";
import { hostName } from "../shared/host-name";
import { problemIf, type Problem } from "../shared/invalid-args";
import { installationOf, reliedOnBy } from "../shared/installations";
import { clusterOf, plainFact } from "../shared/known-facts";
import { namespaceProblems, namespaceSpec, type NamespaceSpec } from "../shared/namespace";
import { filled, oneOf, type Blocks } from "../shared/one-of";
import { providerProblems } from "../shared/provider";
import { pinProblems } from "../shared/tested-versions";
import { withoutRepeats } from "../shared/values";
import type { IngressLayerArgs } from "./args";
import { controllerNames, type Controller } from "./controllers/controller";
import { recordAnnotationProblems } from "./dns/annotations";
import { dnsChoiceProblems, dnsFieldProblems, dnsProblems } from "./dns/problems";
import { externalDnsPlan } from "./dns/values";
import { annotationProblems, exposureProblems, wantedAnnotations } from "./exposure";
import { hostsProblems } from "./hosts";
import { otherPoolProblems, poolOwnerOf } from "./metallb/gateway";
import { METALLB_NAMESPACE, metalLbChart } from "./metallb/manifest";
import { metalLbFieldProblems, metalLbRuleProblems } from "./metallb/problems";
import { scaleFieldProblems } from "./scale";
import type { IngressSpec } from "./spec";
import { CERT_MANAGER, certManagerPlan } from "./tls/cert-manager-chart";
import { certificatePlaceProblems, certificateSupportProblems, loadBalancerProblems } from "./tls/load-balancer";
import { tlsChoiceProblems, tlsFieldProblems, tlsProblems } from "./tls/problems";

const blocksOf = (args: IngressLayerArgs): Blocks =>
  Object.fromEntries(controllerNames().map((name) => [name, args[name as keyof IngressLayerArgs]]));

/** Names of the controllers whose block is filled. */
export const chosenControllers = (args: IngressLayerArgs): string[] => filled(blocksOf(args));

/** What is wrong with the choice of a controller. */
export const choiceProblems = (args: IngressLayerArgs): Problem[] => [
  ...oneOf("", blocksOf(args), args),
  ...tlsChoiceProblems(args),
  ...dnsChoiceProblems(args),
];

/** What is wrong with single inputs that all controllers share. */
export const fieldProblems = (args: IngressLayerArgs): Problem[] => [
  ...namespaceProblems("namespace", args.namespace),
  ...checkedEach("hosts", args.hosts, hostName),
  ...tlsFieldProblems(args),
  ...dnsFieldProblems(args),
  ...checkedEach("sourceRanges", args.sourceRanges, cidr),
  ...Object.keys(args.service?.annotations ?? {}).flatMap((key) =>
    checked(`service.annotations.${key}`, key, labelKey),
  ),
  ...metalLbFieldProblems(args),
  ...scaleFieldProblems("", args),
  ...checkedLabels("labels", args.labels),
  ...chartFieldProblems(args),
];

/** What is wrong with inputs that are right by themselves but do not fit together, the cluster or the charts. */
export function ruleProblems(
  name: string,
  args: IngressLayerArgs,
  spec: IngressSpec,
  controller: Controller,
  opts: pulumi.ComponentResourceOptions | undefined,
): Problem[] {
  const version = plainFact(args.cluster, "kubernetesVersion");
  const own = ownCharts(args, spec);
  const annotations = plainFact(args.cluster, wantedAnnotations(spec.service));
  const identity = plainFact(args.cluster, "identity");
  const certificate = args.tls?.atLoadBalancer?.certificateArn;
  return [
    ...clustersProblems(args, controller, opts),
    ...unsupportedProblems(args, controller),
    ...(supports(controller, "service")
      ? exposureProblems(args, spec.service, (args.metallb ?? installationOf(opts, "MetalLB")) !== undefined)
      : []),
    ...orderProblems(spec, opts),
    // The name of the layer is the default of some namespaces.
    ...(args.namespace?.name === undefined && supports(controller, "namespace")
      ? namespaceProblems("namespace", spec.namespace)
      : []),
    ...hostsProblems(args.hosts, !supports(controller, "service")),
    ...tlsProblems(args),
    ...(supports(controller, "dns") ? dnsProblems(name, args, spec.dns) : []),
    ...recordAnnotationProblems("service.annotations", args.service?.annotations ?? {}, spec.dns),
    ...loadBalancerProblems(args),
    ...namespacesProblems(args, spec),
    ...(typeof certificate === "string" && identity.known ? certificatePlaceProblems(certificate, identity.value) : []),
    ...controller.ruleProblems(args, spec),
    ...metalLbRuleProblems(args),
    ...otherPoolProblems(args, poolOwnerOf(args, opts)),
    ...(supports(controller, "charts")
      ? chartProblems(spec.overrides, [...controller.charts(args, spec), ...own])
      : []),
    ...(spec.allowUntestedVersions
      ? []
      : pinProblems(
          args.charts,
          own.map((chart) => chart.name),
        )),
    ...(version.known ? controller.versionProblems(args, spec, version.value) : []),
    ...(annotations.known && supports(controller, "service") ? serviceProblems(spec, annotations.value) : []),
  ];
}

/** The layer, and another layer whose parts it uses, must be in the cluster that the provider reaches. */
function clustersProblems(
  args: IngressLayerArgs,
  controller: Controller,
  opts: pulumi.ComponentResourceOptions | undefined,
): Problem[] {
  const used = controller.uses?.(args);
  return withoutRepeats([
    ...providerProblems(opts, args.cluster),
    ...(used === undefined ? [] : providerProblems(opts, clusterOf(used.layer), `of \`${used.path}\``)),
  ]);
}

/** A namespace that the layer creates must not be one that it expects to exist, because it would look for it too early. */
function namespacesProblems({ metallb }: IngressLayerArgs, { namespace, tls, dns }: IngressSpec): Problem[] {
  const used: (NamespaceSpec & { readonly path: string })[] = [
    { path: "namespace.name", ...namespace },
    ...(tls?.issuer?.installsCertManager === true ? [{ path: "tls", name: CERT_MANAGER, create: true }] : []),
    ...(dns?.records === undefined ? [] : [{ path: "dns", name: dns.records.namespace, create: true }]),
    ...(metallb === undefined
      ? []
      : [{ path: "metallb.namespace.name", ...namespaceSpec(metallb.namespace, METALLB_NAMESPACE) }]),
  ];
  return used.flatMap(({ path, name, create }) => {
    const creator = used.find((other) => other.create && other.name === name)?.path;
    const reason = `"${name}" is the namespace that ${creator ?? ""} creates. Use another one.`;
    return problemIf(!create && creator !== undefined, path, reason);
  });
}

/** A layer that uses a cert-manager of this program must come after it: it waits for what it finds in the program. */
function orderProblems({ tls }: IngressSpec, opts: pulumi.ComponentResourceOptions | undefined): Problem[] {
  const other = tls?.issuer?.installsCertManager === true ? reliedOnBy(opts, "cert-manager") : undefined;
  return problemIf(
    other !== undefined,
    "tls",
    `installs cert-manager, and ${other ?? ""} uses it without waiting for it, because it comes before in the program. Create this layer before it.`,
  );
}

/** Inputs that the controller would ignore; `false` is the default of those that are boolean. */
const unsupportedProblems = (args: IngressLayerArgs, { unsupported }: Controller): Problem[] =>
  (unsupported?.inputs ?? []).flatMap((path) =>
    problemIf(
      args[path] !== undefined && args[path] !== false,
      path,
      `has no effect, because ${unsupported?.why ?? ""}. Leave it out.`,
    ),
  );

/** Whether the controller supports an input, so that rules about it apply. */
const supports = ({ unsupported }: Controller, input: keyof IngressLayerArgs): boolean =>
  unsupported?.inputs.includes(input) !== true;

/** The charts that are installed beside the controller's. */
const ownCharts = ({ metallb }: IngressLayerArgs, { tls, dns, labels }: IngressSpec): ChartPlan[] => {
  const access = dns?.service.access(LATER);
  const isWritten = dns?.records !== undefined && access !== undefined;
  return [
    ...(tls?.issuer?.installsCertManager === true
      ? [certManagerPlan(dns?.certManager === true ? access : undefined)]
      : []),
    ...(isWritten ? [externalDnsPlan(dns.service, dns.records, access, { owner: LATER, labels })] : []),
    ...(metallb === undefined ? [] : [metalLbChart]),
  ];
};

/** Stands for a value that is known only after something was created. Charts are compared with callers' values before that. */
const LATER = pulumi.output("known later");

/** What is wrong with facts of the cluster that may be known only when they resolve. */
export const clusterProblems = (
  controller: Controller,
  args: IngressLayerArgs,
  spec: IngressSpec,
  kubernetesVersion: string | undefined,
  annotations: Record<string, string> | undefined,
): Problem[] => [
  ...controller.versionProblems(args, spec, kubernetesVersion),
  ...(supports(controller, "service") ? serviceProblems(spec, annotations) : []),
];

/** What is wrong with the annotations of the gateway's Service. */
const serviceProblems = (spec: IngressSpec, annotations: Record<string, string> | undefined): Problem[] => [
  ...annotationProblems(spec, annotations),
  ...certificateSupportProblems(spec.tls, { ...annotations, ...spec.service.annotations }),
];
