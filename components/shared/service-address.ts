import type * as pulumi from "@pulumi/pulumi";
import { ExistingObject } from "./existing-object";

/** The part of a Service's status that has addresses. */
type Status =
  { readonly loadBalancer?: { readonly ingress?: readonly Partial<Record<"ip" | "hostname", string>>[] } } | undefined;

/** The name of a Service inside the cluster. */
export const clusterHost = ({ name, namespace }: { readonly name: string; readonly namespace: string }): string =>
  `${name}.${namespace}.svc.cluster.local`;

/** The address of a Service's load balancer, which is read when the release with the Service is installed. */
export function loadBalancerHost(
  resource: string,
  metadata: { readonly name: string; readonly namespace: string },
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const service = new ExistingObject(resource, { apiVersion: "v1", kind: "Service", metadata }, opts);
  return (service.status as pulumi.Output<Status>).apply((status) => {
    const first = status?.loadBalancer?.ingress?.[0];
    return first?.hostname ?? first?.ip ?? clusterHost(metadata);
  });
}
