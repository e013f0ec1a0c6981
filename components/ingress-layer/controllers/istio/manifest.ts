import type * as pulumi from "@pulumi/pulumi";
import { labelled, type Labels } from "../../../shared/values";
import type { IngressLayerArgs } from "../../args";
import type { IngressSpec } from "../../spec";
import type { TlsSpec } from "../../tls/spec";

/** The gateway of a layer. */
export interface GatewayNames {
  /** Name of its release, and so of its Service. */
  readonly release: string;
  /** The labels that its chart gives the pods: the name of the release, without `istio-`. */
  readonly selector: { readonly istio: string };
}

/** The gateway beside its control plane, whose name the selectors of the guides and the status of Ingresses rely on. */
export const MAIN_GATEWAY: GatewayNames = { release: "istio-ingressgateway", selector: { istio: "ingressgateway" } };

/** The gateway for traffic that leaves the mesh, with the name and the label that Istio's guides use. */
export const EGRESS_GATEWAY: GatewayNames = { release: "istio-egressgateway", selector: { istio: "egressgateway" } };

/**
 * Names of a layer's gateway. Istio's selectors match pods in all namespaces, so a gateway that uses the control plane of another
 * layer has a label of its own.
 */
export const gatewayNames = (
  { istio }: IngressLayerArgs,
  { namespace }: Pick<IngressSpec, "namespace">,
): GatewayNames =>
  istio?.controlPlane === undefined
    ? MAIN_GATEWAY
    : { release: `istio-${namespace.name}`, selector: { istio: namespace.name } };

/** Name of the shared Gateway: the one that Seldon Core uses by default. */
export const GATEWAY_NAME = "seldon-gateway";

/** What a layer serves, and by which pods. */
interface Served extends Pick<IngressSpec, "hosts" | "tls" | "labels"> {
  readonly selector: GatewayNames["selector"];
}

/** The shared Gateway: the hosts by plain HTTP, or by HTTPS with a redirect from HTTP. */
export const gatewayManifest = (namespace: pulumi.Input<string>, { selector, hosts, tls, labels }: Served) => ({
  apiVersion: "networking.istio.io/v1",
  kind: "Gateway",
  metadata: { name: GATEWAY_NAME, namespace, ...labelled(labels) },
  spec: {
    selector,
    servers: [
      ...(tls === undefined ? [] : httpsServers(served(hosts), tls)),
      ...(tls !== undefined && redirectsByRoute(tls) ? [] : [httpServer(served(hosts), tls?.redirect === true)]),
    ],
  },
});

const served = (hosts: readonly string[]): readonly string[] => (hosts.length === 0 ? ["*"] : hosts);

const httpServer = (hosts: readonly string[], redirects: boolean) => ({
  port: { number: 80, name: "http", protocol: "HTTP" },
  hosts,
  ...(redirects ? { tls: { httpsRedirect: true } } : {}),
});

/** One server for each certificate. If the load balancer has the certificate, it sends plain HTTP to the port of HTTPS. */
const httpsServers = (hosts: readonly string[], { certificates, atLoadBalancer }: TlsSpec) =>
  atLoadBalancer !== undefined
    ? [{ port: { number: 443, name: "http-443", protocol: "HTTP" }, hosts }]
    : certificates.map(({ hosts, secret }, index) => ({
        port: { number: 443, name: `https-${String(index)}`, protocol: "HTTPS" },
        hosts,
        tls: { mode: "SIMPLE", credentialName: secret },
      }));

/**
 * Whether HTTP is redirected by a route instead of the Gateway. The Gateway would redirect challenges of HTTP-01 too, to a port
 * that has no certificate yet. Routes of challenges are more specific than this one, so they come first.
 */
export const redirectsByRoute = ({ redirect, http01 }: TlsSpec): boolean => redirect && http01;

/** Name of the Gateway and of the route that redirect HTTP. */
export const REDIRECT_NAME = `${GATEWAY_NAME}-redirect`;

/** The Gateway for plain HTTP beside the shared one, so that no other route applies to it. */
export const redirectGatewayManifest = (namespace: pulumi.Input<string>, { selector, hosts, labels }: Served) => ({
  apiVersion: "networking.istio.io/v1",
  kind: "Gateway",
  metadata: { name: REDIRECT_NAME, namespace, ...labelled(labels) },
  spec: { selector, servers: [httpServer(served(hosts), false)] },
});

/** The route that redirects everything but challenges to HTTPS. */
export const redirectRouteManifest = (namespace: pulumi.Input<string>, { hosts, labels }: Served) => ({
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: { name: REDIRECT_NAME, namespace, ...labelled(labels) },
  spec: {
    hosts: served(hosts),
    gateways: [REDIRECT_NAME],
    http: [{ redirect: { scheme: "https", redirectCode: 301 } }],
  },
});

/** Name of the IngressClass. */
export const CLASS_NAME = "istio";

/** The class by which Ingresses choose this gateway; no chart of Istio creates one. */
export const ingressClassManifest = (labels: Labels) => ({
  metadata: { name: CLASS_NAME, ...labelled(labels) },
  spec: { controller: "istio.io/ingress-controller" },
});
