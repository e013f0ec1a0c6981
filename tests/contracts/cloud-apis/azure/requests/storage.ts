import type { ResourceMappings } from "../../requests";
import { renamed, written } from "../../writers";
import { sameNames } from "./same-names";

/** Storage accounts, and what is in them. */
export const storage: ResourceMappings = {
  "azure-native:storage:StorageAccount": {
    requests: [
      {
        operation: "StorageAccounts.create",
        fields: {
          ...sameNames("", "accountName", "resourceGroupName"),
          ...sameNames("body.", "kind", "location", "sku", "tags"),
          enableHttpsTrafficOnly: "body.properties.supportsHttpsTrafficOnly",
          networkRuleSet: written(
            "body.properties.networkAcls",
            renamed({
              virtualNetworkRules: written("virtualNetworkRules", (rules) =>
                (rules as Record<string, unknown>[]).map(({ virtualNetworkResourceId: id, ...rule }) => ({
                  id,
                  ...rule,
                })),
              ),
            }),
          ),
          ...sameNames(
            "body.properties.",
            "allowBlobPublicAccess",
            "allowCrossTenantReplication",
            "allowSharedKeyAccess",
            "encryption",
            "isLocalUserEnabled",
            "minimumTlsVersion",
          ),
        },
      },
    ],
  },
  "azure-native:storage:BlobServiceProperties": {
    requests: [
      {
        operation: "BlobServices.setServiceProperties",
        fields: {
          ...sameNames("", "accountName", "resourceGroupName"),
          blobServicesName: "BlobServicesName",
          ...sameNames(
            "body.properties.",
            "containerDeleteRetentionPolicy",
            "deleteRetentionPolicy",
            "isVersioningEnabled",
          ),
        },
      },
    ],
  },
  "azure-native:storage:ManagementPolicy": {
    requests: [
      {
        operation: "ManagementPolicies.createOrUpdate",
        fields: {
          ...sameNames("", "accountName", "managementPolicyName", "resourceGroupName"),
          ...sameNames("body.properties.", "policy"),
        },
      },
    ],
  },
  "azure-native:storage:BlobContainer": {
    requests: [
      {
        operation: "BlobContainers.create",
        fields: {
          ...sameNames("", "accountName", "containerName", "resourceGroupName"),
          ...sameNames("body.properties.", "publicAccess"),
        },
      },
    ],
  },
};
