import { pythonWheel } from "../../../engine/toolchain/python-wheel";
import type { Recipe } from "../../../engine/toolchain/recipe";

/** A request of Azure: where its URL is described, and which class its body has. */
export interface Operation {
  /** The management library, the part for one version of its API: `models.py`, `enums.py` and files of operations. */
  readonly library: Recipe;
  /** The file with the function that builds the request. */
  readonly file: string;
  readonly builder: string;
  readonly body: string;
}

/**
 * A library, with the version that has the API version of the SDK. `versions.ts` compares.
 * @param folder below `azure/mgmt/` in the wheel
 * @param client start of the name of the file with the enums
 */
function library(
  [name, version, sha256]: readonly [name: string, version: string, sha256: string],
  folder: string,
  client: string,
  ...files: string[]
): Recipe {
  const at = `azure/mgmt/${folder}`;
  return pythonWheel(name, version, sha256, {
    [`${at}/models/_models_py3.py`]: "models.py",
    [`${at}/models/_${client}_client_enums.py`]: "enums.py",
    ...Object.fromEntries(files.map((file) => [`${at}/operations/_${file}.py`, `${file}.py`])),
  });
}

const containerService = library(
  ["azure-mgmt-containerservice", "40.1.0", "c09a6237624505a121af1ef5a939466b410d47f1d4987c95187651aca15522a7"],
  "containerservice",
  "container_service",
  "agent_pools_operations",
  "maintenance_configurations_operations",
  "managed_clusters_operations",
);
const network = library(
  ["azure-mgmt-network", "28.1.0", "8ddb0e9ec8f10c9c152d60fc945908d113e4591f397ea3e40b92290ec2b01658"],
  "network",
  "network_management",
  "operations",
);
const resources = library(
  ["azure-mgmt-resource", "23.3.0", "ab216ee28e29db6654b989746e0c85a1181f66653929d2cb6e48fba66d9af323"],
  "resource/resources/v2024_07_01",
  "resource_management",
  "operations",
);
const identity = library(
  ["azure-mgmt-msi", "7.0.0", "bbec45bbaa021cb935a1b84f94e160841722a8073d193783e7f458ba476fbc56"],
  "msi/v2023_01_31",
  "managed_service_identity",
  "federated_identity_credentials_operations",
  "user_assigned_identities_operations",
);
const authorization = library(
  ["azure-mgmt-authorization", "4.0.0", "d8feeb3842e6ddf1a370963ca4f61fb6edc124e8997b807dd025bc9b2379cd1a"],
  "authorization/v2022_04_01",
  "authorization_management",
  "role_assignments_operations",
);
const monitor = library(
  ["azure-mgmt-monitor", "6.0.2", "fe4cf41e6680b74a228f81451dc5522656d599c6f343ecf702fc790fda9a357b"],
  "monitor/v2021_05_01_preview",
  "monitor_management",
  "diagnostic_settings_operations",
);
const logAnalytics = library(
  ["azure-mgmt-loganalytics", "13.1.0", "35e68345287b49b09f53d0e0d1ecc5ef1ffbc4f4de65b174b4b8d2d2281b019e"],
  "loganalytics",
  "log_analytics_management",
  "workspaces_operations",
);

const storage = library(
  ["azure-mgmt-storage", "22.2.0", "7ae98fd6850487d1f7dc88b8922b5a50e223b49586addb65410ed46ad829d501"],
  "storage/v2024_01_01",
  "storage_management",
  "blob_containers_operations",
  "blob_services_operations",
  "management_policies_operations",
  "storage_accounts_operations",
);

/** An operation by its file, the class of the body, and the name in the function that builds the request. */
const operation = (library: Recipe, file: string, body: string, name = "create_or_update"): Operation => ({
  library,
  file: `${file}.py`,
  builder: `build_${name}_request`,
  body,
});

/** By the name that the API has for the operation. */
export const operations: Readonly<Record<string, Operation>> = {
  "AgentPools.createOrUpdate": operation(containerService, "agent_pools_operations", "AgentPool"),
  "BlobContainers.create": operation(storage, "blob_containers_operations", "BlobContainer", "create"),
  "BlobServices.setServiceProperties": operation(
    storage,
    "blob_services_operations",
    "BlobServiceProperties",
    "set_service_properties",
  ),
  "DiagnosticSettings.createOrUpdate": operation(
    monitor,
    "diagnostic_settings_operations",
    "DiagnosticSettingsResource",
  ),
  "FederatedIdentityCredentials.createOrUpdate": operation(
    identity,
    "federated_identity_credentials_operations",
    "FederatedIdentityCredential",
  ),
  "MaintenanceConfigurations.createOrUpdate": operation(
    containerService,
    "maintenance_configurations_operations",
    "MaintenanceConfiguration",
  ),
  "ManagedClusters.createOrUpdate": operation(containerService, "managed_clusters_operations", "ManagedCluster"),
  "ManagementPolicies.createOrUpdate": operation(storage, "management_policies_operations", "ManagementPolicy"),
  "NatGateways.createOrUpdate": operation(network, "operations", "NatGateway", "nat_gateways_create_or_update"),
  "PublicIPAddresses.createOrUpdate": operation(
    network,
    "operations",
    "PublicIPAddress",
    "public_ip_addresses_create_or_update",
  ),
  "ResourceGroups.createOrUpdate": operation(
    resources,
    "operations",
    "ResourceGroup",
    "resource_groups_create_or_update",
  ),
  "RoleAssignments.create": operation(
    authorization,
    "role_assignments_operations",
    "RoleAssignmentCreateParameters",
    "create",
  ),
  "StorageAccounts.create": operation(
    storage,
    "storage_accounts_operations",
    "StorageAccountCreateParameters",
    "create",
  ),
  "Subnets.createOrUpdate": operation(network, "operations", "Subnet", "subnets_create_or_update"),
  "UserAssignedIdentities.createOrUpdate": operation(identity, "user_assigned_identities_operations", "Identity"),
  "VirtualNetworks.createOrUpdate": operation(
    network,
    "operations",
    "VirtualNetwork",
    "virtual_networks_create_or_update",
  ),
  "Workspaces.createOrUpdate": operation(logAnalytics, "workspaces_operations", "Workspace"),
};
