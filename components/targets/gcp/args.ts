import type * as pulumi from "@pulumi/pulumi";

/**
 * A cluster on Google Kubernetes Engine (GKE). Its resources use the `gcp` provider in the component's options. Without one, the
 * component creates a provider from the stack's config (`gcp:project` and so on).
 */
export interface GcpClusterArgs {
  /**
   * Id of the project, such as `ml-prod-123456`.
   *
   * @default the provider's: `gcp:project` of the stack, or `GOOGLE_CLOUD_PROJECT`
   */
  readonly project?: string;
  /**
   * Where the cluster is: a region, such as `us-central1`, with the control plane and nodes in three zones; or a zone, such as
   * `us-central1-a`, with one control plane that stops while it is upgraded. It cannot be changed later.
   *
   * @default `gcp:region` of the stack, or `us-central1`
   */
  readonly location?: string;
  /**
   * Who manages the nodes. It cannot be changed later.
   *
   * @default GcpMode.Standard
   */
  readonly mode?: GcpMode;
  /**
   * The network to create. Fill this or `existingNetwork`, or neither.
   *
   * @default a network with 10.0.0.0/20 for nodes, 10.4.0.0/14 for pods and 10.8.0.0/20 for Services, behind Cloud NAT
   */
  readonly network?: GcpNetworkArgs;
  /**
   * The network to use instead of creating one.
   *
   * @default none; a network is created
   */
  readonly existingNetwork?: GcpExistingNetworkArgs;
  /**
   * How fast GKE upgrades the cluster.
   *
   * @default GcpReleaseChannel.Regular
   */
  readonly releaseChannel?: GcpReleaseChannel;
  /**
   * When GKE may upgrade the cluster.
   *
   * @default at any time
   */
  readonly maintenanceWindow?: GcpMaintenanceWindowArgs;
  /**
   * A Cloud KMS key in the cluster's region that encrypts the cluster's Secrets:
   * `projects/<project>/locations/<region>/keyRings/<ring>/cryptoKeys/<key>`. The component lets GKE use it.
   *
   * @default none; Google encrypts them with its own key
   */
  readonly kmsKeyName?: pulumi.Input<string>;
  /**
   * Whether the component turns on the Google APIs that the cluster needs. They stay on after `destroy`. Write false where only
   * an administrator may turn on APIs.
   *
   * @default true
   */
  readonly enableApis?: boolean;
}

/** Who manages the nodes of a GKE cluster. */
export enum GcpMode {
  /** Node pools, as `nodePools` says. */
  Standard = "standard",
  /** GKE creates nodes as pods need them, and charges for what pods request; `nodePools` is not allowed. */
  Autopilot = "autopilot",
}

/** How fast GKE upgrades a cluster. */
export enum GcpReleaseChannel {
  /** New versions within weeks; not covered by Google's service agreement. */
  Rapid = "RAPID",
  /** New versions two to three months later. */
  Regular = "REGULAR",
  /** New versions two to three months after `Regular`. */
  Stable = "STABLE",
  /** Like `Regular`, with up to 24 months of support for a version, at extra cost. */
  Extended = "EXTENDED",
}

/** The network to create. Nodes have no public addresses; they reach the internet through Cloud NAT. */
export interface GcpNetworkArgs {
  /**
   * CIDR block of the nodes, a private /8 to /29. It cannot be changed later.
   *
   * @default 10.0.0.0/20
   */
  readonly nodesCidr?: string;
  /**
   * CIDR block of the pods, a private /9 to /21: each node takes a /24 of it, so a /14 is enough for 1024 nodes. It cannot be
   * changed later.
   *
   * @default 10.4.0.0/14
   */
  readonly podsCidr?: string;
  /**
   * CIDR block of the Services, a private /16 to /27. It cannot be changed later.
   *
   * @default 10.8.0.0/20
   */
  readonly servicesCidr?: string;
}

/**
 * The network to use. Nodes have no public addresses: to pull images that Google does not host, the network needs a Cloud NAT. If
 * the same program creates the network, name all its parts in the component's `dependsOn`. Pulumi reads the subnetwork, for which it
 * needs `compute.subnetworks.get` in its project, and throws `InvalidArgs` if the cluster does not fit into it.
 */
export interface GcpExistingNetworkArgs {
  /** Name of the network, or its self link `projects/<project>/global/networks/<name>`, also as a URL. */
  readonly network: pulumi.Input<string>;
  /**
   * Name of a subnetwork in the cluster's region, or its self link `projects/<project>/regions/<region>/subnetworks/<name>`, also as
   * a URL. Of another project (a Shared VPC), write the self link; it needs Private Google Access. It must have an address for each
   * node that the node pools may have.
   */
  readonly subnetwork: pulumi.Input<string>;
  /** Name of the subnetwork's secondary range for pods. Each node takes a /24 of it. */
  readonly podsRange: pulumi.Input<string>;
  /** Name of the subnetwork's secondary range for Services. It is another one than that for pods. */
  readonly servicesRange: pulumi.Input<string>;
}

/** A window that repeats. GKE demands at least 48 hours of it in any 32 days. */
export interface GcpMaintenanceWindowArgs {
  /** Start of the first window in UTC: `2026-01-03T02:00:00Z`. */
  readonly startTime: string;
  /** End of the first window in UTC, at least four hours later: `2026-01-03T14:00:00Z`. */
  readonly endTime: string;
  /** How it repeats, as an RRULE of RFC 5545 with FREQ (DAILY or WEEKLY), INTERVAL and BYDAY: `FREQ=WEEKLY;BYDAY=SA,SU`. */
  readonly recurrence: string;
}
