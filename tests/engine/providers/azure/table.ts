import type { Table } from "../cloud/resource-type";
import { agentPool } from "./aks/agent-pool";
import { managedCluster } from "./aks/cluster";
import { maintenanceConfiguration } from "./aks/maintenance-configuration";
import { inputsAfterRefresh } from "./applied-changes";
import type { AzureCloud } from "./azure-cloud";
import { diagnosticSetting } from "./diagnostic-setting";
import { federatedIdentityCredential, userAssignedIdentity } from "./identity/managed-identity";
import { roleAssignment } from "./identity/role-assignment";
import { azureInvokes } from "./invokes";
import { managementLock } from "./management-lock";
import { natGateway, publicIpAddress } from "./network/nat-gateway";
import { subnet, virtualNetwork } from "./network/virtual-network";
import { resourceGroup } from "./resource-group";
import { storageAccount } from "./storage/account";
import { blobContainer, blobServiceProperties, managementPolicy } from "./storage/blobs";
import { storageInvokes } from "./storage/invokes";
import { workspace } from "./workspace";

/** What the stand-in of the azure-native provider knows: what an AKS cluster with its network and a container of blobs take. Anything else it refuses. */
export const azureTable: Table<AzureCloud> = {
  types: {
    "azure-native:authorization:ManagementLockByScope": managementLock,
    "azure-native:authorization:RoleAssignment": roleAssignment,
    "azure-native:containerservice:AgentPool": agentPool,
    "azure-native:containerservice:MaintenanceConfiguration": maintenanceConfiguration,
    "azure-native:containerservice:ManagedCluster": managedCluster,
    "azure-native:managedidentity:FederatedIdentityCredential": federatedIdentityCredential,
    "azure-native:managedidentity:UserAssignedIdentity": userAssignedIdentity,
    "azure-native:monitor:DiagnosticSetting": diagnosticSetting,
    "azure-native:network:NatGateway": natGateway,
    "azure-native:network:PublicIPAddress": publicIpAddress,
    "azure-native:network:Subnet": subnet,
    "azure-native:network:VirtualNetwork": virtualNetwork,
    "azure-native:operationalinsights:Workspace": workspace,
    "azure-native:resources:ResourceGroup": resourceGroup,
    "azure-native:storage:BlobContainer": blobContainer,
    "azure-native:storage:BlobServiceProperties": blobServiceProperties,
    "azure-native:storage:ManagementPolicy": managementPolicy,
    "azure-native:storage:StorageAccount": storageAccount,
  },
  invokes: { ...azureInvokes, ...storageInvokes },
  inputsAfterRefresh,
};
