import * as pulumi from "@pulumi/pulumi";
import { ExistingObject } from "../shared/existing-object";
import type { IngressFacts } from "../shared/facts";
import { routeUrl, type RouteSpec } from "../shared/route";
import { PachydermServiceType } from "./args";
import { passesGrpc, PROXY } from "./ingress";
import type { ServiceSpec } from "./spec";

/** Where Pachyderm answers. */
export interface Address {
  /** `grpc://<host>:<port>`, with TLS `grpcs://`, for `pachctl`. */
  readonly pachd: pulumi.Output<string>;
  /** `http://<host>`, with TLS `https://`, for browsers. */
  readonly url: pulumi.Output<string>;
}

/** The address of the Service inside the cluster. */
const inside = (namespace: string): string => `${PROXY.name}.${namespace}.svc.cluster.local`;

/** Behind an ingress. An Ingress does not forward gRPC, so pachctl then has the address of the Service inside the cluster. */
export function addressBehind(ingress: IngressFacts, route: RouteSpec): Address {
  const url = routeUrl(ingress, route);
  const isTls = ingress.tls === true;
  return {
    url,
    pachd: passesGrpc(ingress)
      ? pulumi.output(ingress.port).apply((port) => `${isTls ? "grpcs" : "grpc"}://${route.host}:${String(port)}`)
      : pulumi.output(`grpc://${inside(route.namespace)}:${String(PROXY.port)}`),
  };
}

/** The part of a Service's status that has addresses. */
type Status =
  { readonly loadBalancer?: { readonly ingress?: readonly Partial<Record<"ip" | "hostname", string>>[] } } | undefined;

/** Where the Service itself answers: at the host that the caller named, else at its load balancer, else inside the cluster. */
export function addressOfService(
  name: string,
  { type, tlsSecret }: ServiceSpec,
  { namespace, host }: { readonly namespace: string; readonly host: string | undefined },
  opts: pulumi.CustomResourceOptions,
): Address {
  const found = hostOf(name, type, namespace, host, opts);
  const isTls = tlsSecret !== undefined;
  const bracketed = found.apply((text) => (text.includes(":") ? `[${text}]` : text));
  return {
    url: bracketed.apply((text) => `${isTls ? "https" : "http"}://${text}`),
    pachd: bracketed.apply((text) => `${isTls ? "grpcs" : "grpc"}://${text}:${isTls ? 443 : 80}`),
  };
}

function hostOf(
  name: string,
  type: PachydermServiceType,
  namespace: string,
  host: string | undefined,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  if (host !== undefined) return pulumi.output(host);
  if (type === PachydermServiceType.ClusterIP) return pulumi.output(inside(namespace));
  const identity = { apiVersion: "v1", kind: "Service", metadata: { name: PROXY.name, namespace } };
  const service = new ExistingObject(`${name}-service`, identity, opts);
  return (service.status as pulumi.Output<Status>).apply((status) => {
    const first = status?.loadBalancer?.ingress?.[0];
    return first?.hostname ?? first?.ip ?? inside(namespace);
  });
}
