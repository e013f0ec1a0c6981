import { ManagedCluster, type ManagedClusterArgs } from "@pulumi/azure-native/containerservice/managedCluster";
import * as pulumi from "@pulumi/pulumi";
import { isEverywhere } from "../../shared/checks";
import type { ApiAccessSpec } from "../api-access";
import type { ClusterSpec } from "../common-spec";
import { AzureTier } from "./args";
import type { AzureContext } from "./context";
import type { ClusterIdentities } from "./identities";
import type { ClusterNetwork } from "./network";
import { dnsServiceIp, SYSTEM_POOL, type AzureSpec } from "./spec";

/** What a control plane is created from. */
export interface ControlPlaneRequest {
  readonly azure: AzureSpec;
  readonly common: ClusterSpec;
  readonly network: ClusterNetwork;
  readonly identities: ClusterIdentities;
  /** Roles of people that must be older than the cluster. */
  readonly earlyAccess: readonly pulumi.Resource[];
  readonly context: AzureContext;
}

/** Most characters of the name that the address of the API server starts with; those of the cluster may have 63. */
export const CLUSTER_NAME = { most: 54, suffix: 7 };

/** Creates the control plane with the system pool. The other pools are resources of their own. */
export function createControlPlane(name: string, request: ControlPlaneRequest): ManagedCluster {
  const { azure, common, network, identities, earlyAccess, context } = request;
  const { controlPlane, nodes, grants } = identities;
  const { opts, resourceGroupName, location, uniqueName, tags } = context;
  const { kubernetesVersion } = common;
  return new ManagedCluster(
    name,
    {
      resourceGroupName,
      location,
      resourceName: uniqueName,
      dnsPrefix: uniqueName,
      nodeResourceGroup: pulumi.interpolate`${uniqueName}-nodes`,
      // Only AKS changes what it puts there.
      nodeResourceGroupProfile: { restrictionLevel: "ReadOnly" },
      kubernetesVersion,
      sku: { name: "Base", tier: azure.tier },
      // Long-term support is what the tier Premium is for; no other tier has it.
      supportPlan: azure.tier === AzureTier.Premium ? "AKSLongTermSupport" : "KubernetesOfficial",
      identity: { type: "UserAssigned", userAssignedIdentities: [controlPlane.id] },
      identityProfile: {
        kubeletidentity: { resourceId: nodes.id, clientId: nodes.clientId, objectId: nodes.principalId },
      },
      enableRBAC: true,
      aadProfile: { managed: true, enableAzureRBAC: true },
      disableLocalAccounts: true,
      apiServerAccessProfile: apiServer(common.apiAccess, network),
      networkProfile: networkProfile(azure),
      oidcIssuerProfile: { enabled: true },
      securityProfile: { workloadIdentity: { enabled: true } },
      storageProfile: {
        diskCSIDriver: { enabled: true },
        fileCSIDriver: { enabled: true },
        snapshotController: { enabled: true },
      },
      autoUpgradeProfile: { upgradeChannel: azure.upgradeChannel, nodeOSUpgradeChannel: "NodeImage" },
      agentPoolProfiles: [systemPool(azure, common, network, tags)],
      tags,
    },
    {
      ...opts,
      dependsOn: [...grants, ...earlyAccess],
      protect: common.deletionProtection,
      // AKS chooses a version and upgrades it; a later update must not send the former one.
      ignoreChanges:
        kubernetesVersion === undefined ? ["kubernetesVersion", "agentPoolProfiles[0].orchestratorVersion"] : [],
      customTimeouts: TIMEOUTS,
    },
  );
}

/** A control plane takes about 5 minutes; an upgrade of it also moves the pods of the system pool. */
const TIMEOUTS = { create: "30m", update: "90m", delete: "30m" };

/**
 * Who reaches the API server. Nodes reach it from outside too, unless it is private: their addresses are in the list. The name of a
 * private one is in the public DNS, so that networks that are connected to it need no DNS zone; it leads to a private address.
 */
const apiServer = (
  { publicCidrs, isPrivate }: ApiAccessSpec,
  { egressCidrs }: ClusterNetwork,
): ManagedClusterArgs["apiServerAccessProfile"] =>
  isPrivate
    ? {
        enablePrivateCluster: true,
        privateDNSZone: "none",
        enablePrivateClusterPublicFQDN: true,
        disableRunCommand: true,
      }
    : {
        enablePrivateCluster: false,
        // An empty list lets everyone in.
        authorizedIPRanges: publicCidrs.some(isEverywhere) ? [] : [...publicCidrs, ...egressCidrs],
        disableRunCommand: true,
      };

/** Pods get addresses of their own range, which the network does not see; Cilium enforces NetworkPolicies. */
const networkProfile = ({ network }: AzureSpec): ManagedClusterArgs["networkProfile"] => ({
  networkPlugin: "azure",
  networkPluginMode: "overlay",
  networkDataplane: "cilium",
  networkPolicy: "cilium",
  podCidr: network.podsCidr,
  serviceCidr: network.servicesCidr,
  dnsServiceIP: dnsServiceIp(network.servicesCidr),
  loadBalancerSku: "standard",
  outboundType: network.egress,
});

/**
 * The pool of the cluster's own pods. AKS needs one from the start, and its taint keeps all other pods away. No autoscaler changes its
 * number of nodes: each change of the cluster sends it.
 */
const systemPool = (
  { systemPool: { instanceType, nodes } }: AzureSpec,
  { kubernetesVersion }: ClusterSpec,
  { subnetId }: ClusterNetwork,
  tags: Readonly<Record<string, string>>,
) => ({
  name: SYSTEM_POOL,
  mode: "System",
  type: "VirtualMachineScaleSets",
  vmSize: instanceType,
  osType: "Linux",
  osSKU: "Ubuntu",
  osDiskType: "Managed",
  osDiskSizeGB: 128,
  count: nodes,
  enableAutoScaling: false,
  enableNodePublicIP: false,
  nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"],
  orchestratorVersion: kubernetesVersion,
  vnetSubnetID: subnetId,
  tags: { ...tags },
});
