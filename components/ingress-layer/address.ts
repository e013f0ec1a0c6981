import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { isIP } from "node:net";
import { ExistingObject } from "../shared/existing-object";
import { isWildcard } from "../shared/host-name";

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

/** The gateway's Service, which has the name of its release, as the cluster has it; and its name inside the cluster. */
export function serviceOf(
  name: string,
  { status }: kubernetes.helm.v3.Release,
  opts: pulumi.CustomResourceOptions,
): { readonly service: ExistingObject; readonly clusterHost: pulumi.Output<string> } {
  const metadata = { name: status.name, namespace: status.namespace };
  return {
    service: new ExistingObject(`${name}-service`, { apiVersion: "v1", kind: "Service", metadata }, opts),
    clusterHost: pulumi.interpolate`${status.name}.${status.namespace}.svc.cluster.local`,
  };
}

/** The part of a Service's status that has addresses. */
type Status = { readonly loadBalancer?: { readonly ingress?: readonly Partial<Entry>[] } } | undefined;
type Entry = Record<"ip" | "hostname", string>;

/** What decides the URL of a gateway. */
interface Endpoint {
  /** The hosts that are served; empty for every host. */
  readonly hosts: readonly string[];
  readonly https: boolean;
  readonly port: pulumi.Input<number>;
}

/**
 * Where a gateway answers: at the first address of its Service's load balancer, else at `otherHost`. The URL names the first
 * host that it serves, because it answers no other.
 */
export function addressOf(
  service: ExistingObject | undefined,
  otherHost: pulumi.Output<string>,
  { hosts, https, port }: Endpoint,
): Address {
  const entry =
    service === undefined
      ? otherHost.apply((text): Partial<Entry> => (isIP(text) === 0 ? { hostname: text } : { ip: text }))
      : (service.status as pulumi.Output<Status>).apply((known) => known?.loadBalancer?.ingress?.[0]);
  const host = pulumi.all([entry, otherHost]).apply(([known, other]) => known?.hostname ?? known?.ip ?? other);
  return {
    ip: entry.apply((known) => known?.ip),
    hostname: entry.apply((known) => known?.hostname),
    host,
    url: pulumi.all([host, port]).apply(([text, number]) => {
      const served = hosts.find((name) => !isWildcard(name)) ?? text;
      const ending = number === (https ? 443 : 80) ? "" : `:${String(number)}`;
      return `${https ? "https" : "http"}://${served.includes(":") ? `[${served}]` : served}${ending}`;
    }),
  };
}
