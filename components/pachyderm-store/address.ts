import * as pulumi from "@pulumi/pulumi";
import type { IngressFacts } from "../shared/facts";
import { routeUrl, type RouteSpec } from "../shared/route";
import { clusterHost, loadBalancerHost } from "../shared/service-address";
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

/** Behind an ingress. An Ingress does not forward gRPC, so pachctl then has the address of the Service inside the cluster. */
export function addressBehind(ingress: IngressFacts, route: RouteSpec): Address {
  const url = routeUrl(ingress, route);
  const isTls = ingress.tls === true;
  return {
    url,
    pachd: passesGrpc(ingress)
      ? pulumi.output(ingress.port).apply((port) => `${isTls ? "grpcs" : "grpc"}://${route.host}:${String(port)}`)
      : pulumi.output(`grpc://${clusterHost({ name: PROXY.name, namespace: route.namespace })}:${String(PROXY.port)}`),
  };
}

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
  const service = { name: PROXY.name, namespace };
  if (type === PachydermServiceType.ClusterIP) return pulumi.output(clusterHost(service));
  return loadBalancerHost(`${name}-service`, service, opts);
}
