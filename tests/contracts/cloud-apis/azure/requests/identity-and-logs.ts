import type { ResourceMappings } from "../../requests";
import { sameNames } from "./same-names";

/** Identities, their roles, and logs. */
export const identityAndLogs: ResourceMappings = {
  "azure-native:managedidentity:UserAssignedIdentity": {
    requests: [
      {
        operation: "UserAssignedIdentities.createOrUpdate",
        fields: { ...sameNames("", "resourceGroupName", "resourceName"), ...sameNames("body.", "location", "tags") },
        generatedName: "resourceName",
        // The provider takes it from the resource group.
        filled: { body: { location: "centralus" } },
      },
    ],
  },
  "azure-native:managedidentity:FederatedIdentityCredential": {
    requests: [
      {
        operation: "FederatedIdentityCredentials.createOrUpdate",
        fields: {
          ...sameNames("", "federatedIdentityCredentialResourceName", "resourceGroupName", "resourceName"),
          ...sameNames("body.properties.", "audiences", "issuer", "subject"),
        },
        generatedName: "federatedIdentityCredentialResourceName",
      },
    ],
  },
  "azure-native:authorization:RoleAssignment": {
    requests: [
      {
        operation: "RoleAssignments.create",
        fields: {
          ...sameNames("", "roleAssignmentName", "scope"),
          ...sameNames("body.properties.", "description", "principalId", "principalType", "roleDefinitionId"),
        },
      },
    ],
  },
  "azure-native:operationalinsights:Workspace": {
    requests: [
      {
        operation: "Workspaces.createOrUpdate",
        fields: {
          ...sameNames("", "resourceGroupName", "workspaceName"),
          ...sameNames("body.", "location", "tags"),
          ...sameNames("body.properties.", "retentionInDays", "sku"),
        },
      },
    ],
  },
  "azure-native:monitor:DiagnosticSetting": {
    requests: [
      {
        operation: "DiagnosticSettings.createOrUpdate",
        fields: {
          ...sameNames("", "name", "resourceUri"),
          ...sameNames("body.properties.", "logAnalyticsDestinationType", "logs", "workspaceId"),
        },
      },
    ],
  },
};
