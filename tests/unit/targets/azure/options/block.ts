import { AzureEgress, AzureLogin, AzureTier, AzureUpgradeChannel, AzureWeekDay } from "../../../../../components";
import type { Row } from "../../option-row";
import { existingNetwork } from "../aks";

const window = { dayOfWeek: AzureWeekDay.Saturday, startTime: "02:00", durationHours: 8 };
const firewall = { ...existingNetwork, egress: AzureEgress.RouteTable, egressCidrs: ["198.51.100.7/32"] };

/** What the block changes. */
export const blockRows: readonly Row[] = [
  {
    option: "azure.resourceGroupName",
    args: { azure: { resourceGroupName: "ml-x7k2p9" } },
    expected: ["- ResourceGroup ml", "~ RoleAssignment ml-creator: roleAssignmentName, scope"],
  },
  {
    option: "azure.network.cidr",
    args: { azure: { network: { cidr: "10.1.0.0/16" } } },
    expected: ["~ Subnet ml-nodes: addressPrefix", "~ VirtualNetwork ml: addressSpace"],
  },
  {
    option: "azure.network.podsCidr",
    args: { azure: { network: { podsCidr: "10.244.0.0/16" } } },
    expected: ["~ ManagedCluster ml: networkProfile"],
  },
  {
    option: "azure.network.servicesCidr",
    args: { azure: { network: { servicesCidr: "10.8.0.0/16" } } },
    expected: ["~ ManagedCluster ml: networkProfile"],
  },
  {
    option: "azure.existingNetwork.subnetId",
    args: { azure: { existingNetwork } },
    expected: [
      "- NatGateway ml-nat",
      "- PublicIPAddress ml-nat",
      "- Subnet ml-nodes",
      "- VirtualNetwork ml",
      "~ AgentPool ml-general: vnetSubnetID",
      "~ ManagedCluster ml: agentPoolProfiles, apiServerAccessProfile, networkProfile",
      "~ MlCluster ml: facts, networkId, privateSubnetIds",
      "~ RoleAssignment ml-control-plane-network: roleAssignmentName, scope",
    ],
  },
  {
    option: "azure.existingNetwork.egress",
    args: { azure: { existingNetwork: firewall } },
    than: { azure: { existingNetwork: { ...firewall, egress: AzureEgress.NatGateway } } },
    expected: ["~ ManagedCluster ml: networkProfile"],
  },
  {
    option: "azure.existingNetwork.egressCidrs",
    args: { azure: { existingNetwork: { ...firewall, egressCidrs: ["198.51.100.8/32"] } } },
    than: { azure: { existingNetwork: firewall } },
    expected: ["~ ManagedCluster ml: apiServerAccessProfile"],
  },
  ...(["podsCidr", "servicesCidr"] as const).map((range) => ({
    option: `azure.existingNetwork.${range}`,
    args: { azure: { existingNetwork: { ...existingNetwork, [range]: "10.64.0.0/16" } } },
    than: { azure: { existingNetwork } },
    expected: ["~ ManagedCluster ml: networkProfile"],
  })),
  {
    option: "azure.systemPool.instanceType",
    args: { azure: { systemPool: { instanceType: "Standard_D8ds_v5" } } },
    expected: ["~ ManagedCluster ml: agentPoolProfiles"],
  },
  {
    option: "azure.systemPool.nodes",
    args: { azure: { systemPool: { nodes: 3 } } },
    expected: ["~ ManagedCluster ml: agentPoolProfiles"],
  },
  { option: "azure.tier", args: { azure: { tier: AzureTier.Free } }, expected: ["~ ManagedCluster ml: sku"] },
  {
    option: "azure.tier (long-term support)",
    args: { azure: { tier: AzureTier.Premium } },
    expected: ["~ ManagedCluster ml: sku, supportPlan"],
  },
  {
    option: "azure.upgradeChannel",
    args: { azure: { upgradeChannel: AzureUpgradeChannel.Stable } },
    expected: ["~ ManagedCluster ml: autoUpgradeProfile"],
  },
  {
    option: "azure.maintenanceWindow",
    args: { azure: { maintenanceWindow: window } },
    expected: ["+ MaintenanceConfiguration ml-kubernetes", "+ MaintenanceConfiguration ml-nodes"],
  },
  ...Object.entries({ dayOfWeek: AzureWeekDay.Sunday, startTime: "03:00", durationHours: 6 }).map(([part, value]) => ({
    option: `azure.maintenanceWindow.${part}`,
    args: { azure: { maintenanceWindow: { ...window, [part]: value } } },
    than: { azure: { maintenanceWindow: window } },
    expected: ["kubernetes", "nodes"].map((what) => `~ MaintenanceConfiguration ml-${what}: maintenanceWindow`),
  })),
  {
    option: "azure.login",
    args: { azure: { login: AzureLogin.ManagedIdentity } },
    expected: ["~ kubernetes ml-internal: kubeconfig", "~ kubernetes ml: kubeconfig"],
  },
];
