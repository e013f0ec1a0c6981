import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { MlCluster } from "../../../../components";
import { targetNames } from "../../../../components/targets/target";
import { kubeconfig } from "../../kubeconfig";
import { HOST_KEY, KEY as SSH_KEY } from "../../targets/rke2/cluster";
import { some, without, type Args, type Fuzzed } from "../fuzzed";
import type { Random } from "../random";

/** A cluster of one target. */
function clusterOf(args: Args, random: Random): Args {
  switch (random.of(targetNames())) {
    case "aws": {
      const parts = ["autoMode", "login", "existingNetwork"];
      const more = random.chance(0.5) ? {} : some((args["aws"] ?? {}) as Args, random, ...parts);
      return inCloud(args, random, { aws: { region: "eu-central-1", ...more } });
    }
    case "gcp":
      return inCloud(args, random, { gcp: { project: "my-project", location: "europe-west1" } });
    case "azure":
      return inCloud(args, random, { azure: { location: "westeurope" } });
    case "k3d": {
      const parts = ["image", "volumes", "registries", "listenAddress"];
      const block = some((args["k3d"] ?? {}) as Args, random, ...parts);
      // Two clusters on one machine need ports of their own.
      const port = 10_000 + 3 * random.below(15_000);
      const ports = { apiPort: port, httpPort: port + 1, httpsPort: port + 2 };
      return { k3d: { ...(random.chance(0.5) ? {} : without(block, "name")), ...ports } };
    }
    case "rke2": {
      const parts = ["cni", "etcdSnapshots", "registrationAddress", "clusterCidr", "hostEntries", "nameservers"];
      const block = some((args["rke2"] ?? {}) as Args, random, ...parts);
      const { storage, charts } = some(args, random, "storage", "charts");
      // Two clusters cannot have one machine.
      const nodes = [{ address: `10.0.${String(random.below(250))}.${String(1 + random.below(250))}`, role: "server" }];
      const more = random.chance(0.5) ? {} : without(block, "rkeClusterYml", "airGapFolder", "sshKeyPath");
      return { storage, charts, rke2: { ...more, sshKey: SSH_KEY, nodes } };
    }
    default: {
      const { kubernetesVersion, allowUntestedVersions, existing } = args;
      const chosen = without((existing ?? {}) as Args, "kubeconfigPath", "useCurrentContext", "context");
      const block = { ...chosen, kubeconfig: (existing as Args | undefined)?.["kubeconfig"] ?? CONFIG, context: "dev" };
      return { kubernetesVersion, allowUntestedVersions, existing: block };
    }
  }
}

/** A cluster that a cloud creates, mostly without what has to fit together. */
const inCloud = (args: Args, random: Random, block: Args): Args => ({
  ...some(
    some(args, random, "nodePools", "charts", "mirror", "imageRegistry", "admins", "viewers"),
    random,
    "nodePools",
    "storage",
  ),
  ...Object.fromEntries(targetNames().map((target) => [target, undefined])),
  ...block,
  apiAccess: { cidrs: ["203.0.113.0/24"] },
});

const CONFIG = {
  contexts: [{ name: "dev", context: { cluster: "c" } }],
  clusters: [{ name: "c", cluster: { server: "https://c.example.org" } }],
};

/** The files of this machine that inputs name. */
const folder = mkdtempSync(path.join(tmpdir(), "fuzz-"));
const written = (name: string, text: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
};
const KEY_FILE = written("id_ed25519", SSH_KEY);
const KUBECONFIG_FILE = written("kubeconfig", kubeconfig);
for (const file of ["install.sh", "sha256sum-amd64.txt", "rke2.linux-amd64.tar.gz", "rke2-images.linux-amd64.tar.zst"])
  written(file, "");
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const API = { apiAccess: { cidrs: ["203.0.113.0/24"] } };
const CHART = { mirror: "https://charts.example.org", values: { replicaCount: 2 } };
const STORAGE = { className: "fast", reclaimPolicy: "Retain" };
const TAINT = { key: "dedicated", value: "ml", effect: "NoSchedule" };
const POOL = {
  ...{ min: 2, max: 4, desired: 3, spot: true, diskSizeGb: 200, labels: { team: "ml" }, taints: [TAINT] },
};
const UUID = "01234567-89ab-cdef-0123-456789abcdef";
const SUBNET = `/subscriptions/${UUID}/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n/subnets/s`;
const KMS = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const TEAM = "arn:aws:iam::111122223333:role/team";
const VPC = { vpcId: "vpc-0123456789abcdef0", privateSubnetIds: ["subnet-0a", "subnet-0b"] };

const awsExamples: readonly Args[] = [
  {
    ...{ ...API, kubernetesVersion: "1.35", admins: [TEAM], viewers: ["arn:aws:iam::111122223333:role/viewer"] },
    ...{ deletionProtection: false, storage: STORAGE, logRetentionDays: 30, tags: { team: "ml" } },
    aws: {
      ...{ region: "eu-central-1", network: { cidr: "10.8.0.0/16", zones: 2, nat: "per-zone" } },
      ...{ serviceCidr: "172.21.0.0/16", kmsKeyArn: KMS, diskKmsKeyArn: KMS, metricsServer: true, volumeType: "gp3" },
      ...{ vpcCni: { prefixDelegation: true, podCidr: "100.64.0.0/16" }, autoscaling: "cluster-autoscaler" },
      login: { roleArn: "arn:aws:iam::111122223333:role/deployer", profile: "ml" },
    },
    nodePools: {
      general: { ...POOL, instanceTypes: ["m5.large", "m5a.large"], zones: ["eu-central-1a"] },
      "per-zone": { instanceType: "m5.large", min: 1, max: 4, perZone: true },
      gpu: { instanceType: "g5.xlarge", gpu: { type: "nvidia-a10g", count: 1 } },
    },
    ...{ charts: { "cluster-autoscaler": CHART }, mirror: "oci://registry.example.org/charts" },
    imageRegistry: "registry.example.org",
  },
  {
    apiAccess: { privateOnly: true, cidrs: ["10.8.0.0/16"] },
    aws: {
      ...{ region: "eu-central-1", existingNetwork: { ...VPC, publicSubnetIds: ["subnet-0c", "subnet-0d"] } },
      ...{ vpcCni: { podSubnetIds: ["subnet-0e", "subnet-0f"] }, autoscaling: "none" },
    },
  },
  { ...API, aws: { region: "eu-central-1", autoscaling: "auto-mode" } },
  {
    ...{ apiAccess: { allowPublic: true }, charts: { "cluster-autoscaler": { version: "9.50.0" } } },
    ...{ aws: { region: "eu-central-1" }, allowUntestedVersions: true },
  },
];

const GCP_RANGES = { nodesCidr: "10.1.0.0/20", podsCidr: "10.12.0.0/14", servicesCidr: "10.9.0.0/20" };
const SHARED = { network: "shared", subnetwork: "ml", podsRange: "ml-pods", servicesRange: "ml-services" };
const gcpExamples: readonly Args[] = [
  {
    ...{ ...API, admins: ["user:ada@example.org"], tags: { team: "ml" }, storage: STORAGE },
    gcp: {
      ...{ project: "my-project", location: "europe-west1", mode: "standard", network: GCP_RANGES, enableApis: false },
      ...{ releaseChannel: "STABLE", kmsKeyName: "projects/p/locations/europe-west1/keyRings/ring/cryptoKeys/key" },
      maintenanceWindow: {
        ...{ startTime: "2026-01-03T02:00:00Z", endTime: "2026-01-03T08:00:00Z" },
        recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
      },
    },
    nodePools: {
      general: { min: 2, max: 4 },
      spot: { ...POOL, instanceType: "e2-standard-8", zones: ["europe-west1-b"] },
    },
  },
  { ...API, gcp: { project: "my-project", location: "europe-west1", existingNetwork: SHARED } },
  { ...API, gcp: { project: "my-project", location: "europe-west1", mode: "autopilot" } },
];

const azureExamples: readonly Args[] = [
  {
    ...{ ...API, admins: [`group:${UUID}`], tags: { team: "ml" }, logRetentionDays: 30 },
    azure: {
      ...{ location: "westeurope", resourceGroupName: "ml", tier: "Premium", upgradeChannel: "stable" },
      network: { cidr: "10.1.0.0/16", podsCidr: "10.244.0.0/16", servicesCidr: "10.8.0.0/16" },
      systemPool: { instanceType: "Standard_D8ds_v5", nodes: 3 },
      maintenanceWindow: { dayOfWeek: "Saturday", startTime: "02:00", durationHours: 8 },
      login: "msi",
    },
    nodePools: {
      general: { min: 2, max: 4 },
      spot: { ...POOL, instanceType: "Standard_D8ds_v5", zones: ["1", "2"] },
      gpu: { instanceType: "Standard_NC4as_T4_v3", gpu: { type: "nvidia-t4" } },
    },
  },
  {
    ...API,
    azure: {
      location: "westeurope",
      existingNetwork: {
        ...{ subnetId: SUBNET, egress: "userDefinedRouting", egressCidrs: ["198.51.100.7/32"] },
        ...{ podsCidr: "10.244.0.0/16", servicesCidr: "10.8.0.0/16" },
      },
    },
  },
];

/** Two clusters on one machine need names and ports of their own. */
function ownPorts(random: Random) {
  const port = 10_000 + 4 * random.below(10_000);
  return { name: `ml-${String(port)}`, apiPort: port, httpPort: port + 1, httpsPort: port + 2 };
}

function k3dExamples(random: Random): readonly Args[] {
  const own = ownPorts(random);
  return [
    {
      kubernetesVersion: "1.35",
      k3d: {
        ...{ ...own, servers: 3, agents: 2, serversMemory: "8G", agentsMemory: "4G", listenAddress: "127.0.0.1" },
        ...{ serviceLb: true, subnet: "172.28.0.0/16", adopt: false },
        volumes: [{ source: "/srv/data", path: "/data", readOnly: true }],
        registries: { create: { name: "images", port: own.apiPort + 3 }, use: ["k3d-others:5000"] },
      },
    },
    {
      k3d: {
        ...{ ...own, image: "registry.example.org/rancher/k3s:v1.35.4-k3s1", adopt: true },
        registries: { configFile: "/etc/k3s/registries.yaml" },
      },
    },
  ];
}

/** Two clusters cannot have one machine. */
const ownNetwork = (random: Random): string => `10.${String(random.below(250))}.${String(random.below(250))}`;

/** The same cluster on other machines, or on this one with other ports. */
function elsewhere(args: Args, random: Random): Args {
  const { k3d, rke2 } = args as { k3d?: Args; rke2?: Args };
  const network = ownNetwork(random);
  const nodes = rke2?.["nodes"] as readonly Args[] | undefined;
  return {
    ...args,
    ...(k3d === undefined ? {} : { k3d: { ...k3d, ...ownPorts(random) } }),
    ...(nodes === undefined
      ? {}
      : {
          rke2: {
            ...rke2,
            nodes: nodes.map((node, index) => ({ ...node, address: `${network}.${String(index + 1)}` })),
          },
        }),
  };
}

function rke2Examples(random: Random): readonly Args[] {
  const network = ownNetwork(random);
  const server = { address: `${network}.1`, hostname: "s1", role: "server" };
  const agent = { address: `${network}.2`, hostname: "a1", role: "agent" };
  const node = {
    ...{ user: "ubuntu", port: 2222, sshKey: SSH_KEY, hostKey: HOST_KEY, internalAddress: "172.16.0.2" },
    ...{ labels: { zone: "rack1" }, taints: [TAINT], gpu: { type: "nvidia-l4", count: 2 } },
    config: { "kubelet-arg": ["max-pods=20"] },
  };
  const bucket = { endpoint: "minio.example.org:9000", region: "eu-west-1", folder: "ml" };
  const prepared = { prepareHosts: true, hostEntries: { "a.example.org": "192.168.86.36" } };
  const yml = `nodes:\n- {address: ${network}.7, user: ubuntu, role: [controlplane, etcd, worker]}\n`;
  return [
    {
      ...{ kubernetesVersion: "1.35", storage: STORAGE, charts: { "local-path-provisioner": CHART } },
      ...{ mirror: "oci://registry.example.org/charts", imageRegistry: "registry.example.org" },
      rke2: {
        nodes: [
          { ...server, worker: false, internalAddress: "172.16.0.1", sshKeyPath: KEY_FILE },
          { ...agent, ...node },
          { address: `${network}.3`, hostname: "a2", role: "agent" },
        ],
        ...{ user: "ubuntu", port: 22, sshKeyPath: KEY_FILE, ...prepared, nameservers: ["8.8.4.4", "8.8.8.8"] },
        ...{ registrationAddress: "k8s.example.org", tlsSans: ["api.example.org"], cni: "flannel" },
        ...{ clusterCidr: "10.252.0.0/16", serviceCidr: "10.253.0.0/16", clusterDns: "10.253.0.10" },
        ...{ clusterDomain: "ml.local", nodePortRange: "31000-31999", localStorage: true },
        ...{ localStorageFolder: "/srv/volumes", loadBalancerNetwork: `${network}.0/24` },
        etcdSnapshots: {
          ...{ schedule: "0 3 * * *", retention: 9 },
          s3: { bucket: "snapshots", accessKey: "AKIA", secretKey: "private", ...bucket },
        },
        serverConfig: { "kube-apiserver-arg": ["v=2"] },
        agentConfig: { "kubelet-arg": ["max-pods=50"] },
      },
    },
    {
      rke2: {
        ...{ nodes: [server, { ...agent, lost: true }], sshKey: SSH_KEY, version: "v1.35.9+rke2r2" },
        ...{ airGapFolder: folder, cisProfile: true },
        bastion: { address: "192.0.2.1", user: "jump", port: 2222, sshKey: SSH_KEY, hostKey: HOST_KEY },
      },
      allowUntestedVersions: true,
    },
    {
      rke2: {
        ...{ rkeClusterYml: written("cluster.yml", yml), sshKeyPath: KEY_FILE },
        bastion: { address: "192.0.2.1", sshKeyPath: KEY_FILE },
      },
    },
  ];
}

const existingExamples: readonly Args[] = [
  {
    kubernetesVersion: "1.35",
    existing: {
      ...{ kubeconfig, context: "dev", clusterName: "lab", clusterIdentifier: "lab", storageClass: "fast" },
      ...{ providesLoadBalancers: true, defaultExposure: "internal", loadBalancerNetwork: "192.168.10.0/24" },
      loadBalancerAnnotations: { "example.org/public": "yes" },
      internalLoadBalancerAnnotations: { "example.org/public": "no" },
      ...{ region: "eu-central-1", networkId: "vpc-1", privateSubnetIds: ["subnet-0a"] },
      identity: {
        oidcIssuer: "https://oidc.example.org",
        providerArn: "arn:aws:iam::111122223333:oidc-provider/oidc.example.org",
      },
      nodeIdentity: "arn:aws:iam::111122223333:role/nodes",
    },
  },
  {
    existing: {
      ...{ kubeconfig, context: "dev" },
      identity: { project: "my-project", projectNumber: "123456789012", pool: "my-project.svc.id.goog" },
    },
  },
  {
    existing: {
      ...{ kubeconfig, context: "dev" },
      identity: { oidcIssuer: "https://oidc.example.org", tenantId: UUID, resourceGroup: "ml" },
    },
  },
  { existing: { kubeconfigPath: KUBECONFIG_FILE, useCurrentContext: true } },
];

export const mlCluster: Fuzzed = {
  create: (name, args) => new MlCluster(name, args),
  fit: clusterOf,
  again: elsewhere,
  examples: (random) => [
    ...awsExamples,
    ...gcpExamples,
    ...azureExamples,
    ...k3dExamples(random),
    ...rke2Examples(random),
    ...existingExamples,
  ],
};
