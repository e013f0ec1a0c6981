import type { PlantedError } from "../cloud-api";

const cluster = { resourceGroupName: "ml", resourceName: "ml", location: "centralus" };
const pool = { resourceGroupName: "ml", resourceName: "ml", agentPoolName: "general", mode: "User" };
const account = { resourceGroupName: "ml", accountName: "data", location: "centralus" };
const blobs = { resourceGroupName: "ml", accountName: "data", blobServicesName: "default" };
const CLUSTER = "ManagedClusters.createOrUpdate";
const POOL = "AgentPools.createOrUpdate";
const NAME_PATTERN = "^[a-zA-Z0-9]$|^[a-zA-Z0-9][-_a-zA-Z0-9]{0,61}[a-zA-Z0-9]$";

/** At least one for each kind of limit, and for each way in which a mapping writes a value. */
export const plantedErrors: readonly PlantedError[] = [
  {
    title: "an input without a mapping",
    type: "azure-native:containerservice:AgentPool",
    inputs: { ...pool, windowsProfile: {} },
    problems: ["the mapping of azure-native:containerservice:AgentPool has no input windowsProfile"],
  },
  {
    title: "an unknown field",
    type: "azure-native:containerservice:ManagedCluster",
    inputs: { ...cluster, networkProfile: { podCidrBlock: "10.0.0.0/16" } },
    problems: [`${CLUSTER} body.properties.networkProfile has the unknown field podCidrBlock`],
  },
  {
    title: "a field that only Azure sets",
    type: "azure-native:containerservice:ManagedCluster",
    inputs: { ...cluster, oidcIssuerProfile: { enabled: true, issuerURL: "https://oidc.example.org" } },
    problems: [`${CLUSTER} body.properties.oidcIssuerProfile has the unknown field issuerURL`],
  },
  {
    title: "a value outside an enum",
    type: "azure-native:containerservice:ManagedCluster",
    inputs: { ...cluster, networkProfile: { networkDataplane: "ebpf" } },
    problems: [
      `${CLUSTER} body.properties.networkProfile.networkDataplane must be one of azure, cilium, but is "ebpf"`,
    ],
  },
  {
    title: "a value outside an enum in a list",
    type: "azure-native:containerservice:ManagedCluster",
    inputs: { ...cluster, agentPoolProfiles: [{ name: "system", mode: "system" }] },
    problems: [
      `${CLUSTER} body.properties.agentPoolProfiles.0.mode must be one of System, User, Gateway, but is "system"`,
    ],
  },
  {
    title: "a value of the wrong type",
    type: "azure-native:containerservice:AgentPool",
    inputs: { ...pool, maxCount: "3" },
    problems: [`${POOL} body.properties.maxCount must be integer, but is "3"`],
  },
  {
    title: "a number that is too large",
    type: "azure-native:containerservice:AgentPool",
    inputs: { ...pool, osDiskSizeGB: 4096 },
    problems: [`${POOL} body.properties.osDiskSizeGB must be <= 2048, but is 4096`],
  },
  {
    title: "a missing field",
    type: "azure-native:containerservice:ManagedCluster",
    inputs: { ...cluster, location: undefined, dnsPrefix: "ml" },
    problems: [`${CLUSTER} body lacks the field location`],
  },
  {
    title: "a name of a pool with a dash",
    type: "azure-native:containerservice:AgentPool",
    inputs: { ...pool, agentPoolName: "gpu-spot" },
    problems: [`${POOL} agentPoolName must match pattern "^[a-z][a-z0-9]{0,11}$", but is "gpu-spot"`],
  },
  {
    title: "a name of a cluster that is too long",
    type: "azure-native:containerservice:ManagedCluster",
    inputs: { ...cluster, resourceName: "m".repeat(64) },
    problems: [
      `${CLUSTER} resourceName must NOT have more than 63 characters, but is "${"m".repeat(64)}"`,
      `${CLUSTER} resourceName must match pattern "${NAME_PATTERN}", but is "${"m".repeat(64)}"`,
    ],
  },
  {
    title: "a CIDR block that is none",
    type: "azure-native:containerservice:ManagedCluster",
    inputs: { ...cluster, networkProfile: { serviceCidr: "172.16.0.0.0" } },
    problems: [
      `${CLUSTER} body.properties.networkProfile.serviceCidr must match pattern "^([0-9]{1,3}\\.){3}[0-9]{1,3}(\\/([0-9]|[1-2][0-9]|3[0-2]))?$", but is "172.16.0.0.0"`,
    ],
  },
  {
    title: "a window that is too long",
    type: "azure-native:containerservice:MaintenanceConfiguration",
    inputs: {
      resourceGroupName: "ml",
      resourceName: "ml",
      configName: "aksManagedAutoUpgradeSchedule",
      maintenanceWindow: {
        schedule: { weekly: { dayOfWeek: "Saturday", intervalWeeks: 1 } },
        startTime: "02:00",
        durationHours: 25,
      },
    },
    problems: [
      "MaintenanceConfigurations.createOrUpdate body.properties.maintenanceWindow.durationHours must be <= 24, but is 25",
    ],
  },
  {
    title: "the kind of an account that is none",
    type: "azure-native:storage:StorageAccount",
    inputs: { ...account, kind: "BlockBlob", sku: { name: "Premium_LRS" } },
    problems: [
      'StorageAccounts.create body.kind must be one of Storage, StorageV2, BlobStorage, FileStorage, BlockBlobStorage, but is "BlockBlob"',
    ],
  },
  {
    title: "a network rule whose subnet has another name in the API",
    type: "azure-native:storage:StorageAccount",
    inputs: {
      ...{ ...account, kind: "BlockBlobStorage", sku: { name: "Premium_LRS" } },
      networkRuleSet: { defaultAction: "Deny", virtualNetworkRules: [{ subnetId: "nodes" }] },
    },
    problems: [
      "StorageAccounts.create body.properties.networkAcls.virtualNetworkRules.0 lacks the field id",
      "StorageAccounts.create body.properties.networkAcls.virtualNetworkRules.0 has the unknown field subnetId",
    ],
  },
  {
    title: "a name of an account that is too long",
    type: "azure-native:storage:BlobServiceProperties",
    inputs: { ...blobs, accountName: "a".repeat(25), isVersioningEnabled: true },
    problems: [
      `BlobServices.setServiceProperties accountName must NOT have more than 24 characters, but is "${"a".repeat(25)}"`,
    ],
  },
  {
    title: "deleted blobs that are kept for too long",
    type: "azure-native:storage:BlobServiceProperties",
    inputs: { ...blobs, deleteRetentionPolicy: { enabled: true, days: 366 } },
    problems: [
      "BlobServices.setServiceProperties body.properties.deleteRetentionPolicy.days must be <= 365, but is 366",
    ],
  },
  {
    title: "a lifecycle rule without a definition",
    type: "azure-native:storage:ManagementPolicy",
    inputs: {
      ...{ ...account, location: undefined, managementPolicyName: "default" },
      policy: { rules: [{ name: "old-versions", type: "Lifecycle" }] },
    },
    problems: ["ManagementPolicies.createOrUpdate body.properties.policy.rules.0 lacks the field definition"],
  },
  {
    title: "a container that is open in a way that Azure does not know",
    type: "azure-native:storage:BlobContainer",
    inputs: { ...account, location: undefined, containerName: "objects", publicAccess: "Everyone" },
    problems: [
      'BlobContainers.create body.properties.publicAccess must be one of Container, Blob, None, but is "Everyone"',
    ],
  },
];
