import assert from "node:assert/strict";
import {
  AzureEgress,
  AzureLogin,
  AzureTier,
  AzureWeekDay,
  ReclaimPolicy,
  type MlClusterArgs,
} from "../../../../components";
import { goneTooSoon } from "../../../helpers/outlives";
import type { Deployed } from "../../../helpers/deploy";
import { aks, cluster, clusterIn, CREATOR, existingNetwork, SUBSCRIPTION } from "./aks";

const PRINCIPAL = "00000000-0000-4000-8000-0000000000bb";
const GROUP = `${SUBSCRIPTION}/resourceGroups/ml-x7k2p9/providers`;
const SUBNET = `${GROUP}/Microsoft.Network/virtualNetworks/ml-x7k2p9/subnets/nodes`;
const CLUSTER_ID = `${GROUP}/Microsoft.ContainerService/managedClusters/ml-x7k2p9`;
const CLUSTER = "azure-native:containerservice:ManagedCluster";
const POOL = "azure-native:containerservice:AgentPool";
const ASSIGNMENT = "azure-native:authorization:RoleAssignment";

const ALWAYS = [
  "pulumi:providers:random ml-random",
  "pulumi:providers:azure-native ml-azure",
  "random:index/randomString:RandomString ml-suffix",
  ...["control-plane", "nodes"].map((part) => `azure-native:managedidentity:UserAssignedIdentity ml-${part}`),
  ...["control-plane-network", "control-plane-nodes", "creator"].map((part) => `${ASSIGNMENT} ml-${part}`),
  `${CLUSTER} ml`,
  `${POOL} ml-general`,
  "azure-native:operationalinsights:Workspace ml-logs",
  "azure-native:monitor:DiagnosticSetting ml-logs",
  ...["ml", "ml-internal"].map((name) => `pulumi:providers:kubernetes ${name}`),
];
const OWN_GROUP = "azure-native:resources:ResourceGroup ml";
const NETWORK = [
  "azure-native:network:PublicIPAddress ml-nat",
  "azure-native:network:NatGateway ml-nat",
  "azure-native:network:VirtualNetwork ml",
  "azure-native:network:Subnet ml-nodes",
];

const childrenOf = (graph: Deployed): string[] =>
  graph
    .childrenOf(graph.byName("mlplatform:index:MlCluster", "ml"))
    .map(({ type, name }) => `${type} ${name}`)
    .sort();

const inputsOf = (graph: Deployed, type: string, name: string) => graph.byName(type, name).inputs.values;

const gpu = { instanceType: "Standard_NC4as_T4_v3", gpu: { type: "nvidia-t4" } };

describe("the resources of a cluster on AKS", () => {
  const variants: [title: string, args: Partial<MlClusterArgs>, expected: string[]][] = [
    ["by default", {}, [...ALWAYS, OWN_GROUP, ...NETWORK]],
    ["in a network that exists", { azure: { existingNetwork } }, [...ALWAYS, OWN_GROUP]],
    ["in a resource group that exists", { azure: { resourceGroupName: "team" } }, [...ALWAYS, ...NETWORK]],
    [
      "with GPUs",
      { nodePools: { general: { min: 3 }, gpu } },
      [...ALWAYS, OWN_GROUP, ...NETWORK, `${POOL} ml-gpu`, "kubernetes:helm.sh/v3:Release ml-device-plugin"],
    ],
  ];
  for (const [title, args, expected] of variants) {
    it(`are exactly the listed ones ${title}`, async () => {
      assert.deepEqual(childrenOf(await cluster(args)), [...expected].sort());
    });

    it(`are all deleted after workloads ${title}`, async () => {
      const graph = await cluster(args);
      assert.deepEqual(goneTooSoon(graph, graph.byName("pulumi:providers:kubernetes", "ml")), []);
    });
  }

  it("are the same in a preview", async () => {
    assert.deepEqual(childrenOf(await clusterIn({ preview: true })), childrenOf(await cluster()));
  });

  it("use one provider, and are in one resource group and one region", async () => {
    const graph = await cluster();
    const provider = graph.byName("pulumi:providers:azure-native", "ml-azure").urn;
    for (const { type, name, inputs, provider: used } of graph.resources) {
      if (!type.startsWith("azure-native:")) continue;
      const { resourceGroupName = "ml-x7k2p9", location = "centralus" } = inputs.values;
      assert.deepEqual([resourceGroupName, location, used], ["ml-x7k2p9", "centralus", provider], name);
    }
  });

  it("are in the region whose display name was written", async () => {
    const graph = await cluster({ azure: { location: "Central US" } });
    assert.equal(inputsOf(graph, CLUSTER, "ml")["location"], "centralus");
  });
});

describe("the network of a cluster on AKS", () => {
  it("has a subnet for nodes without public addresses, behind a NAT gateway", async () => {
    const graph = await cluster();
    const common = { resourceGroupName: "ml-x7k2p9", location: "centralus", tags: {} };
    assert.deepEqual(inputsOf(graph, "azure-native:network:PublicIPAddress", "ml-nat"), {
      ...common,
      publicIpAddressName: "ml-x7k2p9-nat",
      publicIPAllocationMethod: "Static",
      sku: { name: "Standard" },
    });
    assert.deepEqual(inputsOf(graph, "azure-native:network:NatGateway", "ml-nat"), {
      ...common,
      natGatewayName: "ml-x7k2p9-nat",
      publicIpAddresses: [{ id: `${GROUP}/Microsoft.Network/publicIPAddresses/ml-x7k2p9-nat` }],
      sku: { name: "Standard" },
    });
    assert.deepEqual(inputsOf(graph, "azure-native:network:VirtualNetwork", "ml"), {
      ...common,
      virtualNetworkName: "ml-x7k2p9",
      addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
      // Written by the SDK.
      enableDdosProtection: false,
      enableVmProtection: false,
    });
    assert.deepEqual(graph.byName("azure-native:network:VirtualNetwork", "ml").ignoreChanges, ["subnets"]);
    assert.deepEqual(inputsOf(graph, "azure-native:network:Subnet", "ml-nodes"), {
      resourceGroupName: "ml-x7k2p9",
      virtualNetworkName: "ml-x7k2p9",
      subnetName: "nodes",
      addressPrefix: "10.0.0.0/17",
      natGateway: { id: `${GROUP}/Microsoft.Network/natGateways/ml-x7k2p9-nat` },
      defaultOutboundAccess: false,
      serviceEndpoints: [{ service: "Microsoft.Storage" }],
      // Written by the SDK.
      privateEndpointNetworkPolicies: "Disabled",
      privateLinkServiceNetworkPolicies: "Enabled",
    });
  });
});

/** Inputs that the control plane always has. */
const CONTROL_PLANE = {
  resourceGroupName: "ml-x7k2p9",
  location: "centralus",
  resourceName: "ml-x7k2p9",
  dnsPrefix: "ml-x7k2p9",
  nodeResourceGroup: "ml-x7k2p9-nodes",
  nodeResourceGroupProfile: { restrictionLevel: "ReadOnly" },
  sku: { name: "Base", tier: "Standard" },
  supportPlan: "KubernetesOfficial",
  identity: {
    type: "UserAssigned",
    userAssignedIdentities: [`${GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/ml-x7k2p9-control-plane`],
  },
  identityProfile: {
    kubeletidentity: {
      resourceId: `${GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/ml-x7k2p9-nodes`,
      clientId: "client-of-ml-x7k2p9-nodes",
      objectId: "principal-of-ml-x7k2p9-nodes",
    },
  },
  enableRBAC: true,
  aadProfile: { managed: true, enableAzureRBAC: true },
  disableLocalAccounts: true,
  apiServerAccessProfile: {
    enablePrivateCluster: false,
    authorizedIPRanges: ["203.0.113.0/24", "20.0.0.1/32"],
    disableRunCommand: true,
  },
  networkProfile: {
    networkPlugin: "azure",
    networkPluginMode: "overlay",
    networkDataplane: "cilium",
    networkPolicy: "cilium",
    podCidr: "192.168.0.0/16",
    serviceCidr: "172.16.0.0/16",
    dnsServiceIP: "172.16.0.10",
    loadBalancerSku: "standard",
    outboundType: "userAssignedNATGateway",
  },
  oidcIssuerProfile: { enabled: true },
  securityProfile: { workloadIdentity: { enabled: true } },
  storageProfile: {
    diskCSIDriver: { enabled: true },
    fileCSIDriver: { enabled: true },
    snapshotController: { enabled: true },
  },
  autoUpgradeProfile: { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" },
  agentPoolProfiles: [
    {
      name: "system",
      mode: "System",
      type: "VirtualMachineScaleSets",
      vmSize: "Standard_D4ds_v5",
      osType: "Linux",
      osSKU: "Ubuntu",
      osDiskType: "Managed",
      osDiskSizeGB: 128,
      count: 2,
      enableAutoScaling: false,
      enableNodePublicIP: false,
      nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"],
      vnetSubnetID: SUBNET,
      tags: {},
    },
  ],
  tags: {},
};

describe("the control plane of a cluster on AKS", () => {
  it("has safe settings, and a pool for its own pods", async () => {
    const graph = await cluster();
    assert.deepEqual(inputsOf(graph, CLUSTER, "ml"), CONTROL_PLANE);
    const { protect, ignoreChanges } = graph.byName(CLUSTER, "ml");
    assert.deepEqual(
      [protect, ignoreChanges],
      [true, ["kubernetesVersion", "agentPoolProfiles[0].orchestratorVersion"]],
    );
  });

  it("has the version that was written, and so have its pools", async () => {
    const graph = await cluster({ kubernetesVersion: "1.35" });
    const { kubernetesVersion, agentPoolProfiles } = inputsOf(graph, CLUSTER, "ml");
    assert.deepEqual(
      [kubernetesVersion, agentPoolProfiles],
      ["1.35", [{ ...CONTROL_PLANE.agentPoolProfiles[0], orchestratorVersion: "1.35" }]],
    );
    assert.equal(inputsOf(graph, POOL, "ml-general")["orchestratorVersion"], "1.35");
    assert.deepEqual(graph.byName(CLUSTER, "ml").ignoreChanges, []);
    assert.deepEqual(graph.byName(POOL, "ml-general").ignoreChanges, ["count"]);
  });

  it("has long-term support in the tier Premium", async () => {
    const { sku, supportPlan } = inputsOf(await cluster({ azure: { tier: AzureTier.Premium } }), CLUSTER, "ml");
    assert.deepEqual([sku, supportPlan], [{ name: "Base", tier: "Premium" }, "AKSLongTermSupport"]);
  });

  const access: [title: string, args: Partial<MlClusterArgs>, expected: object][] = [
    [
      "everyone reaches it only if that is written",
      { apiAccess: { allowPublic: true } },
      { enablePrivateCluster: false, authorizedIPRanges: [], disableRunCommand: true },
    ],
    [
      "only its network reaches a private one, by a name in the public DNS",
      { azure: { existingNetwork }, apiAccess: { privateOnly: true } },
      {
        enablePrivateCluster: true,
        privateDNSZone: "none",
        enablePrivateClusterPublicFQDN: true,
        disableRunCommand: true,
      },
    ],
    [
      "everyone reaches it, so nodes behind a NAT gateway need not be listed",
      {
        apiAccess: { allowPublic: true, cidrs: ["0.0.0.0/0"] },
        azure: { existingNetwork: { ...existingNetwork, egress: AzureEgress.NatGateway } },
      },
      { enablePrivateCluster: false, authorizedIPRanges: [], disableRunCommand: true },
    ],
    [
      "AKS itself lets nodes in whose load balancer it creates",
      { azure: { existingNetwork } },
      { enablePrivateCluster: false, authorizedIPRanges: ["203.0.113.0/24"], disableRunCommand: true },
    ],
    [
      "nodes behind a firewall come from its addresses",
      {
        azure: {
          existingNetwork: { ...existingNetwork, egress: AzureEgress.RouteTable, egressCidrs: ["198.51.100.7/32"] },
        },
      },
      {
        enablePrivateCluster: false,
        authorizedIPRanges: ["203.0.113.0/24", "198.51.100.7/32"],
        disableRunCommand: true,
      },
    ],
  ];
  for (const [title, args, expected] of access) {
    it(`has an API server: ${title}`, async () => {
      assert.deepEqual(inputsOf(await cluster(args), CLUSTER, "ml")["apiServerAccessProfile"], expected);
    });
  }

  it("keeps its logs in a workspace, a table for each kind", async () => {
    const graph = await cluster();
    assert.deepEqual(inputsOf(graph, "azure-native:operationalinsights:Workspace", "ml-logs"), {
      resourceGroupName: "ml-x7k2p9",
      location: "centralus",
      workspaceName: "ml-x7k2p9",
      sku: { name: "PerGB2018" },
      retentionInDays: 90,
      tags: {},
    });
    const categories = [
      ...["kube-apiserver", "kube-audit-admin", "kube-controller-manager", "kube-scheduler"],
      ...["cluster-autoscaler", "guard"],
    ];
    assert.deepEqual(inputsOf(graph, "azure-native:monitor:DiagnosticSetting", "ml-logs"), {
      name: "logs",
      resourceUri: CLUSTER_ID,
      workspaceId: `${GROUP}/Microsoft.OperationalInsights/workspaces/ml-x7k2p9`,
      logAnalyticsDestinationType: "Dedicated",
      logs: categories.map((category) => ({ category, enabled: true })),
    });
  });

  it("is upgraded in the window that was written, and so are its nodes", async () => {
    const maintenanceWindow = { dayOfWeek: AzureWeekDay.Saturday, startTime: "02:00", durationHours: 8 };
    const graph = await cluster({ azure: { maintenanceWindow } });
    const names = { kubernetes: "aksManagedAutoUpgradeSchedule", nodes: "aksManagedNodeOSUpgradeSchedule" };
    for (const [what, configName] of Object.entries(names)) {
      assert.deepEqual(inputsOf(graph, "azure-native:containerservice:MaintenanceConfiguration", `ml-${what}`), {
        resourceGroupName: "ml-x7k2p9",
        resourceName: "ml-x7k2p9",
        configName,
        maintenanceWindow: {
          schedule: { weekly: { dayOfWeek: "Saturday", intervalWeeks: 1 } },
          startTime: "02:00",
          durationHours: 8,
          utcOffset: "+00:00",
        },
      });
    }
  });
});

describe("the node pools of a cluster on AKS", () => {
  const COMMON = {
    resourceGroupName: "ml-x7k2p9",
    resourceName: "ml-x7k2p9",
    mode: "User",
    type: "VirtualMachineScaleSets",
    osType: "Linux",
    osSKU: "Ubuntu",
    osDiskType: "Managed",
    osDiskSizeGB: 100,
    enableAutoScaling: true,
    enableNodePublicIP: false,
    vnetSubnetID: SUBNET,
    tags: {},
  };

  it("are by default one pool of 3 to 6 nodes", async () => {
    const graph = await cluster();
    assert.deepEqual(inputsOf(graph, POOL, "ml-general"), {
      ...COMMON,
      agentPoolName: "general",
      vmSize: "Standard_D8ds_v5",
      count: 3,
      minCount: 3,
      maxCount: 6,
      nodeLabels: {},
      nodeTaints: [],
    });
    assert.deepEqual(graph.byName(POOL, "ml-general").ignoreChanges, ["count", "orchestratorVersion"]);
  });

  it("with spot machines and GPUs get the driver, and labels and taints as AKS itself sets them", async () => {
    const graph = await cluster({ nodePools: { general: { min: 3 }, gpu: { ...gpu, spot: true, zones: ["1"] } } });
    assert.deepEqual(inputsOf(graph, POOL, "ml-gpu"), {
      ...COMMON,
      agentPoolName: "gpu",
      vmSize: "Standard_NC4as_T4_v3",
      count: 0,
      minCount: 0,
      maxCount: 1,
      availabilityZones: ["1"],
      nodeLabels: {
        "kubernetes.azure.com/scalesetpriority": "spot",
        "nvidia.com/gpu.present": "true",
        accelerator: "nvidia-t4",
      },
      nodeTaints: ["kubernetes.azure.com/scalesetpriority=spot:NoSchedule", "nvidia.com/gpu=present:NoSchedule"],
      gpuProfile: { driver: "Install" },
      scaleSetPriority: "Spot",
      scaleSetEvictionPolicy: "Delete",
      spotMaxPrice: -1,
    });
    const { values } = inputsOf(graph, "kubernetes:helm.sh/v3:Release", "ml-device-plugin");
    assert.deepEqual(values, {
      tolerations: [
        { key: "CriticalAddonsOnly", operator: "Exists" },
        { key: "kubernetes.azure.com/scalesetpriority", operator: "Exists", effect: "NoSchedule" },
        { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" },
      ],
    });
  });

  it("are one in each zone, if that is written", async () => {
    const graph = await cluster({ nodePools: { general: { min: 1, perZone: true, zones: ["1", "3"] } } });
    const pools = graph
      .ofType(POOL)
      .map(({ name, inputs: { values } }) => [name, values["agentPoolName"], values["availabilityZones"]]);
    assert.deepEqual(pools, [
      ["ml-general1", "general1", ["1"]],
      ["ml-general3", "general3", ["3"]],
    ]);
  });
});

describe("access to a cluster on AKS", () => {
  const ROLES = {
    admin: "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
    viewer: "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
    login: "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
  };
  const roleId = (role: string) => `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  const assignment = (graph: Deployed, name: string) => {
    const { roleAssignmentName, ...rest } = inputsOf(graph, ASSIGNMENT, name);
    assert.match(roleAssignmentName as string, uuid);
    return rest;
  };

  for (const [type, principalType] of [
    ["user", "User"],
    ["group", "Group"],
    ["servicePrincipal", "ServicePrincipal"],
  ] as const) {
    it(`is given to a ${type} by roles of the cluster`, async () => {
      const graph = await cluster({ admins: [`${type}:${PRINCIPAL}`] });
      const common = { principalId: PRINCIPAL, principalType, scope: CLUSTER_ID };
      assert.deepEqual(assignment(graph, `ml-admin-${PRINCIPAL}`), {
        ...common,
        roleDefinitionId: roleId(ROLES.admin),
      });
      assert.deepEqual(assignment(graph, `ml-admin-${PRINCIPAL}-login`), {
        ...common,
        roleDefinitionId: roleId(ROLES.login),
      });
    });
  }

  it("is the same for an object id in capital letters", async () => {
    const names = async (id: string) => {
      const found = (await cluster({ admins: [`user:${id}`] })).ofType(ASSIGNMENT);
      return found.map(({ name, inputs: { values } }) => [name, values["principalId"], values["roleAssignmentName"]]);
    };
    assert.deepEqual(await names(PRINCIPAL.toUpperCase()), await names(PRINCIPAL));
  });

  it("is given to viewers for reading only", async () => {
    const graph = await cluster({ viewers: [`group:${PRINCIPAL}`] });
    assert.equal(assignment(graph, `ml-viewer-${PRINCIPAL}`)["roleDefinitionId"], roleId(ROLES.viewer));
  });

  const creators: [
    title: string,
    args: Partial<MlClusterArgs>,
    scope: string,
    order: ["ml" | "ml-creator", "ml" | "ml-creator"],
  ][] = [
    [
      "in the cluster's own resource group, before the cluster exists, because Azure needs minutes to know a role",
      {},
      `${SUBSCRIPTION}/resourceGroups/ml-x7k2p9`,
      ["ml-creator", "ml"],
    ],
    [
      "in the cluster alone, if its resource group may contain others",
      { azure: { resourceGroupName: "ml-x7k2p9" } },
      CLUSTER_ID,
      ["ml", "ml-creator"],
    ],
  ];
  for (const [title, args, scope, [first, second]] of creators) {
    it(`stays with whoever created the cluster, of whatever kind that principal is, ${title}`, async () => {
      const graph = await cluster(args);
      const creator = graph.byName(ASSIGNMENT, "ml-creator");
      assert.deepEqual(assignment(graph, "ml-creator"), {
        principalId: CREATOR,
        scope,
        roleDefinitionId: roleId(ROLES.admin),
      });
      assert.deepEqual(creator.ignoreChanges, ["principalId", "roleAssignmentName"]);
      const named = { ml: graph.byName(CLUSTER, "ml"), "ml-creator": creator };
      assert.ok(named[second].dependencies.includes(named[first].urn));
    });
  }

  it("is known to Azure for as long as node pools take, before an object is created in the cluster", async () => {
    const graph = await cluster({ admins: [`user:${PRINCIPAL}`] });
    const { dependencies } = graph.byName("pulumi:providers:kubernetes", "ml-internal");
    const needed = [graph.byName(ASSIGNMENT, "ml-creator"), graph.byName(POOL, "ml-general")];
    assert.deepEqual(
      needed.filter(({ urn }) => !dependencies.includes(urn)),
      [],
    );
  });

  it("lets the control plane use the subnet and the identity of the nodes", async () => {
    const graph = await cluster();
    const common = { principalId: "principal-of-ml-x7k2p9-control-plane", principalType: "ServicePrincipal" };
    assert.deepEqual(assignment(graph, "ml-control-plane-network"), {
      ...common,
      scope: SUBNET,
      roleDefinitionId: roleId("4d97b98b-1d4f-4787-a291-c67834d212e7"),
    });
    assert.deepEqual(assignment(graph, "ml-control-plane-nodes"), {
      ...common,
      scope: CONTROL_PLANE.identityProfile.kubeletidentity.resourceId,
      roleDefinitionId: roleId("f1a07417-d97a-45cb-824c-7a7467783830"),
    });
  });

  it("gives each assignment a name of its own, which another run gives it again", async () => {
    const names = async () =>
      (await clusterIn(aks())).ofType(ASSIGNMENT).map(({ inputs: { values } }) => values["roleAssignmentName"]);
    const [first, second] = [await names(), await names()];
    assert.deepEqual(first, second);
    assert.equal(new Set(first).size, 3);
  });
});

describe("the kubeconfig of a cluster on AKS", () => {
  const tenant = ["--tenant-id", "00000000-0000-4000-8000-000000000002", "--environment", "AzurePublicCloud"];
  const logins: [login: AzureLogin | undefined, word: string, more: string[]][] = [
    [undefined, "azurecli", []],
    [AzureLogin.ManagedIdentity, "msi", []],
    [AzureLogin.WorkloadIdentity, "workloadidentity", []],
    [AzureLogin.ServicePrincipal, "spn", tenant],
  ];
  for (const [login, word, more] of logins) {
    it(`logs in by kubelogin with ${word}, and contains no token`, async () => {
      const graph = await cluster({ azure: login && { login } });
      const { kubeconfig, clusterIdentifier } = graph.revealInputs(graph.byName("pulumi:providers:kubernetes", "ml"));
      assert.equal(clusterIdentifier, CLUSTER_ID);
      assert.deepEqual(JSON.parse(kubeconfig as string), {
        apiVersion: "v1",
        kind: "Config",
        "current-context": "ml-x7k2p9",
        contexts: [{ name: "ml-x7k2p9", context: { cluster: "ml-x7k2p9", user: "ml-x7k2p9" } }],
        clusters: [
          {
            name: "ml-x7k2p9",
            cluster: {
              "certificate-authority-data": "LS0tLS1CRUdJTg==",
              server: "https://ml-x7k2p9-0a1b2c3d.hcp.centralus.azmk8s.io:443",
            },
          },
        ],
        users: [
          {
            name: "ml-x7k2p9",
            user: {
              exec: {
                apiVersion: "client.authentication.k8s.io/v1beta1",
                command: "kubelogin",
                args: [
                  ...["get-token", "--login", word, "--server-id", "6dae42f8-4368-4678-94ff-3960e28e3630"],
                  ...more,
                ],
                interactiveMode: "Never",
                provideClusterInfo: false,
                installHint: "Run az aks install-cli, or see https://azure.github.io/kubelogin.",
              },
            },
          },
        ],
      });
    });
  }
});

describe("the API server in the kubeconfig of a cluster on AKS", () => {
  const rows: [title: string, args: Partial<MlClusterArgs>, serverFqdn: string | undefined][] = [
    ["has the only name that it has", {}, undefined],
    [
      "has the name in the public DNS if it is private",
      { azure: { existingNetwork }, apiAccess: { privateOnly: true } },
      "public",
    ],
  ];
  for (const [title, args, serverFqdn] of rows) {
    it(title, async () => {
      const asked = (await cluster(args)).calls.filter(({ token }) => token.endsWith("UserCredentials"));
      assert.deepEqual(
        asked.map(({ args: { values } }) => [values["format"], values["serverFqdn"]]),
        [["exec", serverFqdn]],
      );
    });
  }
});

describe("the storage class of a cluster on AKS", () => {
  it("is one of AKS's own, unless another name or policy is written", async () => {
    assert.deepEqual((await cluster()).ofType("kubernetes:storage.k8s.io/v1:StorageClass"), []);
    const graph = await cluster({ storage: { reclaimPolicy: ReclaimPolicy.Retain } });
    assert.deepEqual(inputsOf(graph, "kubernetes:storage.k8s.io/v1:StorageClass", "ml-storage"), {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: {
        name: "managed-csi-premium-retain",
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      provisioner: "disk.csi.azure.com",
      parameters: { skuName: "Premium_LRS" },
      reclaimPolicy: "Retain",
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
    });
  });
});

describe("the machines of an AKS cluster", () => {
  it("may have CPUs turned off, as long as two are left", async () => {
    const size = "Standard_E8-2ds_v5";
    const graph = await cluster({
      azure: { systemPool: { instanceType: size } },
      nodePools: { general: { min: 3, instanceType: size } },
    });
    const [system] = graph.byName(CLUSTER, "ml").inputs.values["agentPoolProfiles"] as { vmSize: string }[];
    const general = graph.byName(POOL, "ml-general").inputs.values;
    assert.deepEqual([system?.vmSize, general["vmSize"]], [size, size]);
  });
});
