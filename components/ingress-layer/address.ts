import type * as pulumi from "@pulumi/pulumi";
import type { ExistingObject } from "../shared/existing-object";

/** Where a load balancer answers. */
export interface Address {
  readonly ip?: string;
  readonly hostname?: string;
}

/** What a Service says of itself. */
type Status = { readonly loadBalancer?: { readonly ingress?: readonly Address[] } } | undefined;

/** The first address of a Service's load balancer; nothing where it has none. */
export const addressOf = (service: ExistingObject): pulumi.Output<Address | undefined> =>
  (service.status as pulumi.Output<Status>).apply((status) => status?.loadBalancer?.ingress?.[0]);
