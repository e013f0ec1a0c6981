import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Where a load balancer answers. */
export interface Address {
  readonly ip?: string;
  readonly hostname?: string;
}

/** What the cluster really hands over: the SDK's type promises a status that may not be there yet. */
type Status = { readonly loadBalancer?: { readonly ingress?: readonly Address[] } } | undefined;

/** The first address of a Service's load balancer; nothing where it has none. */
export const addressOf = (service: kubernetes.core.v1.Service): pulumi.Output<Address | undefined> =>
  (service.status as unknown as pulumi.Output<Status>).apply((status) => status?.loadBalancer?.ingress?.[0]);
