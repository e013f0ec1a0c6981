import type * as pulumi from "@pulumi/pulumi";
import { labelled, type Labels } from "../../../shared/values";
import { isWildcard } from "../../../shared/host-name";
import { wildcardName } from "../../hosts";
import type { TlsSpec } from "../../tls/spec";

/** Name of the release and so of its Service, in the commands of the Ambassador guide too. */
export const RELEASE = "ambassador";

/** Name of the namespace of the definitions' release, where their webhook runs. */
export const DEFINITIONS_NAMESPACE = "emissary-system";

/** Name of what exists once in a cluster for each installation. */
export const clusterWideName = (ambassadorId: string | undefined): string =>
  ambassadorId === undefined ? RELEASE : `${RELEASE}-${ambassadorId}`;

/** What all objects share. */
interface Common {
  readonly namespace: pulumi.Input<string>;
  readonly labels: Labels;
  readonly ambassadorId: string | undefined;
}

const object = (kind: string, name: string, { namespace, labels, ambassadorId }: Common, spec: object) => ({
  apiVersion: "getambassador.io/v3alpha1",
  kind,
  metadata: { name, namespace, ...labelled(labels) },
  spec: { ...(ambassadorId === undefined ? {} : { ambassador_id: [ambassadorId] }), ...spec },
});

/**
 * The Listeners: the ports on which Emissary answers. If the load balancer has the certificate, it sends plain HTTP to the port of
 * HTTPS and does not say how the request came, so the port decides whether a request is secure.
 */
export const listenerManifests = (common: Common, tls: Pick<TlsSpec, "atLoadBalancer"> | undefined) => {
  const atLoadBalancer = tls?.atLoadBalancer !== undefined;
  const listener = (name: string, port: number, protocol: string, securityModel: string) =>
    object("Listener", name, common, { port, protocol, securityModel, hostBinding: { namespace: { from: "ALL" } } });
  return [
    listener("http", 8080, "HTTP", atLoadBalancer ? "INSECURE" : "XFP"),
    listener("https", 8443, atLoadBalancer ? "HTTP" : "HTTPS", atLoadBalancer ? "SECURE" : "XFP"),
  ];
};

/** The Hosts that are answered, each with its certificate. Without any host, every host is. */
export const hostManifests = (
  common: Common,
  hosts: readonly string[],
  tls: Pick<TlsSpec, "certificates" | "redirect"> | undefined,
) =>
  (hosts.length === 0 ? ["*"] : hosts).map((host) => {
    const certificate = tls?.certificates.find((one) => one.hosts.includes(host));
    return object("Host", hostObjectName(host), common, {
      hostname: host,
      ...(certificate === undefined ? {} : { tlsSecret: { name: certificate.secret } }),
      requestPolicy: { insecure: { action: tls?.redirect === true ? "Redirect" : "Route" } },
    });
  });

function hostObjectName(host: string): string {
  if (host === "*") return "every-host";
  return isWildcard(host) ? wildcardName(host) : host;
}
