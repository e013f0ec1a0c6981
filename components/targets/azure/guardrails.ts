import type { Guardrails } from "../guardrails";

/** What the rules for plans know about Azure, which encrypts every disk and every storage account. */
export const guardrails: Guardrails = {
  encryptingPackage: "azure-native",
  encryptingProvisioners: ["disk.csi.azure.com", "file.csi.azure.com"],
  nodePools: {
    "azure-native:containerservice:AgentPool": {
      // Sizes of the family N, in whatever letters, have GPUs (https://learn.microsoft.com/azure/virtual-machines/sizes/overview, of 2026-11).
      gpus: [{ input: "gpuProfile" }, { input: "vmSize", form: /^Standard_N/i }],
      least: ["minCount"],
      autoscaled: "enableAutoScaling",
    },
  },
  stateful: {
    "azure-native:containerservice:ManagedCluster": { pulumiOnly: true },
    "azure-native:storage:StorageAccount": { pulumiOnly: true },
    "azure-native:compute:Disk": { pulumiOnly: true },
    "azure-native:dbforpostgresql:Server": { pulumiOnly: true },
  },
  staticKeys: [
    "azuread:index/applicationPassword:ApplicationPassword",
    "azuread:index/servicePrincipalPassword:ServicePrincipalPassword",
  ],
};
