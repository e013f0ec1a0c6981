import type { TargetOperations } from "../operations";
import { guardrails } from "./guardrails";
import { prices } from "./prices";

/** The annotation that makes a load balancer internal; without it, a load balancer is public. */
export const INTERNAL_LOAD_BALANCER = "service.beta.kubernetes.io/azure-load-balancer-internal";

/** What is known about Azure without its SDK. */
export const operations: TargetOperations = {
  // Modules of one API version, and packages that `pulumi package add azure-native <module> <version>` makes.
  withoutApiVersion: (type) => type.replace(/^azure-native(?:_\w+)?:(\w+)(?:\/v\d\w*)?:/, "azure-native:$1:"),
  clusterTypes:
    /^(azure-native:containerservice(\/\w+)?:ManagedCluster|azure:containerservice\/kubernetesCluster:KubernetesCluster)$/,
  // AKS deletes the resource group of its nodes, in which the disks are.
  clusterTakesDisks: true,
  // Documentation of the azure-native provider, section "Import" of each resource.
  importIds: {
    "azure-native:containerservice:ManagedCluster":
      "{@resourceGroupName}/providers/Microsoft.ContainerService/managedClusters/{resourceName}",
    "azure-native:containerservice:AgentPool": "{@resourceName}/agentPools/{agentPoolName}",
    "azure-native:authorization:RoleAssignment":
      "{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
    "azure-native:managedidentity:UserAssignedIdentity":
      "{@resourceGroupName}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}",
    "azure-native:network:NatGateway": "{@resourceGroupName}/providers/Microsoft.Network/natGateways/{natGatewayName}",
    "azure-native:network:PublicIPAddress":
      "{@resourceGroupName}/providers/Microsoft.Network/publicIPAddresses/{publicIpAddressName}",
    "azure-native:network:VirtualNetwork":
      "{@resourceGroupName}/providers/Microsoft.Network/virtualNetworks/{virtualNetworkName}",
    "azure-native:operationalinsights:Workspace":
      "{@resourceGroupName}/providers/Microsoft.OperationalInsights/workspaces/{workspaceName}",
    "azure-native:storage:StorageAccount":
      "{@resourceGroupName}/providers/Microsoft.Storage/storageAccounts/{accountName}",
  },
  statusWords: { output: "provisioningState", creating: ["Creating"], failed: ["Failed", "Canceled"] },
  kubernetesVersions: {
    planned: { type: "azure-native:containerservice:ManagedCluster", input: "kubernetesVersion" },
    controlPlane: { type: "azure-native:containerservice:ManagedCluster", output: "currentKubernetesVersion" },
    nodes: { type: "azure-native:containerservice:AgentPool", output: "currentOrchestratorVersion" },
  },
  autoscaledInputs: ["count"],
  // The platform's own address, at which nodes get their configuration (learn.microsoft.com, "What is IP address 168.63.129.16?").
  metadataAddresses: ["168.63.129.16/32"],
  loadBalancerAnnotations: { [INTERNAL_LOAD_BALANCER]: { internal: ["true"], public: ["false"] } },
  // https://kubernetes-sigs.github.io/cloud-provider-azure/topics/loadbalancer/, of 2026-11.
  accessAnnotations: {
    "service.beta.kubernetes.io/azure-allowed-service-tags": {
      against: ["sourceRanges"],
      effect: "these service tags let others in too",
    },
    "service.beta.kubernetes.io/azure-allowed-ip-ranges": {
      against: ["sourceRanges"],
      effect: "these ranges let others in too",
    },
    "service.beta.kubernetes.io/azure-disable-load-balancer-nsg-rule": {
      against: ["sourceRanges"],
      harmless: ["false"],
      effect: "it has no rules in a network security group, and the ranges are never applied",
    },
    "service.beta.kubernetes.io/azure-additional-public-ips": {
      against: ["internal"],
      effect: "it has public addresses too",
    },
    "service.beta.kubernetes.io/azure-pls-create": {
      against: ["internal", "sourceRanges"],
      harmless: ["false"],
      effect: "other networks reach it through Private Link, from any address",
    },
  },
  dnsRole: {
    service: "azureDns",
    form: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    example: "01234567-89ab-cdef-0123-456789abcdef",
    annotation: "azure.workload.identity/client-id",
  },
  objectStore: "azureBlob",
  planDetails: {
    "pulumi:providers:azure-native": [{ firstOf: ["subscription {subscriptionId}", "azure"] }],
    "azure-native:resources:ResourceGroup": ["in {location}"],
    "azure-native:containerservice:ManagedCluster": [
      "Kubernetes {kubernetesVersion}",
      "in {location}",
      "{agentPoolProfiles[0].count} × {agentPoolProfiles[0].vmSize} for its own pods",
    ],
    "azure-native:containerservice:AgentPool": [
      "{minCount}-{maxCount} × {vmSize}",
      { text: "spot", when: "scaleSetPriority", contains: "Spot" },
      { text: "with GPUs", when: "gpuProfile.driver", contains: "Install" },
    ],
    "azure-native:containerservice:MaintenanceConfiguration": [
      "{maintenanceWindow.schedule.weekly.dayOfWeek} {maintenanceWindow.startTime} UTC",
    ],
    "azure-native:network:VirtualNetwork": ["{addressSpace.addressPrefixes}"],
    "azure-native:network:Subnet": ["{addressPrefix}"],
    "azure-native:operationalinsights:Workspace": ["kept {retentionInDays} days"],
    "azure-native:storage:StorageAccount": [
      "{sku.name} in {location}",
      { text: "for every network", when: "networkRuleSet.defaultAction", contains: "Allow" },
      { text: "without account keys", when: "allowSharedKeyAccess", contains: "false" },
    ],
    "azure-native:storage:BlobContainer": ["{containerName}"],
    "azure-native:authorization:RoleAssignment": [
      { firstOf: ["{description} on {@scope} for {@principalId}", "{description} on {scope} for {@principalId}"] },
    ],
    "azure-native:managedidentity:FederatedIdentityCredential": ["{subject} as {@resourceName}"],
  },
  apiServers: {
    "azure-native:containerservice:ManagedCluster": {
      isPrivate: "apiServerAccessProfile.enablePrivateCluster",
      cidrs: "apiServerAccessProfile.authorizedIPRanges",
    },
  },
  publicAddresses: {
    "azure-native:containerservice:AgentPool": ["enableNodePublicIP"],
    "azure-native:containerservice:ManagedCluster": ["agentPoolProfiles[*].enableNodePublicIP"],
  },
  permissions: {
    "azure-native:authorization:RoleAssignment": {
      to: { firstOf: ["{@principalId}", "{principalId}", "the principal in its name"] },
      may: { firstOf: ["{description}", "{roleDefinitionId}"] },
      on: { firstOf: ["{@scope}", "{scope}"] },
    },
    "azure-native:managedidentity:FederatedIdentityCredential": { to: "{subject}", may: "act as {@resourceName}" },
  },
  get guardrails() {
    return guardrails;
  },
  get prices() {
    return prices;
  },
};
