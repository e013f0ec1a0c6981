import assert from "node:assert/strict";
import {
  AzureEgress,
  AzureLogin,
  AzureTier,
  AzureUpgradeChannel,
  AzureWeekDay,
  ReclaimPolicy,
  TaintEffect,
  type NodePoolArgs,
} from "../../../../components";
import { changes } from "../changes";
import { listedOptions } from "../listed-options";
import type { Row } from "../option-row";
import { cluster, existingNetwork } from "./aks";

const ID = "00000000-0000-4000-8000-0000000000bb";
const PRINCIPAL = `group:${ID}`;
const general: NodePoolArgs = { min: 3, max: 6 };
const T4 = { instanceType: "Standard_NC4as_T4_v3", gpu: { type: "nvidia-t4" } };
const withGpu = { nodePools: { general, gpu: T4 } };

const upgrade = [
  "~ AgentPool ml-general: opts.ignoreChanges, orchestratorVersion",
  "~ ManagedCluster ml: agentPoolProfiles, kubernetesVersion, opts.ignoreChanges",
  "~ MlCluster ml: facts, kubernetesVersion",
];

/** What the block changes. */
const window = { dayOfWeek: AzureWeekDay.Saturday, startTime: "02:00", durationHours: 8 };
const firewall = { ...existingNetwork, egress: AzureEgress.RouteTable, egressCidrs: ["198.51.100.7/32"] };

const blockRows: readonly Row[] = [
  {
    option: "azure.resourceGroupName",
    args: { azure: { resourceGroupName: "ml-x7k2p9" } },
    expected: ["- ResourceGroup ml"],
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
      "~ MlCluster ml: networkId, privateSubnetIds",
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

/** What the common options change. */
const commonRows: readonly Row[] = [
  { option: "kubernetesVersion", args: { kubernetesVersion: "1.36" }, expected: upgrade },
  {
    option: "allowUntestedVersions",
    args: { kubernetesVersion: "1.34", allowUntestedVersions: true },
    expected: upgrade,
  },
  {
    option: "apiAccess.cidrs",
    args: { apiAccess: { cidrs: ["198.51.100.0/24"] } },
    expected: ["~ ManagedCluster ml: apiServerAccessProfile"],
  },
  {
    option: "apiAccess.privateOnly",
    args: { apiAccess: { privateOnly: true } },
    expected: ["~ ManagedCluster ml: apiServerAccessProfile"],
  },
  {
    option: "apiAccess.allowPublic",
    args: { apiAccess: { allowPublic: true } },
    expected: ["~ ManagedCluster ml: apiServerAccessProfile"],
  },
  ...(["admin", "viewer"] as const).map((kind) => ({
    option: `${kind}s`,
    args: { [`${kind}s`]: [PRINCIPAL] },
    expected: [`+ RoleAssignment ml-${kind}-${ID}`, `+ RoleAssignment ml-${kind}-${ID}-login`],
  })),
  {
    option: "deletionProtection",
    args: { deletionProtection: false },
    expected: ["~ ManagedCluster ml: opts.protect"],
  },
  {
    option: "storage.className",
    args: { storage: { className: "fast" } },
    expected: ["+ StorageClass ml-storage", "~ MlCluster ml: facts, storageClass"],
  },
  {
    option: "storage.reclaimPolicy",
    args: { storage: { className: "fast", reclaimPolicy: ReclaimPolicy.Retain } },
    than: { storage: { className: "fast" } },
    expected: ["~ StorageClass ml-storage: reclaimPolicy"],
  },
  { option: "logRetentionDays", args: { logRetentionDays: 30 }, expected: ["~ Workspace ml-logs: retentionInDays"] },
  {
    option: "tags",
    args: { tags: { team: "ml" } },
    expected: [
      "~ AgentPool ml-general: tags",
      "~ ManagedCluster ml: agentPoolProfiles, tags",
      "~ NatGateway ml-nat: tags",
      "~ PublicIPAddress ml-nat: tags",
      "~ ResourceGroup ml: tags",
      "~ UserAssignedIdentity ml-control-plane: tags",
      "~ UserAssignedIdentity ml-nodes: tags",
      "~ VirtualNetwork ml: tags",
      "~ Workspace ml-logs: tags",
    ],
  },
  {
    option: "charts.*.version",
    args: { ...withGpu, charts: { "nvidia-device-plugin": { version: "0.19.0" } }, allowUntestedVersions: true },
    than: withGpu,
    expected: ["~ Release ml-device-plugin: version"],
  },
  {
    option: "charts.*.mirror",
    args: { ...withGpu, charts: { "nvidia-device-plugin": { mirror: "https://charts.example.org" } } },
    than: withGpu,
    expected: ["~ Release ml-device-plugin: repositoryOpts"],
  },
  {
    option: "charts.*.values.*",
    args: { ...withGpu, charts: { "nvidia-device-plugin": { values: { gfd: { enabled: true } } } } },
    than: withGpu,
    expected: ["~ Release ml-device-plugin: values"],
  },
  {
    option: "mirror",
    args: { ...withGpu, mirror: "https://charts.example.org" },
    than: withGpu,
    expected: ["~ Release ml-device-plugin: repositoryOpts"],
  },
];

/** The default pool with one thing said of it. */
const pool = (option: string, said: NodePoolArgs, inputs: string): Row => ({
  option: `nodePools.*.${option}`,
  args: { nodePools: { general: { ...general, ...said } } },
  expected: [`~ AgentPool ml-general: ${inputs}`],
});

/** A second pool, compared with what it was. */
const second = (option: string, was: NodePoolArgs, is: NodePoolArgs, inputs: string): Row => ({
  option: `nodePools.*.${option}`,
  args: { nodePools: { general, second: is } },
  than: { nodePools: { general, second: was } },
  expected: [`~ AgentPool ml-second: ${inputs}`],
});

const tainted = (said = {}): NodePoolArgs => ({
  taints: [{ key: "dedicated", value: "ml", effect: TaintEffect.NoSchedule, ...said }],
});

/** What the options of node pools change: their own pool, and nothing beside it. */
const poolRows: readonly Row[] = [
  pool("instanceType", { instanceType: "Standard_DS4_v2" }, "vmSize"),
  pool("min", { min: 2, desired: 3 }, "minCount"),
  pool("max", { max: 9 }, "maxCount"),
  pool("desired", { desired: 4 }, "count"),
  second("spot", {}, { spot: true }, "nodeLabels, nodeTaints, scaleSetEvictionPolicy, scaleSetPriority, spotMaxPrice"),
  pool("diskSizeGb", { diskSizeGb: 200 }, "osDiskSizeGB"),
  pool("labels", { labels: { team: "ml" } }, "nodeLabels"),
  pool("zones", { zones: ["1", "2"] }, "availabilityZones"),
  {
    option: "nodePools.*.perZone",
    args: { nodePools: { general: { ...general, zones: ["1", "2"], perZone: true } } },
    than: { nodePools: { general: { ...general, zones: ["1", "2"] } } },
    expected: ["+ AgentPool ml-general1", "+ AgentPool ml-general2", "- AgentPool ml-general"],
  },
  {
    option: "nodePools.*.gpu.type",
    args: withGpu,
    expected: ["+ AgentPool ml-gpu", "+ Release ml-device-plugin"],
  },
  // Each size has one model and one number of GPUs, so that the size changes too.
  second("gpu.count", T4, { instanceType: "Standard_NC64as_T4_v3", gpu: { type: "nvidia-t4", count: 4 } }, "vmSize"),
  second("taints[].key", tainted(), tainted({ key: "team" }), "nodeTaints"),
  second("taints[].value", tainted(), tainted({ value: "" }), "nodeTaints"),
  second("taints[].effect", tainted(), tainted({ effect: TaintEffect.NoExecute }), "nodeTaints"),
];

const rows = [...blockRows, ...commonRows, ...poolRows];

describe("each option of a cluster on AKS changes exactly the listed resources", () => {
  for (const { option, args, than = {}, expected } of rows) {
    it(option, async () => {
      assert.deepEqual(changes(await cluster(than), await cluster(args)), expected);
    });
  }

  it("azure.location: every resource that has a region", async () => {
    const found = changes(await cluster(), await cluster({ azure: { location: "North Europe" } }));
    const moved = found.filter((line) => line.endsWith(": location")).map((line) => line.split(" ")[1]);
    const kinds = ["ManagedCluster", "NatGateway", "PublicIPAddress", "ResourceGroup", "UserAssignedIdentity"];
    assert.deepEqual([...new Set(moved)], [...kinds, "VirtualNetwork", "Workspace"]);
  });

  it("and every option of the schema is tested, except the one that AKS does not have", () => {
    const told = rows.map(({ option }) => option.replace(/ .*/, ""));
    assert.deepEqual(
      listedOptions("azure").filter((option) => !told.includes(option)),
      ["azure.location", "nodePools.*.instanceTypes"],
    );
  });
});
