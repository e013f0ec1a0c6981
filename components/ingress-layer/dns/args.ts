import type * as pulumi from "@pulumi/pulumi";

/**
 * The DNS zones of the layer's hosts. Records of the hosts are written there, and Let's Encrypt can verify hosts by records. Fill
 * exactly one of the blocks for a DNS service. Pods log in with the cluster's workload identity; there are no keys.
 *
 * external-dns runs as the service account `external-dns` in a namespace of its own: `istio-system-dns` if the gateway is in
 * `istio-system`. cert-manager runs as the service account `cert-manager` in the namespace `cert-manager`. With
 * `tls.certManagerExists`, give the installed cert-manager access to the zones yourself.
 */
export interface DnsArgs {
  /**
   * Amazon Route 53.
   *
   * @default none: fill exactly one DNS service
   */
  readonly route53?: Route53Args;
  /**
   * Google Cloud DNS.
   *
   * @default none: fill exactly one DNS service
   */
  readonly cloudDns?: CloudDnsArgs;
  /**
   * Azure DNS.
   *
   * @default none: fill exactly one DNS service
   */
  readonly azureDns?: AzureDnsArgs;
  /**
   * Whether records of `hosts` that lead to the load balancer are written, by external-dns. If it is false, the zones are used for
   * `AcmeChallenge.Dns01` only.
   *
   * @default true
   */
  readonly records?: boolean;
  /**
   * Whether records stay when a host is removed or the layer is destroyed. Chart key `policy`: `upsert-only` instead of `sync`.
   * external-dns removes the records of a layer while the layer's namespace is deleted. With `namespace.create: false` it has no
   * time for that, and records may stay.
   *
   * @default false
   */
  readonly keepRecords?: boolean;
}

/** Zones in Amazon Route 53. */
export interface Route53Args {
  /** Ids of the hosted zones by the name of each zone: `{ "example.org": "Z0123456789ABCDEFGHIJ" }`. */
  readonly zones: Record<string, pulumi.Input<string>>;
  /**
   * ARN of an IAM role that may change the zones, and that the two service accounts may assume through the cluster's OIDC issuer.
   *
   * @default created: one role for each of the two, limited to these zones; `cluster.identity` must then have the OIDC issuer and
   * the ARN of its IAM provider
   */
  readonly roleArn?: pulumi.Input<string>;
}

/** Zones in Google Cloud DNS. */
export interface CloudDnsArgs {
  /** Names of the zones, such as `example.org`. These are DNS names, not the names that Cloud DNS shows for zones. */
  readonly zones: string[];
  /** Id of the project that has the zones. */
  readonly project: pulumi.Input<string>;
  /**
   * E-mail address of a Google service account with the role `roles/dns.admin`, such as `dns@my-project.iam.gserviceaccount.com`.
   * The two Kubernetes service accounts need the role `roles/iam.workloadIdentityUser` on it.
   */
  readonly serviceAccount: pulumi.Input<string>;
}

/** Zones in Azure DNS. */
export interface AzureDnsArgs {
  /** Names of the zones, such as `example.org`. */
  readonly zones: string[];
  /** Id of the subscription that has the zones, a UUID. */
  readonly subscriptionId: pulumi.Input<string>;
  /** Name of the resource group that has the zones. */
  readonly resourceGroup: pulumi.Input<string>;
  /**
   * Id of the tenant of the managed identity `clientId`, a UUID.
   *
   * @default the tenant of the cluster
   */
  readonly tenantId?: pulumi.Input<string>;
  /**
   * Client id, a UUID, of a managed identity with the role `DNS Zone Contributor`. It needs a federated credential for each of the
   * two Kubernetes service accounts.
   *
   * @default created: one identity for each of the two, limited to these zones; `cluster.identity` must then have the OIDC issuer and
   * the resource group in which identities are created
   */
  readonly clientId?: pulumi.Input<string>;
}
