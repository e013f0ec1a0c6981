import { namespaceClaims, objectClaim, onlyOneClaim, releaseClaim, type Claim } from "../shared/claims";
import { IssuerKind } from "../shared/facts";
import { namespaceSpec } from "../shared/namespace";
import type { IngressLayerArgs } from "./args";
import type { Controller } from "./controllers/controller";
import type { IngressSpec } from "./spec";
import type { RecordsSpec } from "./dns/spec";
import { EXTERNAL_DNS } from "./dns/values";
import type { MetalLbArgs } from "./metallb/args";
import { METALLB_NAMESPACE, passwordName } from "./metallb/manifest";
import { announced, type Announced } from "./metallb/problems";
import { CERT_MANAGER } from "./tls/cert-manager-chart";
import { CA_NAMES, GIVEN_SECRET, type TlsSpec } from "./tls/spec";

/** What a layer creates, whichever controller it has. */
export const layerClaims = (controller: Controller, args: IngressLayerArgs, spec: IngressSpec): Claim[] => [
  ...controller.claims(args, spec),
  // A controller without charts creates nothing.
  ...(controller.charts(args, spec).length === 0 ? [] : namespaceClaims("namespace", spec.namespace)),
  ...(spec.dns?.records === undefined
    ? []
    : [...dnsClaims(spec.dns.records), ...spec.hosts.map((host, index) => recordClaim(host, index))]),
  ...(args.metallb === undefined ? [] : metalLbClaims(args.metallb, announced(args))),
  ...(spec.tls === undefined ? [] : tlsClaims(spec.tls, spec.namespace.name)),
];

function tlsClaims({ issuer, certificates, given }: TlsSpec, namespace: string): Claim[] {
  const inGateway = (object: string): Claim => objectClaim(object, "namespace.name", "Use another namespace.");
  const { reference, installsCertManager = false, selfSigned, letsEncrypt } = issuer ?? {};
  return [
    ...(installsCertManager ? certManagerClaims() : []),
    ...(given === undefined ? [] : [inGateway(`Secret ${namespace}/${GIVEN_SECRET}`)]),
    ...(selfSigned === undefined
      ? []
      : [
          `Issuer ${namespace}/${CA_NAMES.root}`,
          `Certificate ${namespace}/${CA_NAMES.issuer}`,
          `Issuer ${namespace}/${CA_NAMES.issuer}`,
          `Certificate ${namespace}/${CA_NAMES.bundle}`,
        ].map(inGateway)),
    ...(letsEncrypt === undefined || reference === undefined
      ? []
      : [inGateway(`${IssuerKind.ClusterIssuer} ${reference.name}`)]),
    // Only the Secret of a certificate that exists may be an output.
    ...certificates.flatMap(({ secret }) =>
      reference !== undefined && typeof secret === "string" ? [inGateway(`Certificate ${namespace}/${secret}`)] : [],
    ),
  ];
}

const dnsClaims = ({ namespace }: RecordsSpec): Claim[] => [
  objectClaim(`Namespace ${namespace}`, "dns", "Use another name for the other namespace."),
  releaseClaim(namespace, EXTERNAL_DNS, "dns"),
];

/** Only one external-dns owns the record of a host; another one never changes it. */
const recordClaim = (host: string, index: number): Claim => ({
  object: `DNS record of ${host}`,
  path: `hosts[${String(index)}]`,
  reason: (other) =>
    `${other} writes the DNS record of "${host}" already. Use another host, or write dns.records: false in one of the two layers.`,
});

/** MetalLB can be installed only once in a cluster. */
const metalLbClaims = ({ namespace: own, pools, bgpPeers = {} }: MetalLbArgs, { l2, bgp }: Announced): Claim[] => {
  const namespace = namespaceSpec(own, METALLB_NAMESPACE);
  const inNamespace = (kind: string, name: string, path: string): Claim =>
    objectClaim(`${kind} ${namespace.name}/${name}`, path, "Use another name.");
  return [
    onlyOneClaim("the MetalLB", "metallb", "Leave metallb out here."),
    ...namespaceClaims("metallb.namespace", namespace),
    releaseClaim(namespace.name, "metallb", "metallb.namespace.name"),
    ...Object.keys(pools).map((pool) => inNamespace("IPAddressPool", pool, `metallb.pools.${pool}`)),
    ...(l2 ? [inNamespace("L2Advertisement", "l2", "metallb.l2")] : []),
    ...(bgp ? [inNamespace("BGPAdvertisement", "bgp", "metallb.bgpPeers")] : []),
    ...Object.entries(bgpPeers).flatMap(([peer, { password }]) => [
      inNamespace("BGPPeer", peer, `metallb.bgpPeers.${peer}`),
      ...(password === undefined ? [] : [inNamespace("Secret", passwordName(peer), `metallb.bgpPeers.${peer}`)]),
    ]),
  ];
};

/** cert-manager can be installed only once in a cluster. */
const certManagerClaims = (): Claim[] => [
  objectClaim(
    `Helm release ${CERT_MANAGER}/${CERT_MANAGER}`,
    "tls.certManagerExists",
    "cert-manager serves the whole cluster: write tls.certManagerExists: true here.",
  ),
  objectClaim(`Namespace ${CERT_MANAGER}`, "tls", "Use another name for the other namespace."),
];
