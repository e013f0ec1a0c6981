import type { Guardrails, NodePoolForm } from "../guardrails";

/** A pool of nodes. Sizes of the family N, in whatever letters, have GPUs (https://learn.microsoft.com/azure/virtual-machines/sizes/overview, of 2026-11). */
const POOL: NodePoolForm = {
  gpus: [{ input: "gpuProfile" }, { input: "vmSize", form: /^Standard_N/i }],
  least: ["minCount"],
  autoscaled: "enableAutoScaling",
};

/** What the rules for plans know about Azure, which encrypts every disk and every storage account. */
export const guardrails: Guardrails = {
  encryptingPackage: "azure-native",
  encryptingProvisioners: [
    "disk.csi.azure.com",
    "file.csi.azure.com",
    "kubernetes.io/azure-disk",
    "kubernetes.io/azure-file",
  ],
  nodePools: {
    "azure-native:containerservice:AgentPool": POOL,
    "azure-native:containerservice:ManagedCluster": { each: "agentPoolProfiles", ...POOL },
  },
  stateful: {
    "azure-native:containerservice:ManagedCluster": { pulumiOnly: true },
    "azure-native:storage:StorageAccount": { pulumiOnly: true },
    "azure-native:compute:Disk": { pulumiOnly: true },
    "azure-native:dbforpostgresql:Server": { pulumiOnly: true },
    "azure-native:dbformysql:Server": { pulumiOnly: true },
    "azure-native:sql:Database": { pulumiOnly: true },
    "azure-native:cosmosdb:DatabaseAccount": { pulumiOnly: true },
  },
  staticKeys: [
    "azuread:index/applicationPassword:ApplicationPassword",
    "azuread:index/servicePrincipalPassword:ServicePrincipalPassword",
  ],
};
