import assert from "node:assert/strict";
import { GcpMode, type MlClusterArgs } from "../../../../components";
import type { Deployed } from "../../../helpers/deploy";
import { goneTooSoon } from "../../../helpers/outlives";
import { existingNetwork, gcp, gke, gkeIn } from "./gke";
import { KEY } from "./options/block";

const APIS = ["artifactregistry", "compute", "container", "iam", "iamcredentials", "logging", "monitoring", "storage"];

const CLUSTER = [
  ...["gcp", "random"].map((name) => `pulumi:providers:${name} ml-${name}`),
  "random:index/randomString:RandomString ml-suffix",
  ...APIS.map((api) => `gcp:projects/service:Service ml-${api}`),
  "gcp:serviceaccount/account:Account ml-nodes",
  ...["images", "logs"].map((use) => `gcp:projects/iAMMember:IAMMember ml-nodes-${use}`),
  "gcp:container/cluster:Cluster ml",
  ...["ml", "ml-internal"].map((name) => `pulumi:providers:kubernetes ${name}`),
];
const NETWORK = [
  "gcp:compute/network:Network ml",
  "gcp:compute/subnetwork:Subnetwork ml-nodes",
  "gcp:compute/router:Router ml-nat",
  "gcp:compute/routerNat:RouterNat ml-nat",
];
const POOL = "gcp:container/nodePool:NodePool ml-general";

const childrenOf = (graph: Deployed): string[] =>
  graph
    .childrenOf(graph.byName("mlplatform:index:MlCluster", "ml"))
    .map(({ type, name }) => `${type} ${name}`)
    .sort();

const inputsOf = (graph: Deployed, type: string, name: string) => graph.byName(type, name).inputs.values;

describe("the resources of a cluster on GKE", () => {
  const variants: [title: string, args: Partial<MlClusterArgs>, expected: string[]][] = [
    ["by default", {}, [...CLUSTER, ...NETWORK, POOL]],
    ["in a network that exists", { gcp: { existingNetwork } }, [...CLUSTER, POOL]],
    ["with Autopilot", { gcp: { mode: GcpMode.Autopilot } }, [...CLUSTER, ...NETWORK]],
    [
      "where only an administrator turns on APIs",
      { gcp: { enableApis: false } },
      [...CLUSTER.filter((resource) => !resource.startsWith("gcp:projects/service:")), ...NETWORK, POOL],
    ],
  ];
  for (const [title, args, expected] of variants) {
    it(`are exactly the listed ones ${title}`, async () => {
      assert.deepEqual(childrenOf(await gke(args)), [...expected].sort());
    });

    it(`are all deleted after workloads ${title}`, async () => {
      const graph = await gke(args);
      assert.deepEqual(goneTooSoon(graph, graph.byName("pulumi:providers:kubernetes", "ml")), []);
    });
  }

  it("are the same in a preview", async () => {
    assert.deepEqual(childrenOf(await gkeIn({ preview: true })), childrenOf(await gke()));
  });

  it("all belong to the project of the block, and use one provider", async () => {
    const graph = await gke();
    const provider = graph.byName("pulumi:providers:gcp", "ml-gcp").urn;
    for (const { type, name, inputs, provider: used } of graph.resources) {
      if (!type.startsWith("gcp:")) continue;
      assert.equal(inputs.values["project"], "ml-prod-123456", name);
      assert.equal(used, provider, name);
    }
  });
});

describe("the network of a cluster on GKE", () => {
  it("has ranges for nodes, pods and Services, and a NAT for nodes without public addresses", async () => {
    const graph = await gke();
    assert.deepEqual(inputsOf(graph, "gcp:compute/network:Network", "ml"), {
      project: "ml-prod-123456",
      autoCreateSubnetworks: false,
    });
    assert.deepEqual(inputsOf(graph, "gcp:compute/subnetwork:Subnetwork", "ml-nodes"), {
      project: "ml-prod-123456",
      region: "us-central1",
      network: "networks/ml",
      ipCidrRange: "10.0.0.0/20",
      secondaryIpRanges: [
        { rangeName: "pods", ipCidrRange: "10.4.0.0/14" },
        { rangeName: "services", ipCidrRange: "10.8.0.0/20" },
      ],
      privateIpGoogleAccess: true,
    });
    assert.deepEqual(inputsOf(graph, "gcp:compute/routerNat:RouterNat", "ml-nat"), {
      project: "ml-prod-123456",
      region: "us-central1",
      router: "ml-nat",
      natIpAllocateOption: "AUTO_ONLY",
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
    });
  });
});

const PROJECT = "ml-prod-123456";
const NODES = `ml-nodes-x7k2p9@${PROJECT}.iam.gserviceaccount.com`;
const SCOPES = ["https://www.googleapis.com/auth/cloud-platform"];

/** Inputs that the control plane always has. */
const COMMON = {
  project: PROJECT,
  name: "ml-x7k2p9",
  location: "us-central1",
  network: "networks/ml",
  subnetwork: "subnetworks/ml-nodes",
  networkingMode: "VPC_NATIVE",
  ipAllocationPolicy: { clusterSecondaryRangeName: "pods", servicesSecondaryRangeName: "services" },
  releaseChannel: { channel: "REGULAR" },
  privateClusterConfig: { enablePrivateNodes: true },
  controlPlaneEndpointsConfig: {
    dnsEndpointConfig: { allowExternalTraffic: true },
    ipEndpointsConfig: { enabled: false },
  },
  anonymousAuthenticationConfig: { mode: "LIMITED" },
  masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
  loggingConfig: {
    enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"],
  },
  monitoringConfig: { enableComponents: ["SYSTEM_COMPONENTS"] },
  databaseEncryption: { state: "DECRYPTED" },
  deletionProtection: true,
  resourceLabels: {},
};

describe("the control plane of a cluster on GKE", () => {
  const TYPE = "gcp:container/cluster:Cluster";

  it("has safe settings, and no node pool of its own", async () => {
    const graph = await gke();
    assert.deepEqual(inputsOf(graph, TYPE, "ml"), {
      ...COMMON,
      removeDefaultNodePool: true,
      initialNodeCount: 1,
      nodeConfig: { serviceAccount: NODES, oauthScopes: SCOPES },
      datapathProvider: "ADVANCED_DATAPATH",
      workloadIdentityConfig: { workloadPool: `${PROJECT}.svc.id.goog` },
      enableShieldedNodes: true,
      addonsConfig: { gcePersistentDiskCsiDriverConfig: { enabled: true } },
    });
    const { protect, ignoreChanges } = graph.byName(TYPE, "ml");
    assert.deepEqual([protect, ignoreChanges], [true, ["nodeConfig"]]);
  });

  it("leaves nodes and data plane to Autopilot", async () => {
    const graph = await gke({ gcp: { mode: GcpMode.Autopilot } });
    assert.deepEqual(inputsOf(graph, TYPE, "ml"), {
      ...COMMON,
      enableAutopilot: true,
      allowNetAdmin: true,
      clusterAutoscaling: { autoProvisioningDefaults: { serviceAccount: NODES, oauthScopes: SCOPES } },
    });
    assert.deepEqual(graph.byName(TYPE, "ml").ignoreChanges, []);
  });

  const endpoints: [
    title: string,
    args: Partial<MlClusterArgs>,
    expected: object,
    server: string,
    authority: boolean,
  ][] = [
    [
      "the listed CIDR blocks reach its public address",
      { apiAccess: { cidrs: ["203.0.113.0/24"] } },
      {
        privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: false },
        masterAuthorizedNetworksConfig: {
          cidrBlocks: [{ cidrBlock: "203.0.113.0/24" }],
          gcpPublicCidrsAccessEnabled: false,
        },
      },
      "https://34.0.0.1",
      true,
    ],
    [
      "everyone reaches its public address only if that is written",
      { apiAccess: { allowPublic: true } },
      {
        privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: false },
        masterAuthorizedNetworksConfig: {
          cidrBlocks: [{ cidrBlock: "0.0.0.0/0" }],
          gcpPublicCidrsAccessEnabled: false,
        },
      },
      "https://34.0.0.1",
      true,
    ],
    [
      "only the network and the listed blocks reach a private API server",
      { gcp: { existingNetwork }, apiAccess: { privateOnly: true, cidrs: ["10.200.0.0/16"] } },
      {
        privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true },
        masterAuthorizedNetworksConfig: {
          cidrBlocks: [{ cidrBlock: "10.200.0.0/16" }],
          gcpPublicCidrsAccessEnabled: false,
        },
      },
      "https://34.0.0.1",
      true,
    ],
    ["its DNS endpoint is used otherwise", {}, {}, "https://gke-0123.us-central1.gke.goog", false],
  ];
  for (const [title, args, expected, server, hasAuthority] of endpoints) {
    it(`has an endpoint: ${title}`, async () => {
      const graph = await gke(args);
      const { privateClusterConfig, masterAuthorizedNetworksConfig, controlPlaneEndpointsConfig } = inputsOf(
        graph,
        TYPE,
        "ml",
      );
      const isDns = Object.keys(expected).length === 0;
      const found = { privateClusterConfig, masterAuthorizedNetworksConfig };
      assert.deepEqual(isDns ? {} : found, expected);
      assert.deepEqual(controlPlaneEndpointsConfig, {
        dnsEndpointConfig: { allowExternalTraffic: isDns },
        ipEndpointsConfig: { enabled: !isDns },
      });
      const { kubeconfig } = graph.revealInputs(graph.byName("pulumi:providers:kubernetes", "ml"));
      const { clusters, users } = JSON.parse(kubeconfig as string) as Kubeconfig;
      assert.deepEqual(clusters[0]?.cluster, {
        server,
        ...(hasAuthority && { "certificate-authority-data": "LS0tLS1CRUdJTg==" }),
      });
      assert.deepEqual(users[0]?.user.exec, {
        apiVersion: "client.authentication.k8s.io/v1beta1",
        command: "gke-gcloud-auth-plugin",
        args: hasAuthority ? ["--use_application_default_credentials"] : [],
        interactiveMode: "Never",
        provideClusterInfo: true,
        installHint: "Run gcloud components install gke-gcloud-auth-plugin.",
      });
    });
  }
});

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: object }[];
  readonly users: readonly { readonly user: { readonly exec: object } }[];
}

describe("the node pools of a cluster on GKE", () => {
  const TYPE = "gcp:container/nodePool:NodePool";
  const CONFIG = {
    machineType: "n2-standard-4",
    diskType: "pd-balanced",
    diskSizeGb: 100,
    spot: false,
    serviceAccount: NODES,
    oauthScopes: SCOPES,
    workloadMetadataConfig: { mode: "GKE_METADATA" },
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    labels: {},
    resourceLabels: {},
    taints: [],
  };
  const POOL_INPUTS = {
    project: PROJECT,
    location: "us-central1",
    cluster: "ml-x7k2p9",
    management: { autoRepair: true, autoUpgrade: true },
    upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
  };

  it("are by default one pool of 3 to 6 nodes, one in each zone at first", async () => {
    const graph = await gke();
    assert.deepEqual(inputsOf(graph, TYPE, "ml-general"), {
      ...POOL_INPUTS,
      name: "general",
      initialNodeCount: 1,
      autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 6, locationPolicy: "BALANCED" },
      nodeConfig: CONFIG,
    });
    assert.deepEqual(graph.byName(TYPE, "ml-general").ignoreChanges, ["initialNodeCount", "nodeCount"]);
  });

  it("with GPUs get the driver, and their taint from GKE", async () => {
    const graph = await gke({
      nodePools: {
        general: { min: 3 },
        gpu: { instanceType: "g2-standard-24", gpu: { type: "nvidia-l4", count: 2 }, spot: true },
      },
    });
    const { nodeConfig, autoscaling, initialNodeCount } = inputsOf(graph, TYPE, "ml-gpu");
    assert.deepEqual(nodeConfig, {
      ...CONFIG,
      machineType: "g2-standard-24",
      spot: true,
      guestAccelerators: [
        { type: "nvidia-l4", count: 2, gpuDriverInstallationConfig: { gpuDriverVersion: "DEFAULT" } },
      ],
    });
    assert.deepEqual(autoscaling, { totalMinNodeCount: 0, totalMaxNodeCount: 1, locationPolicy: "ANY" });
    assert.equal(initialNodeCount, 0);
  });

  it("with A3 machines use persistent disks, except those that take only Hyperdisk", async () => {
    const disks = async (instanceType: string, type: string) => {
      const general = { min: 3, instanceType: "c3-standard-4" };
      const graph = await gke({ nodePools: { general, gpu: { instanceType, gpu: { type, count: 8 } } } });
      const classes = graph.ofType("kubernetes:storage.k8s.io/v1:StorageClass").map(({ name }) => name);
      return [(inputsOf(graph, TYPE, "ml-gpu")["nodeConfig"] as { diskType: string }).diskType, ...classes];
    };
    assert.deepEqual(await disks("a3-highgpu-8g", "nvidia-h100-80gb"), ["pd-balanced"]);
    assert.deepEqual(await disks("a3-megagpu-8g", "nvidia-h100-mega-80gb"), ["pd-balanced"]);
    assert.deepEqual(await disks("a3-ultragpu-8g", "nvidia-h200-141gb"), ["hyperdisk-balanced", "ml-storage"]);
  });

  it("may have Arm machines beside others, and belong to a compute class", async () => {
    const labels = { "cloud.google.com/compute-class": "ml" };
    const arm = { instanceType: "t2a-standard-4", labels };
    const graph = await gke({ nodePools: { general: { min: 3 }, arm } });
    const { nodeConfig } = inputsOf(graph, TYPE, "ml-arm");
    assert.deepEqual(nodeConfig, { ...CONFIG, machineType: "t2a-standard-4", labels });
  });

  it("may by default have the nodes that they start with, which are the same number in each zone", async () => {
    const graph = await gke({ nodePools: { general: { min: 4 }, small: {}, one: { zones: ["us-central1-a"] } } });
    const sizes = ["ml-general", "ml-small", "ml-one"].map((name) => {
      const { initialNodeCount, autoscaling } = inputsOf(graph, TYPE, name);
      const { totalMinNodeCount, totalMaxNodeCount } = autoscaling as Record<string, number>;
      return [totalMinNodeCount, initialNodeCount, totalMaxNodeCount];
    });
    assert.deepEqual(sizes, [
      [4, 2, 6],
      [1, 1, 3],
      [1, 1, 1],
    ]);
  });

  it("may have 1000 nodes in each zone", async () => {
    const network = { nodesCidr: "10.0.0.0/18", podsCidr: "10.64.0.0/10" };
    const graph = await gke({ gcp: { network }, nodePools: { general: { min: 3, max: 3000 } } });
    const { totalMaxNodeCount } = inputsOf(graph, TYPE, "ml-general")["autoscaling"] as { totalMaxNodeCount: number };
    assert.equal(totalMaxNodeCount, 3000);
  });

  it("with GPUs come after all others, because GKE sets the taint only where there are nodes for other pods", async () => {
    const graph = await gke({
      nodePools: {
        gpu: { instanceType: "g2-standard-8", gpu: { type: "nvidia-l4" } },
        general: { min: 3 },
        more: { min: 3 },
      },
    });
    const pool = (name: string) => graph.byName(TYPE, name);
    const others = [pool("ml-general").urn, pool("ml-more").urn];
    const awaited = (name: string) => pool(name).dependencies.filter((urn) => urn.includes("NodePool"));
    assert.deepEqual(awaited("ml-gpu").sort(), others);
    assert.deepEqual([...awaited("ml-general"), ...awaited("ml-more")], []);
  });

  it("have the version of the control plane if one is written, and otherwise what GKE gives them", async () => {
    const version = async (args: Partial<MlClusterArgs>) => inputsOf(await gke(args), TYPE, "ml-general")["version"];
    assert.equal(await version({ kubernetesVersion: "1.35" }), "1.35.2-gke.1000");
    assert.equal(await version({}), undefined);
  });
});

describe("grants that other clusters of the project may share", () => {
  const kept = (graph: Deployed, type: string) => graph.ofType(type).map((grant) => [grant.name, grant.retainOnDelete]);

  it("stay when a key is no longer used, because older Secrets are decrypted with it", async () => {
    const graph = await gke({ gcp: { kmsKeyName: KEY } });
    assert.deepEqual(kept(graph, "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember"), [["ml-key", true]]);
    assert.deepEqual(inputsOf(graph, "gcp:container/cluster:Cluster", "ml")["databaseEncryption"], {
      state: "ENCRYPTED",
      keyName: KEY,
    });
  });

  it("stay when an admin or a viewer loses access, and those of nodes go", async () => {
    const graph = await gke({ admins: ["user:ada@example.org"], viewers: ["user:bob@example.org"] });
    assert.deepEqual(kept(graph, "gcp:projects/iAMMember:IAMMember").sort(), [
      ["ml-admin-user:ada@example.org", true],
      ["ml-nodes-images", false],
      ["ml-nodes-logs", false],
      ["ml-viewer-user:bob@example.org", true],
    ]);
  });
});

describe("the APIs of a project with a cluster on GKE", () => {
  it("stay on after the cluster is deleted", async () => {
    const graph = await gkeIn(gcp());
    for (const api of graph.ofType("gcp:projects/service:Service")) {
      assert.deepEqual([api.inputs.values["disableOnDestroy"], api.retainOnDelete], [false, true], api.name);
    }
  });
});
