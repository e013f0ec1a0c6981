import type * as pulumi from "@pulumi/pulumi";

/**
 * A cluster on Azure Kubernetes Service (AKS). Its resources use the `azure-native` provider in the component's options. Without
 * one, the component creates a provider from the stack's config (`azure-native:subscriptionId` and so on).
 *
 * People log in with Microsoft Entra ID, and Azure RBAC decides what they may do; the cluster has no local accounts. The identity
 * that creates the cluster becomes an administrator. It needs the right to create role assignments.
 */
export interface AzureClusterArgs {
  /**
   * Region, such as `centralus`; its display name, such as `Central US`, is accepted too. It cannot be changed later.
   *
   * @default `azure-native:location` of the stack, or `centralus`
   */
  readonly location?: string;
  /**
   * Name of an existing resource group for the cluster, its network and its identities. The identity that runs Pulumi then becomes an
   * administrator of this cluster only, not of others in the group. Azure may know that role only after five minutes; if the first
   * `up` fails because the API server answers 403, run it again. In a group that is created, the role is on the group and comes first.
   *
   * @default a resource group is created
   */
  readonly resourceGroupName?: pulumi.Input<string>;
  /**
   * The network to create. Fill this or `existingNetwork`, or neither.
   *
   * @default a virtual network 10.0.0.0/16, with 192.168.0.0/16 for pods and 172.16.0.0/16 for Services, behind a NAT gateway
   */
  readonly network?: AzureNetworkArgs;
  /**
   * The network to use instead of creating one.
   *
   * @default none; a network is created
   */
  readonly existingNetwork?: AzureExistingNetworkArgs;
  /**
   * The node pool of the cluster's own pods, such as CoreDNS. Other pods run in `nodePools`.
   *
   * @default 2 nodes `Standard_D4ds_v5`
   */
  readonly systemPool?: AzureSystemPoolArgs;
  /**
   * Service level and price of the control plane.
   *
   * @default AzureTier.Standard
   */
  readonly tier?: AzureTier;
  /**
   * Which new Kubernetes versions AKS installs by itself. Node images are always kept up to date.
   *
   * @default AzureUpgradeChannel.Patch
   */
  readonly upgradeChannel?: AzureUpgradeChannel;
  /**
   * When AKS may upgrade the cluster and its nodes.
   *
   * @default at any time
   */
  readonly maintenanceWindow?: AzureMaintenanceWindowArgs;
  /**
   * How whoever uses the kubeconfig, including Pulumi, logs in. A change replaces nothing.
   *
   * @default AzureLogin.AzureCli
   */
  readonly login?: AzureLogin;
}

/** The network to create. Nodes have no public addresses; they reach the internet through a NAT gateway. */
export interface AzureNetworkArgs {
  /**
   * CIDR block of the virtual network, a private /8 to /28. The first half is the subnet of the nodes; the second half is free for
   * other subnets. It cannot be changed later.
   *
   * @default 10.0.0.0/16
   */
  readonly cidr?: string;
  /**
   * CIDR block of the pods, a private /8 to /24: each node takes a /24 of it, so a /16 is enough for 256 nodes. Other networks do
   * not see these addresses. It cannot be changed later.
   *
   * @default 192.168.0.0/16
   */
  readonly podsCidr?: string;
  /**
   * CIDR block of the Services, a private /13 to /28. The cluster's DNS server gets its tenth address. It cannot be changed later.
   *
   * @default 172.16.0.0/16
   */
  readonly servicesCidr?: string;
}

/** The network to use. */
export interface AzureExistingNetworkArgs {
  /**
   * Id of the subnet of the nodes:
   * `/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/virtualNetworks/<network>/subnets/<subnet>`.
   */
  readonly subnetId: pulumi.Input<string>;
  /**
   * How nodes reach the internet. It cannot be changed later.
   *
   * @default AzureEgress.LoadBalancer
   */
  readonly egress?: AzureEgress;
  /**
   * CIDR blocks of the public addresses from which nodes reach the internet. Required with another `egress` than `LoadBalancer` if
   * `apiAccess.cidrs` limits who reaches the API server, because nodes reach it over the internet too.
   *
   * @default none
   */
  readonly egressCidrs?: string[];
  /**
   * As in `network`. The block must be outside the virtual network and everything that is connected to it.
   *
   * @default 192.168.0.0/16
   */
  readonly podsCidr?: string;
  /**
   * As in `network`. The block must be outside the virtual network and everything that is connected to it.
   *
   * @default 172.16.0.0/16
   */
  readonly servicesCidr?: string;
}

/** How the nodes of an existing network reach the internet. */
export enum AzureEgress {
  /** Through a load balancer with a public address, which AKS creates. */
  LoadBalancer = "loadBalancer",
  /** Through the NAT gateway that the subnet has. */
  NatGateway = "userAssignedNATGateway",
  /** Through a firewall or another appliance to which the route table of the subnet leads. */
  RouteTable = "userDefinedRouting",
}

/** The node pool of the cluster's own pods. Its nodes are never spot machines and never have GPUs. */
export interface AzureSystemPoolArgs {
  /**
   * VM size. It cannot be changed later.
   *
   * @default Standard_D4ds_v5
   */
  readonly instanceType?: string;
  /**
   * Number of nodes, at least 1. No autoscaler changes it.
   *
   * @default 2
   */
  readonly nodes?: number;
}

/** Service level of the control plane. */
export enum AzureTier {
  /** Without charge and without a service-level agreement, for tests. */
  Free = "Free",
  /** With a service-level agreement, for up to 5000 nodes. */
  Standard = "Standard",
  /** Like `Standard`, with two years of support for some versions. */
  Premium = "Premium",
}

/** Which Kubernetes versions AKS installs by itself. */
export enum AzureUpgradeChannel {
  /** None. */
  None = "none",
  /** New patch versions of the minor version that the cluster has. */
  Patch = "patch",
  /** The newest patch version of the second newest minor version. */
  Stable = "stable",
  /** The newest version. */
  Rapid = "rapid",
}

/** A window in every week. */
export interface AzureMaintenanceWindowArgs {
  /** Day on which it starts. */
  readonly dayOfWeek: AzureWeekDay;
  /** Time at which it starts, in UTC: `02:00`. */
  readonly startTime: string;
  /** Its length in hours, from 4 to 24. */
  readonly durationHours: number;
}

/** A day of the week. */
export enum AzureWeekDay {
  /** Monday. */
  Monday = "Monday",
  /** Tuesday. */
  Tuesday = "Tuesday",
  /** Wednesday. */
  Wednesday = "Wednesday",
  /** Thursday. */
  Thursday = "Thursday",
  /** Friday. */
  Friday = "Friday",
  /** Saturday. */
  Saturday = "Saturday",
  /** Sunday. */
  Sunday = "Sunday",
}

/** How kubelogin gets a token for the API server. The kubeconfig itself contains no credential. */
export enum AzureLogin {
  /** From the Azure CLI, with the account of `az login`. */
  AzureCli = "azurecli",
  /** As a service principal, from `AZURE_CLIENT_ID` and `AZURE_CLIENT_SECRET`. */
  ServicePrincipal = "spn",
  /** As the managed identity of the machine. */
  ManagedIdentity = "msi",
  /** By a federated token, from `AZURE_CLIENT_ID`, `AZURE_TENANT_ID` and `AZURE_FEDERATED_TOKEN_FILE`. */
  WorkloadIdentity = "workloadidentity",
}
