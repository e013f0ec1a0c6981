import assert from "node:assert/strict";
import {
  AzureEgress,
  AzureUpgradeChannel,
  AzureWeekDay,
  MlCluster,
  TaintEffect,
  type MlClusterArgs,
} from "../../../../components";
import { refusal } from "../../refusal";
import { clusterArgs, existingNetwork } from "./aks";

/** Arguments that are refused, and every problem in order: path and reason. */
type Refused = readonly [args: Partial<MlClusterArgs>, ...problems: readonly [path: string, reason: string][]];

/** A test for each row: the cluster is refused for exactly these reasons, and nothing of it was registered. */
function itRefuses(table: Readonly<Record<string, Refused>>, name = "ml"): void {
  for (const [title, [args, ...expected]] of Object.entries(table)) {
    it(title, async () => {
      const problems = await refusal(() => new MlCluster(name, clusterArgs(args)));
      assert.deepEqual(
        problems.map(({ path, reason }) => [path, reason]),
        expected,
      );
    });
  }
}

const general = { min: 3 };
const second = (said: object, path: string, reason: string): Refused => [
  { nodePools: { general, second: said } },
  [`nodePools.second${path}`, reason],
];
const named = (name: string, reason: string, said = {}): Refused => [
  { nodePools: { general, [name]: said } },
  [`nodePools.${name}`, `"${name}" ${reason}`],
];
const block = (azure: object, path: string, reason: string): Refused => [
  { azure },
  [path === "" ? "azure" : `azure.${path}`, reason],
];

const noOpenPool = (spot: string): string =>
  `the cluster's own pods always need a node without taints, and no pool guarantees one. The cloud itself adds a taint to the nodes of ${spot} (kubernetes.azure.com/scalesetpriority=spot:NoSchedule). Add a pool without taints and gpu, with a min of at least 1.`;

const PRIVATE =
  "is private, so it never reaches the public endpoint; write the block that your network has on the internet.";
const IPV6 = "is an IPv6 block, but the cluster has IPv4 only.";

describe("a cluster on AKS refuses names of node pools", () => {
  const FORM = "is not a name for a node pool of AKS, which has only a-z and 0-9 and starts with a letter; write";
  itRefuses({
    "with a dash, which other clouds allow": named("gpu-spot", `${FORM} gpuspot.`),
    "that start with a digit": named("2nd", `${FORM} nd.`),
    "that are too long": named(
      "generalpurpose",
      "is too long for a node pool of AKS; write at most 12 characters, such as generalpurpo.",
    ),
    "that are too long with the number of a zone": named(
      "generalpurpo",
      "is too long for a node pool of AKS; write at most 11 characters, such as generalpurp.",
      { perZone: true, zones: ["1"] },
    ),
    "of the pool of the cluster's own pods": [
      { nodePools: { general, system: { spot: true } } },
      [
        "nodePools.system",
        "has the name of the pool of the cluster's own pods. Write azure.systemPool for that pool, or another name.",
      ],
    ],
    "that two pools have after the number of the zone is added": [
      { nodePools: { general: { min: 1, perZone: true, zones: ["1"] }, general1: {} } },
      ["nodePools.general1", "has the name general1 in AKS, as another pool has. Rename one of the two."],
    ],
  });
});

describe("a cluster on AKS refuses machines of node pools", () => {
  const NO_SIZE = "is not a VM size of Azure; write";
  const GPU = { type: "nvidia-t4" };
  const T4 = "Standard_NC4as_T4_v3";
  itRefuses({
    "of AWS": second(
      { instanceType: "m5.large" },
      ".instanceType",
      `"m5.large" ${NO_SIZE} one such as Standard_D8ds_v5.`,
    ),
    "of Google Cloud": second(
      { instanceType: "n2-standard-4" },
      ".instanceType",
      `"n2-standard-4" ${NO_SIZE} one such as Standard_D8ds_v5.`,
    ),
    "without the first word of a size": second(
      { instanceType: "D8ds_v5" },
      ".instanceType",
      `"D8ds_v5" ${NO_SIZE} Standard_D8ds_v5.`,
    ),
    "in lower case": second(
      { instanceType: "standard_D8ds_v5" },
      ".instanceType",
      `"standard_D8ds_v5" ${NO_SIZE} Standard_D8ds_v5.`,
    ),
    "of several sizes": second(
      { instanceTypes: ["Standard_D8ds_v5"] },
      ".instanceTypes",
      "has no effect on AKS, where a node pool has one VM size. Write instanceType.",
    ),
    "that cannot use premium disks": second(
      { instanceType: "Standard_D8d_v5" },
      ".instanceType",
      '"Standard_D8d_v5" cannot use premium disks, which claims of the default storage class get.',
    ),
    "with GPUs but without the block for them": second(
      { instanceType: T4 },
      ".gpu",
      `is missing: ${T4} has NVIDIA GPUs, and without this block no pod can use them. Write gpu: { type: "nvidia-t4" }.`,
    ),
    "with several GPUs but without the block for them": second(
      { instanceType: "Standard_NC64as_T4_v3" },
      ".gpu",
      'is missing: Standard_NC64as_T4_v3 has NVIDIA GPUs, and without this block no pod can use them. Write gpu: { type: "nvidia-t4", count: 4 }.',
    ),
    "without the GPUs that are wanted": second(
      { instanceType: "Standard_D8ds_v5", gpu: GPU },
      ".instanceType",
      '"Standard_D8ds_v5" has no GPU. Write a size that has one, such as Standard_NC4as_T4_v3.',
    ),
    "that are not named, although GPUs are wanted": second(
      { gpu: GPU },
      ".instanceType",
      "is missing. Name a size that has the GPUs, such as Standard_NC4as_T4_v3.",
    ),
    "with another model of GPU": second(
      { instanceType: T4, gpu: { type: "nvidia-a100" } },
      ".gpu.type",
      `"nvidia-a100" is not the GPU of ${T4}. Write nvidia-t4.`,
    ),
    "with another number of GPUs": second(
      { instanceType: T4, gpu: { ...GPU, count: 2 } },
      ".gpu.count",
      `2 is not the number of GPUs of ${T4}. Write count: 1.`,
    ),
    "with GPUs of AMD": second(
      { instanceType: "Standard_ND96isr_MI300X_v5" },
      ".instanceType",
      '"Standard_ND96isr_MI300X_v5" has AMD GPUs, for which this package installs no driver and no device plugin.',
    ),
    "with FPGAs, which need another image": second(
      { instanceType: "Standard_NP10s" },
      ".instanceType",
      '"Standard_NP10s" has FPGAs, which need another node image.',
    ),
    "with a part of a GPU": second(
      { instanceType: "Standard_NV6ads_A10_v5" },
      ".instanceType",
      '"Standard_NV6ads_A10_v5" has GPUs in a form that this package does not know.',
    ),
    "with one CPU": second(
      { instanceType: "Standard_DS1_v2" },
      ".instanceType",
      '"Standard_DS1_v2" has one CPU, and AKS demands two; write a larger size.',
    ),
    "of which one CPU is left": second(
      { instanceType: "Standard_DS11-1_v2" },
      ".instanceType",
      '"Standard_DS11-1_v2" has one CPU, and AKS demands two; write a larger size.',
    ),
    "that are all taken back when Azure needs them": [
      { nodePools: { general: { min: 3, spot: true } } },
      ["nodePools", noOpenPool("general")],
    ],
    "that are taken back or have a taint": [
      {
        nodePools: {
          general: { min: 3, spot: true },
          ml: { min: 1, taints: [{ key: "dedicated", effect: TaintEffect.NoSchedule }] },
        },
      },
      ["nodePools", noOpenPool("general")],
    ],
  });
});

describe("a cluster on AKS refuses other inputs of node pools", () => {
  itRefuses({
    "more nodes than a pool can have": [
      {
        nodePools: { general: { min: 3, max: 1001 } },
        azure: { network: { podsCidr: "10.128.0.0/9", cidr: "10.0.0.0/12" } },
      },
      ["nodePools.general.max", "1001 is too much; AKS allows 1000 nodes in a pool."],
    ],
    "more nodes than a cluster can have": [
      {
        nodePools: Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, { max: 1000 }])),
        azure: { network: { podsCidr: "10.128.0.0/9", cidr: "10.0.0.0/12" } },
      },
      ["nodePools", "may have 5002 nodes with the system pool; AKS allows 5000. Lower max."],
    ],
    "a disk that is too small": second(
      { diskSizeGb: 20 },
      ".diskSizeGb",
      "20 is not from 30 to 2048, the sizes that AKS allows.",
    ),
    "a disk that is too large": second(
      { diskSizeGb: 4096 },
      ".diskSizeGb",
      "4096 is not from 30 to 2048, the sizes that AKS allows.",
    ),
    "a zone as labels of nodes have it": second(
      { zones: ["centralus-1"] },
      ".zones[0]",
      '"centralus-1" is not an availability zone of Azure; write 1.',
    ),
    "a zone of another cloud": second(
      { zones: ["us-east-1a"] },
      ".zones[0]",
      '"us-east-1a" is not an availability zone of Azure; write 1, 2 or 3.',
    ),
    "a zone that no region has": second(
      { zones: ["4"] },
      ".zones[0]",
      '"4" is not an availability zone of Azure; write 1, 2 or 3.',
    ),
    "a pool for each zone without zones": second(
      { perZone: true },
      ".zones",
      'is missing: perZone needs the zones. Write them, such as ["1", "2", "3"].',
    ),
    "a label that only AKS may set": second(
      { labels: { "kubernetes.azure.com/mode": "user" } },
      ".labels.kubernetes.azure.com/mode",
      '"kubernetes.azure.com/mode" has a prefix that only AKS may use.',
    ),
    "a label that nodes may not set": second(
      { labels: { "node-role.kubernetes.io/gpu": "" } },
      ".labels.node-role.kubernetes.io/gpu",
      '"node-role.kubernetes.io/gpu" has a prefix that nodes may not set; write another prefix, or none.',
    ),
    "a label against the GPUs": second(
      {
        instanceType: "Standard_NC4as_T4_v3",
        gpu: { type: "nvidia-t4" },
        labels: { "nvidia.com/gpu.present": "false" },
      },
      ".labels.nvidia.com/gpu.present",
      '"false" contradicts other inputs of the pool, which set it to "true". Leave it out.',
    ),
    "a taint that only AKS may set": second(
      { taints: [{ key: "kubernetes.azure.com/scalesetpriority", effect: TaintEffect.NoSchedule }] },
      ".taints[0].key",
      '"kubernetes.azure.com/scalesetpriority" has a prefix that only AKS may use.',
    ),
  });
});

describe("a cluster on AKS refuses a system pool", () => {
  itRefuses({
    "of spot machines": block(
      { systemPool: { spot: true } },
      "systemPool.spot",
      'unknown input "spot"; the inputs are instanceType, nodes.',
    ),
    "of a machine of AWS": block(
      { systemPool: { instanceType: "m5.large" } },
      "systemPool.instanceType",
      '"m5.large" is not a VM size of Azure; write one such as Standard_D8ds_v5.',
    ),
    "of weak machines": block(
      { systemPool: { instanceType: "Standard_B4ms" } },
      "systemPool.instanceType",
      '"Standard_B4ms" is too weak for the cluster\'s own pods; write a size such as Standard_D4ds_v5.',
    ),
    "of machines with one CPU": block(
      { systemPool: { instanceType: "Standard_F1s" } },
      "systemPool.instanceType",
      '"Standard_F1s" has one CPU, and AKS demands two; write a larger size.',
    ),
    "with GPUs": block(
      { systemPool: { instanceType: "Standard_NC4as_T4_v3" } },
      "systemPool.instanceType",
      '"Standard_NC4as_T4_v3" has GPUs, which no pod of the system pool uses; write a pool in nodePools for it.',
    ),
    "without nodes": block({ systemPool: { nodes: 0 } }, "systemPool.nodes", "0 is not a whole number of at least 1."),
  });
});

describe("a cluster on AKS refuses a network", () => {
  const net = (network: object, path: string, reason: string) => block({ network }, `network.${path}`, reason);
  itRefuses({
    "whose pods have addresses of nodes": net(
      { podsCidr: "10.0.128.0/17" },
      "podsCidr",
      "10.0.128.0/17 overlaps cidr (10.0.0.0/16). Write blocks that share no address.",
    ),
    "whose Services have addresses of pods": net(
      { servicesCidr: "192.168.0.0/20" },
      "servicesCidr",
      "192.168.0.0/20 overlaps podsCidr (192.168.0.0/16). Write blocks that share no address.",
    ),
    "with too few addresses for the nodes": [
      { nodePools: { general: { min: 3, max: 100 } }, azure: { network: { cidr: "10.0.0.0/25" } } },
      [
        "azure.network.cidr",
        "has room for 59 nodes, but the pools may have 113 during upgrades. Write a larger block, or lower max.",
      ],
    ],
    "with too few addresses for the pods of the nodes": [
      { nodePools: { general: { min: 3, max: 100 } }, azure: { network: { podsCidr: "192.168.0.0/20" } } },
      [
        "azure.network.podsCidr",
        "has room for 16 nodes, but the pools may have 113 during upgrades. Write a larger block, or lower max.",
      ],
    ],
    "that is too large for Services": net(
      { servicesCidr: "172.16.0.0/12" },
      "servicesCidr",
      '"172.16.0.0/12" is a /12; the range of Services must be a /13 to /28, such as 172.16.0.0/16.',
    ),
    "that AKS uses itself": net(
      { servicesCidr: "172.30.0.0/20" },
      "servicesCidr",
      '"172.30.0.0/20" overlaps 172.30.0.0/16 or 172.31.0.0/16, which AKS uses itself; write another block, such as 172.16.0.0/16.',
    ),
    "on the internet": net(
      { cidr: "8.8.0.0/16" },
      "cidr",
      '"8.8.0.0/16" is not a private block; write one such as 10.0.0.0/16.',
    ),
    "of link-local addresses": net(
      { podsCidr: "169.254.0.0/16" },
      "podsCidr",
      '"169.254.0.0/16" is not a private block; write one such as 192.168.0.0/16.',
    ),
    "of IPv6": net(
      { cidr: "fd00::/48" },
      "cidr",
      '"fd00::/48" is an IPv6 block; the range of a virtual network needs IPv4, such as 10.0.0.0/16.',
    ),
    "besides one that exists": block(
      { network: {}, existingNetwork },
      "",
      "2 were given (network, existingNetwork); fill exactly one.",
    ),
  });
});

describe("a cluster on AKS refuses a network that exists", () => {
  const existing = (said: object, path: string, reason: string) =>
    block({ existingNetwork: { ...existingNetwork, ...said } }, `existingNetwork.${path}`, reason);
  itRefuses({
    "by the name of its subnet": existing(
      { subnetId: "ml" },
      "subnetId",
      '"ml" is not the id of a subnet: /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/virtualNetworks/<network>/subnets/<subnet>.',
    ),
    "whose nodes could not reach the API server": existing(
      { egress: AzureEgress.NatGateway },
      "egressCidrs",
      "is missing: nodes reach the API server over the internet, and apiAccess.cidrs would keep them out. Write the public addresses of the NAT gateway or firewall, such as 203.0.113.7/32.",
    ),
    "with addresses of nodes that AKS knows itself": existing(
      { egressCidrs: ["203.0.113.7/32"] },
      "egressCidrs",
      "has no effect: nodes reach the API server without being listed. Leave it out.",
    ),
    "with addresses of nodes that are not public": existing(
      { egress: AzureEgress.RouteTable, egressCidrs: ["10.0.0.4/32"] },
      "egressCidrs[0]",
      `"10.0.0.4/32" ${PRIVATE}`,
    ),
    "with IPv6 addresses of nodes": existing(
      { egress: AzureEgress.RouteTable, egressCidrs: ["2001:db8::1/128"] },
      "egressCidrs[0]",
      `"2001:db8::1/128" ${IPV6}`,
    ),
    "with addresses of nodes although everyone is let in": [
      {
        azure: {
          existingNetwork: { ...existingNetwork, egress: AzureEgress.NatGateway, egressCidrs: ["203.0.113.7/32"] },
        },
        apiAccess: { allowPublic: true, cidrs: ["0.0.0.0/0"] },
      },
      [
        "azure.existingNetwork.egressCidrs",
        "has no effect: nodes reach the API server without being listed. Leave it out.",
      ],
    ],
    "with pods and Services at the same addresses": existing(
      { podsCidr: "10.0.0.0/16", servicesCidr: "10.0.0.0/20" },
      "servicesCidr",
      "10.0.0.0/20 overlaps podsCidr (10.0.0.0/16). Write blocks that share no address.",
    ),
  });
});

describe("a cluster on AKS refuses access to its API server", () => {
  const many = Array.from({ length: 200 }, (_, index) => `203.0.${String(index)}.0/24`);
  itRefuses({
    "that is not said": [
      { apiAccess: {} },
      [
        "apiAccess",
        "does not say who reaches the API server. Write cidrs with the CIDR blocks from which you run Pulumi, such as 203.0.113.0/24; or allowPublic: true; or, if you run Pulumi inside an existing network, privateOnly: true.",
      ],
    ],
    "from more blocks than AKS compares": [
      { apiAccess: { cidrs: many } },
      ["apiAccess.cidrs", "has 200 blocks; AKS allows 200, of which the nodes use 1. Join neighbouring blocks."],
    ],
    "from blocks of IPv6": [
      { apiAccess: { cidrs: ["2001:db8::/48"] } },
      ["apiAccess.cidrs[0]", `"2001:db8::/48" ${IPV6}`],
    ],
    "from private blocks to a public address": [
      { apiAccess: { cidrs: ["203.0.113.0/24", "10.0.0.0/24"] } },
      ["apiAccess.cidrs[1]", `"10.0.0.0/24" ${PRIVATE}`],
    ],
    "at a private address in a network that does not exist yet": [
      { apiAccess: { privateOnly: true } },
      [
        "apiAccess.privateOnly",
        "needs azure.existingNetwork: Pulumi must run inside the network, and the network does not exist yet if it is created here. Fill azure.existingNetwork, or write apiAccess.cidrs without privateOnly.",
      ],
    ],
    "from private blocks to a private address": [
      { azure: { existingNetwork }, apiAccess: { privateOnly: true, cidrs: ["10.8.0.0/16"] } },
      [
        "apiAccess.cidrs",
        "has no effect on a private API server of AKS: every network that is connected to the cluster's reaches it. Leave it out.",
      ],
    ],
  });
});

describe("a cluster on AKS refuses principals", () => {
  const ID = "00000000-0000-4000-8000-0000000000bb";
  const REPEATED = "has the same object id as";
  const FORM = "is not a principal of Entra ID; write user:, group: or servicePrincipal: and its object id, a UUID.";
  itRefuses({
    "without a kind": [
      { admins: [ID] },
      ["admins[0]", `"${ID}" has no type; write user:${ID}, group:${ID} or servicePrincipal:${ID}.`],
    ],
    "by an e-mail address": [{ viewers: ["ada@example.org"] }, ["viewers[0]", `"ada@example.org" ${FORM}`]],
    "of AWS": [
      { admins: ["arn:aws:iam::111122223333:role/admin"] },
      ["admins[0]", `"arn:aws:iam::111122223333:role/admin" ${FORM}`],
    ],
    "that are listed twice": [
      { admins: [`user:${ID}`, `user:${ID}`] },
      ["admins[1]", `"user:${ID}" ${REPEATED} admins[0]. Leave out one of the two.`],
    ],
    "that are listed twice in different case": [
      { viewers: [`user:${ID}`, `user:${ID.toUpperCase()}`] },
      ["viewers[1]", `"user:${ID.toUpperCase()}" ${REPEATED} viewers[0]. Leave out one of the two.`],
    ],
    "that are listed as two kinds": [
      { admins: [`user:${ID}`, `servicePrincipal:${ID}`] },
      ["admins[1]", `"servicePrincipal:${ID}" ${REPEATED} admins[0]. Leave out one of the two.`],
    ],
    "with two roles": [
      { admins: [`user:${ID}`], viewers: [`user:${ID}`] },
      ["viewers[0]", `"user:${ID}" ${REPEATED} admins[0]. Leave out one of the two.`],
    ],
    "with two roles, as two kinds and in different case": [
      { admins: [`user:${ID}`], viewers: [`servicePrincipal:${ID.toUpperCase()}`] },
      ["viewers[0]", `"servicePrincipal:${ID.toUpperCase()}" ${REPEATED} admins[0]. Leave out one of the two.`],
    ],
  });
});

describe("a cluster on AKS refuses other inputs", () => {
  const window = (said: object, path: string, reason: string) =>
    block(
      { maintenanceWindow: { dayOfWeek: AzureWeekDay.Sunday, startTime: "02:00", durationHours: 4, ...said } },
      `maintenanceWindow.${path}`,
      reason,
    );
  itRefuses({
    "a region of AWS": block(
      { location: "us-east-1" },
      "location",
      '"us-east-1" is not a region of Azure, such as centralus or Central US.',
    ),
    "a location that is no region": block(
      { location: "global" },
      "location",
      '"global" is not a region of Azure, such as centralus or Central US.',
    ),
    "a country, which Azure lists as a location": block(
      { location: "United States" },
      "location",
      '"United States" is not a region of Azure, such as centralus or Central US.',
    ),
    "a region of Google Cloud": block(
      { location: "us-central1" },
      "location",
      '"us-central1" is not a region of Azure, such as centralus or Central US.',
    ),
    "the name of a resource group that ends with a dot": block(
      { resourceGroupName: "ml." },
      "resourceGroupName",
      "\"ml.\" is not the name of a resource group; use letters, digits, '-', '_', '.' and parentheses, without '.' at the end.",
    ),
    "a long name of a resource group": block(
      { resourceGroupName: "g".repeat(64) },
      "resourceGroupName",
      `"${"g".repeat(56)}... is too long; use at most 63 characters.`,
    ),
    "a version of GKE": [
      { kubernetesVersion: "1.35.2-gke.1000" },
      ["kubernetesVersion", '"1.35.2-gke.1000" is not a Kubernetes version of AKS, such as 1.35 or 1.35.2.'],
    ],
    "a patch version that AKS would replace": [
      { kubernetesVersion: "1.35.2" },
      [
        "kubernetesVersion",
        "names a patch version, and azure.upgradeChannel (patch) installs others. Write 1.35, or upgradeChannel: AzureUpgradeChannel.None.",
      ],
    ],
    "a minor version that AKS would replace": [
      { kubernetesVersion: "1.35", azure: { upgradeChannel: AzureUpgradeChannel.Rapid } },
      [
        "azure.upgradeChannel",
        '"rapid" installs new minor versions, and kubernetesVersion names one. Leave one of the two out.',
      ],
    ],
    "a window that starts at no time": window(
      { startTime: "25:00" },
      "startTime",
      '"25:00" is not a time in UTC, such as 02:00.',
    ),
    "a short window": window({ durationHours: 2 }, "durationHours", "2 is not a whole number of at least 4."),
    "a window of more than a day": window({ durationHours: 25 }, "durationHours", "25 is too large. Write at most 24."),
    "a storage class that AKS has already": [
      { storage: { className: "managed-csi" } },
      [
        "storage.className",
        '"managed-csi" is a class that every AKS cluster has already. Use another name, or leave it out.',
      ],
    ],
    "a retention that workspaces do not have": [
      { logRetentionDays: 7 },
      ["logRetentionDays", "7 is not a period that a Log Analytics workspace can have. Write 30 to 730."],
    ],
    "tags that Azure reserves": [
      { tags: { "azure-team": "ml" } },
      ["tags.azure-team", '"azure-team" starts with a word that is reserved for Azure.'],
    ],
    "tags with characters that Azure forbids": [
      { tags: { "example.org/team": "ml" } },
      [
        "tags.example.org/team",
        '"example.org/team" is not the key of a tag of Azure; use at most 512 characters without < > % & \\ ? and /, all on one line.',
      ],
    ],
    "tags of several lines": [
      { tags: { "a\nb": "", team: "ml\tops" } },
      [
        "tags.a\nb",
        "a text of several lines is not the key of a tag of Azure; use at most 512 characters without < > % & \\ ? and /, all on one line.",
      ],
      ["tags.team", '"ml\\tops" has a control character, such as a line break; use text on one line.'],
    ],
    "tags whose keys differ in case only": [
      { tags: { team: "ml", Team: "ops" } },
      ["tags.Team", "is the same tag as team, because Azure ignores the case of keys. Leave out one of the two."],
    ],
    "too many tags": [
      { tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${String(index)}`, ""])) },
      ["tags", "has 51 tags; Azure allows 50."],
    ],
    "charts where none is installed": [
      { mirror: "https://charts.example.org" },
      ["mirror", "has no effect: without GPUs, the cluster installs no chart. Leave it out."],
    ],
  });
});

describe("a cluster on AKS refuses a component", () => {
  const rows: [title: string, name: string, reason: string][] = [
    [
      "with an underscore in its name",
      "my_ml",
      "\"my_ml\" is not a name for an AKS cluster; use letters, digits and '-', with a letter or digit at both ends.",
    ],
    [
      "with a word in its name that Azure reserves",
      "my-Windows-ml",
      '"my-Windows-ml" has the word Windows, which Azure reserves; use another name.',
    ],
    [
      "whose name starts with a word that Azure reserves there",
      "login-ml",
      '"login-ml" has the word login, which Azure reserves; use another name.',
    ],
    [
      "with a long name",
      "m".repeat(48),
      `"${"m".repeat(48)}" is too long for the name of an AKS cluster; use at most 47 characters.`,
    ],
  ];
  for (const [title, name, reason] of rows) {
    it(title, async () => {
      const problems = await refusal(() => new MlCluster(name, clusterArgs()));
      assert.deepEqual(problems, [{ path: "name", reason }]);
    });
  }
});
