import * as pulumi from "@pulumi/pulumi";
import type { ExistingObject } from "../shared/existing-object";
import { isWildcard } from "./hosts";
import type { IngressSpec } from "./spec";

/** Where a gateway answers. */
interface Address {
  /** IP address of the load balancer, if it has one. */
  readonly ip: pulumi.Output<string | undefined>;
  /** Host name of the load balancer, if it has one. */
  readonly hostname: pulumi.Output<string | undefined>;
  /** Host name, else IP address of the load balancer; without a load balancer, the Service's name inside the cluster. */
  readonly host: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;
}

/** The part of a Service's status that has addresses. */
type Status = { readonly loadBalancer?: { readonly ingress?: readonly Partial<Entry>[] } } | undefined;
type Entry = Record<"ip" | "hostname", string>;

/**
 * Where a gateway answers: at the first address of its Service's load balancer, else at `clusterHost`. The URL names the first
 * host that it serves, because it answers no other.
 */
export function addressOf(
  service: ExistingObject,
  clusterHost: pulumi.Output<string>,
  { hosts, tls }: Pick<IngressSpec, "hosts" | "tls">,
): Address {
  const status = service.status as pulumi.Output<Status>;
  const entry = status.apply((known) => known?.loadBalancer?.ingress?.[0]);
  const host = pulumi.all([entry, clusterHost]).apply(([known, inside]) => known?.hostname ?? known?.ip ?? inside);
  return {
    ip: entry.apply((known) => known?.ip),
    hostname: entry.apply((known) => known?.hostname),
    host,
    url: host.apply((text) => {
      const served = hosts.find((name) => !isWildcard(name)) ?? text;
      return `${tls === undefined ? "http" : "https"}://${served.includes(":") ? `[${served}]` : served}`;
    }),
  };
}
