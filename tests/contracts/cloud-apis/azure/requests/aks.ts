import type { ResourceMappings } from "../../requests";
import { renamed, written } from "../../writers";
import { sameNames } from "./same-names";

/** The SDK takes a list of identities, and the API a map whose values only the API fills. */
const identity = written(
  "body.identity",
  renamed({
    userAssignedIdentities: written("userAssignedIdentities", (ids) =>
      Object.fromEntries((ids as string[]).map((id) => [id, {}])),
    ),
  }),
);

/** Clusters, node pools and maintenance windows. */
export const aks: ResourceMappings = {
  "azure-native:containerservice:ManagedCluster": {
    requests: [
      {
        operation: "ManagedClusters.createOrUpdate",
        fields: {
          ...sameNames("", "resourceGroupName", "resourceName"),
          ...sameNames("body.", "location", "sku", "tags"),
          identity,
          ...sameNames(
            "body.properties.",
            "aadProfile",
            "agentPoolProfiles",
            "apiServerAccessProfile",
            "autoUpgradeProfile",
            "disableLocalAccounts",
            "dnsPrefix",
            "enableRBAC",
            "identityProfile",
            "kubernetesVersion",
            "networkProfile",
            "nodeResourceGroup",
            "nodeResourceGroupProfile",
            "oidcIssuerProfile",
            "securityProfile",
            "storageProfile",
            "supportPlan",
          ),
        },
      },
    ],
  },
  "azure-native:containerservice:AgentPool": {
    requests: [
      {
        operation: "AgentPools.createOrUpdate",
        fields: {
          ...sameNames("", "agentPoolName", "resourceGroupName", "resourceName"),
          ...sameNames(
            "body.properties.",
            "availabilityZones",
            "count",
            "enableAutoScaling",
            "enableNodePublicIP",
            "gpuProfile",
            "maxCount",
            "minCount",
            "mode",
            "nodeLabels",
            "nodeTaints",
            "orchestratorVersion",
            "osDiskSizeGB",
            "osDiskType",
            "osSKU",
            "osType",
            "scaleSetEvictionPolicy",
            "scaleSetPriority",
            "spotMaxPrice",
            "tags",
            "type",
            "vmSize",
            "vnetSubnetID",
          ),
        },
      },
    ],
  },
  "azure-native:containerservice:MaintenanceConfiguration": {
    requests: [
      {
        operation: "MaintenanceConfigurations.createOrUpdate",
        fields: {
          ...sameNames("", "configName", "resourceGroupName", "resourceName"),
          ...sameNames("body.properties.", "maintenanceWindow"),
        },
      },
    ],
  },
};
