import type * as pulumi from "@pulumi/pulumi";

/**
 * A cluster on Amazon EKS. Its resources use the `aws` provider in the component's options, or one made of the stack's own
 * config (`aws:profile` and so on).
 */
export interface AwsClusterArgs {
  /**
   * Region, such as `us-east-1`.
   *
   * @default the provider's: `aws:region` of the stack, or `AWS_REGION`
   */
  readonly region?: string;
  /**
   * The VPC to make. Fill this or `existingNetwork`, or neither.
   *
   * @default a VPC of 10.0.0.0/16 over three zones, with one NAT gateway
   */
  readonly network?: AwsNetworkArgs;
  /**
   * The VPC to use.
   *
   * @default none: one is made
   */
  readonly existingNetwork?: AwsExistingNetworkArgs;
  /**
   * CIDR block that addresses of Services come from: within RFC 1918, a /12 to /24, apart from the VPC. It cannot be
   * changed later.
   *
   * @default 172.20.0.0/16
   */
  readonly serviceCidr?: string;
  /**
   * ARN of a KMS key that encrypts the cluster's Secrets. It can be added later, but never removed or changed.
   *
   * @default a key that AWS owns
   */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /**
   * What adds and removes nodes. Auto Mode is chosen for good: no cluster can be switched to it or away from it.
   *
   * @default AwsAutoscaling.ClusterAutoscaler
   */
  readonly autoscaling?: AwsAutoscaling;
  /**
   * Whether EKS's add-on metrics-server is installed, without which no HorizontalPodAutoscaler scales. Switch it off where
   * you install your own, or where AWS does not offer it.
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
   * How the kubeconfig logs in. Changing it replaces nothing.
   *
   * @default with `aws:profile` and the one role in `aws:assumeRoles` of the stack's config, where no provider is passed;
   * else as the AWS CLI does for whoever uses the kubeconfig
   */
  readonly login?: AwsLoginArgs;
}

/** The VPC to make. Public subnets hold load balancers and NAT gateways only; nodes are in private ones. */
export interface AwsNetworkArgs {
  /**
   * CIDR block of the VPC, a /16 to /24. It cannot be changed later.
   *
   * @default 10.0.0.0/16
   */
  readonly cidr?: string;
  /**
   * Number of zones, 2 or 3. The third is for nodes only, and can be added or taken away later, which replaces the node
   * groups of pools without `zones`; in Auto Mode the number is for good.
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
  /** One NAT gateway: cheap, and all nodes lose the internet with its zone. */
  Single = "single",
  /** One NAT gateway in each zone. */
  PerZone = "per-zone",
}

/**
 * The VPC to use. Zones, tags, DNS and public addresses are checked before the cluster is made; routes are not. Where the
 * same program makes it, the component's `dependsOn` names its gateways and routes: nodes need them from first to last.
 */
export interface AwsExistingNetworkArgs {
  /** Id of the VPC, with DNS hostnames and DNS resolution on. */
  readonly vpcId: pulumi.Input<string>;
  /**
   * Ids of private subnets in at least two zones, for nodes and internal load balancers: with a route to a NAT gateway
   * and none to an internet gateway, tagged `kubernetes.io/role/internal-elb` = 1. Subnets of further zones cannot be
   * added later.
   */
  readonly privateSubnetIds: pulumi.Input<string>[];
  /**
   * Ids of public subnets in at least two zones, for load balancers that the internet reaches: with a route to an
   * internet gateway, tagged `kubernetes.io/role/elb` = 1.
   *
   * @default none: load balancers can only be internal
   */
  readonly publicSubnetIds?: pulumi.Input<string>[];
}

/** What adds and removes nodes. */
export enum AwsAutoscaling {
  /** The cluster-autoscaler, between `min` and `max` of each node pool. */
  ClusterAutoscaler = "cluster-autoscaler",
  /** EKS Auto Mode: nodes as pods need them, without node pools of one's own. AWS charges for it by the node. */
  AutoMode = "auto-mode",
  /** Nobody: each pool stays at its `desired` number of nodes. */
  None = "none",
}

/** Kind of EBS disks. */
export enum AwsVolumeType {
  /** 3000 operations a second, whatever the size. */
  Gp3 = "gp3",
  /** Operations by size. */
  Gp2 = "gp2",
}

/** How the kubeconfig logs in. The credentials of a provider in the program do not reach it. */
export interface AwsLoginArgs {
  /**
   * ARN of a role to take on. It needs to be among `admins`, unless it creates the cluster.
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
