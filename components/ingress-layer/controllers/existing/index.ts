import type * as pulumi from "@pulumi/pulumi";
import { isIP } from "node:net";
import {
  ambassadorId,
  checked,
  checkedLabels,
  dns1123Label,
  dns1123Subdomain,
  gatewayName,
  isDnsName,
  version as versionForm,
  type Check,
} from "../../../shared/checks";
import { whenKnown } from "../../../shared/deferred";
import { IngressController } from "../../../shared/facts";
import { problemIf, type Problem } from "../../../shared/invalid-args";
import { onKubernetesProblems, productOf } from "../../../shared/tested-versions";
import type { IngressLayerArgs } from "../../args";
import { isWildcard } from "../../../shared/host-name";
import type { Controller } from "../controller";
import type { ExistingIngressArgs } from "./args";

/** What the caller does not write, by the controller. */
const DEFAULTS: Record<
  IngressController,
  { readonly gatewayNamespace: string; readonly ingressClassName?: string } & Pick<
    ExistingIngressArgs,
    "gatewaySelector" | "legacyVersions"
  >
> = {
  [IngressController.Istio]: {
    gatewayNamespace: "istio-system",
    ingressClassName: "istio",
    gatewaySelector: { istio: "ingressgateway" },
  },
  [IngressController.Emissary]: {
    gatewayNamespace: "ambassador",
    ingressClassName: "ambassador",
    legacyVersions: true,
  },
  // Where K3s and RKE2 have theirs.
  [IngressController.Other]: { gatewayNamespace: "kube-system" },
};

/** The inputs that only one controller has. */
const ONLY: readonly (readonly [keyof ExistingIngressArgs, IngressController])[] = [
  ["gateway", IngressController.Istio],
  ["gatewaySelector", IngressController.Istio],
  ["ambassadorId", IngressController.Emissary],
  ["legacyVersions", IngressController.Emissary],
];

/** An address has no zone, which means something on one machine only. A name does not end with digits, as addresses do. */
const hostOrAddress: Check = (value) => {
  const isAddress = isIP(value) !== 0 && !value.includes("%");
  return isAddress || isDnsName(value) ? undefined : "is not a host name or an IP address, such as lb.example.org";
};

/** A controller that is in the cluster already: nothing is created, and its facts are what the caller says. */
export const controller: Controller = {
  kind: (args) => blockOf(args).controller,
  namespace: (_name, args) => DEFAULTS[blockOf(args).controller].gatewayNamespace,
  unsupported: {
    inputs: [
      ...(["namespace", "service", "internal", "sourceRanges", "allowPublic", "replicas", "autoscaling"] as const),
      ...(["resources", "labels", "charts", "mirror", "imageRegistry", "tls", "dns", "metallb"] as const),
    ],
    why: "existing installs nothing",
  },

  fieldProblems: ({ existing }) =>
    existing === undefined
      ? []
      : [
          ...checked("existing.version", existing.version, versionForm),
          ...checked("existing.host", existing.host, hostOrAddress),
          ...checked("existing.gateway", existing.gateway, gatewayName),
          ...checked("existing.gatewayNamespace", existing.gatewayNamespace, dns1123Label),
          ...checkedLabels("existing.gatewaySelector", existing.gatewaySelector),
          ...problemIf(
            Object.keys(existing.gatewaySelector ?? { istio: "" }).length === 0,
            "existing.gatewaySelector",
            "is empty, which selects the pods of every gateway. Write the labels of this gateway's pods, or leave it out.",
          ),
          ...checked("existing.ingressClassName", existing.ingressClassName, dns1123Subdomain),
          ...checked("existing.ambassadorId", existing.ambassadorId, ambassadorId),
          ...checked("existing.issuer.name", existing.issuer?.name, dns1123Subdomain),
          ...whenKnown(existing.port, (port, show) =>
            problemIf(
              !Number.isInteger(port) || port < 1 || port > 65_535,
              "existing.port",
              `${show(port, "existing.port")} is not a port, from 1 to 65535.`,
            ),
          ),
        ],

  ruleProblems: (args) => [
    ...controllerProblems(blockOf(args)),
    ...whenKnown(blockOf(args).host, (host) =>
      problemIf(
        isIP(host) !== 0 && (args.hosts ?? []).length > 0 && (args.hosts ?? []).every(isWildcard),
        "hosts",
        "has wildcards only, and existing.host is an address. Write at least one full host name too, because URLs name it.",
      ),
    ),
  ],

  version: (args) => blockOf(args).version,

  versionProblems(args, { allowUntestedVersions }, kubernetesVersion) {
    if (allowUntestedVersions) return [];
    const { controller: kind, version } = blockOf(args);
    const product = productOf[kind];
    if (product === undefined) return [];
    const path = "existing.version";
    return onKubernetesProblems([product, version], kubernetesVersion, { alone: path, together: path });
  },

  charts: () => [],
  claims: () => [],

  install(_name, args, _spec, first) {
    const block = blockOf(args);
    const { gatewayNamespace, gatewaySelector, ingressClassName, legacyVersions } = {
      ...DEFAULTS[block.controller],
      ...block,
    };
    const { https = false, port = https ? 443 : 80, issuer, certManager = issuer !== undefined } = block;
    /** The value, once the cluster is known to be right. */
    const later = <T extends string | number>(value: pulumi.Input<T>): pulumi.Output<T> =>
      first.apply(() => value) as pulumi.Output<T>;
    return {
      releases: {},
      clusterHost: later(block.host),
      endpoint: { https, port: later(port) },
      certManager,
      issuer,
      gatewayNamespace: later(gatewayNamespace),
      gateway: block.gateway === undefined ? undefined : later(block.gateway),
      known: { gateway: block.gateway, ingressClassName: block.ingressClassName },
      gatewaySelector,
      ingressClassName: ingressClassName === undefined ? undefined : later(ingressClassName),
      ambassadorId: block.ambassadorId,
      legacyVersions,
      crds: [],
      last: [],
    };
  },
};

/** The block, which is filled where this controller is chosen. */
function blockOf({ existing }: IngressLayerArgs): ExistingIngressArgs {
  if (existing === undefined) throw new Error("the block `existing` is not filled");
  return existing;
}

const nameOf = (kind: IngressController): string => productOf[kind] ?? `"${kind}"`;

const controllerProblems = (block: ExistingIngressArgs): Problem[] => [
  ...problemIf(
    block.controller === IngressController.Istio && block.gateway === undefined,
    "existing.gateway",
    "is missing. Write the Gateway of Istio that routes use, such as istio-system/seldon-gateway.",
  ),
  ...problemIf(
    block.controller === IngressController.Other && block.ingressClassName === undefined,
    "existing.ingressClassName",
    "is missing. Write the class by which Ingresses choose this controller, such as traefik.",
  ),
  ...ONLY.flatMap(([input, kind]) =>
    problemIf(
      block.controller !== kind && block[input] !== undefined,
      `existing.${input}`,
      `applies to ${nameOf(kind)} only, but existing.controller is ${nameOf(block.controller)}. Leave it out.`,
    ),
  ),
  ...problemIf(
    block.issuer !== undefined && block.certManager === false,
    "existing.certManager",
    "is false, but existing.issuer is an issuer of cert-manager. Leave one of them out.",
  ),
];
