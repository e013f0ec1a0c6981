import type * as pulumi from "@pulumi/pulumi";

/**
 * A cluster on Amazon EKS. Its resources use the `aws` provider in the component's options. Without one, the component creates
 * a provider from the stack's config (`aws:profile` and so on).
 */
export interface AwsClusterArgs {
  /**
   * Region, such as `us-east-1`.
   *
   * @default the provider's: `aws:region` of the stack, or `AWS_REGION`
   */
  readonly region?: string;
  /**
   * The VPC to create. Fill this or `existingNetwork`, or neither.
   *
   * @default a VPC with 10.0.0.0/16 in three zones, with one NAT gateway
   */
  readonly network?: AwsNetworkArgs;
  /**
   * The VPC to use instead of creating one.
   *
   * @default none; a VPC is created
   */
  readonly existingNetwork?: AwsExistingNetworkArgs;
  /**
   * CIDR block of the addresses of Services: a private block (RFC 1918), a /12 to /24, that does not overlap the VPC. It
   * cannot be changed later.
   *
   * @default 172.20.0.0/16
   */
  readonly serviceCidr?: string;
  /**
   * ARN of a KMS key that encrypts the cluster's Secrets. It can be added later, but it can never be removed or changed.
   *
   * @default none; AWS uses its own key
   */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /**
   * ARN of a KMS key that encrypts the disks of nodes and of the default storage class. Its key policy must let the account's
   * administrators use it through IAM, as the default key policy does. The account must have the role
   * AWSServiceRoleForAutoScaling, which the first Auto Scaling group of an account creates. A change replaces the nodes and the
   * storage class; disks that exist keep their key. Not in Auto Mode.
   *
   * @default none; AWS uses its own key
   */
  readonly diskKmsKeyArn?: pulumi.Input<string>;
  /**
   * How pods get addresses. Not in Auto Mode, which has its own network plugin.
   *
   * @default each pod has an address of its own in the private subnets
   */
  readonly vpcCni?: AwsVpcCniArgs;
  /**
   * What adds and removes nodes. A cluster cannot be switched to Auto Mode or away from it later.
   *
   * @default AwsAutoscaling.ClusterAutoscaler
   */
  readonly autoscaling?: AwsAutoscaling;
  /**
   * Whether the EKS add-on metrics-server is installed. Without it, no HorizontalPodAutoscaler scales. Write false if you
   * install your own, or if AWS does not offer the add-on.
   *
   * @default true
   */
  readonly metricsServer?: boolean;
  /**
   * Kind of the disks of the default storage class.
   *
   * @default AwsVolumeType.Gp3
   */
  readonly volumeType?: AwsVolumeType;
  /**
   * How the kubeconfig logs in. A change replaces no resource.
   *
   * @default if no provider is passed, `aws:profile` and the only role in `aws:assumeRoles` of the stack's config, with a
   * warning if the stack's provider logs in with more than those; otherwise the default login of the AWS CLI of the user
   */
  readonly login?: AwsLoginArgs;
}

/** The VPC to create. Nodes are in private subnets; public subnets contain only load balancers and NAT gateways. */
export interface AwsNetworkArgs {
  /**
   * CIDR block of the VPC, a /16 to /24. It cannot be changed later.
   *
   * @default 10.0.0.0/16
   */
  readonly cidr?: string;
  /**
   * Number of zones, 2 or 3. The third zone is for nodes only. It can be added or removed later, which replaces the node groups
   * of pools without `zones`. In Auto Mode the number cannot be changed.
   *
   * @default 3
   */
  readonly zones?: number;
  /**
   * How private subnets reach the internet.
   *
   * @default AwsNat.Single
   */
  readonly nat?: AwsNat;
}

/** How private subnets reach the internet. */
export enum AwsNat {
  /** One NAT gateway. It is cheaper, but if its zone fails, no node reaches the internet. */
  Single = "single",
  /** One NAT gateway in each zone. */
  PerZone = "per-zone",
}

/**
 * The VPC to use. Zones, free addresses, tags, DNS and public addresses are checked before the cluster is created; routes are
 * not checked. If the same program creates the VPC, name its gateways and routes in the component's `dependsOn`: nodes need
 * them as long as they exist.
 */
export interface AwsExistingNetworkArgs {
  /** Id of the VPC. DNS hostnames and DNS resolution must be turned on. */
  readonly vpcId: pulumi.Input<string>;
  /**
   * Ids of private subnets in at least two zones, for nodes and internal load balancers. Each has a route to a NAT gateway, no
   * route to an internet gateway, and at least six free addresses when the cluster is created. Without the tag
   * `kubernetes.io/role/internal-elb` = 1, load balancers may not use a subnet: a warning says so, and Auto Mode refuses it.
   * Subnets in other zones cannot be added later.
   */
  readonly privateSubnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Ids of public subnets in at least two zones, for load balancers on the internet. Each has a route to an internet gateway and
   * the tag `kubernetes.io/role/elb` = 1. Whether there are public subnets is known from the start, even if the list is an output.
   *
   * @default none; load balancers can only be internal
   */
  readonly publicSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;
}

/** How the network plugin of EKS, the VPC CNI, gives addresses to pods. */
export interface AwsVpcCniArgs {
  /**
   * Whether nodes take prefixes of 16 addresses instead of single ones, so that more pods fit on a node. Each subnet needs free
   * blocks of 16 addresses in a row. Environment variable `ENABLE_PREFIX_DELEGATION` of the add-on. Nodes that exist keep their
   * number of pods until they are replaced.
   *
   * @default false
   */
  readonly prefixDelegation?: boolean;
  /**
   * For a VPC that is created: a second CIDR block of the VPC from which pods take their addresses, a /16 to /24 within
   * 100.64.0.0/10. Each zone gets a quarter of it as a subnet for pods. It cannot be changed later.
   *
   * @default none; pods take addresses of the private subnets
   */
  readonly podCidr?: string;
  /**
   * For an existing VPC: ids of subnets from which pods take their addresses, one in each zone of the nodes. Each has a route to
   * a NAT gateway.
   *
   * @default none; pods take addresses of the private subnets
   */
  readonly podSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;
}

/** What adds and removes nodes. */
export enum AwsAutoscaling {
  /** The cluster-autoscaler, between `min` and `max` of each node pool. */
  ClusterAutoscaler = "cluster-autoscaler",
  /** EKS Auto Mode: AWS creates nodes as pods need them; `nodePools` is not allowed. AWS charges extra for each node. */
  AutoMode = "auto-mode",
  /** Nothing: each pool keeps its `desired` number of nodes. */
  None = "none",
}

/** Kind of EBS disks. */
export enum AwsVolumeType {
  /** 3000 I/O operations per second, independent of the size. */
  Gp3 = "gp3",
  /** The number of I/O operations per second depends on the size. */
  Gp2 = "gp2",
}

/** How the kubeconfig logs in. It cannot use the credentials of a provider in the program. */
export interface AwsLoginArgs {
  /**
   * ARN of a role to assume. It must be in `admins`, unless it creates the cluster.
   *
   * @default none
   */
  readonly roleArn?: pulumi.Input<string>;
  /**
   * Profile of the AWS CLI.
   *
   * @default none
   */
  readonly profile?: string;
}
