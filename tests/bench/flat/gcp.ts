/** What `programs/gcp` makes with its example stack, written by hand against the SDKs: no component, no check, no choice. */
import { Network } from "@pulumi/gcp/compute/network";
import { Router } from "@pulumi/gcp/compute/router";
import { RouterNat } from "@pulumi/gcp/compute/routerNat";
import { Subnetwork } from "@pulumi/gcp/compute/subnetwork";
import { Cluster } from "@pulumi/gcp/container/cluster";
import { NodePool } from "@pulumi/gcp/container/nodePool";
import { IAMMember } from "@pulumi/gcp/projects/iammember";
import { Service } from "@pulumi/gcp/projects/service";
import { Provider } from "@pulumi/gcp/provider";
import { Account } from "@pulumi/gcp/serviceaccount/account";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Provider as RandomProvider } from "@pulumi/random/provider";
import { RandomString } from "@pulumi/random/randomString";
import { serving } from "./serving";

const project = "ml-prod-123456";
const region = "us-central1";
const random = new RandomProvider("ml-random");
const suffix = new RandomString("ml-suffix", { length: 6, special: false, upper: false }, { provider: random });
const opts = { provider: new Provider("ml-gcp", { project }) };
const apis = ["artifactregistry", "compute", "container", "iam", "iamcredentials", "logging", "monitoring", "storage"];
const enabled = apis.map(
  (api) =>
    new Service(
      `ml-${api}`,
      { project, service: `${api}.googleapis.com`, disableOnDestroy: false },
      { ...opts, retainOnDelete: true },
    ),
);

// The network.
const network = new Network("ml", { project, autoCreateSubnetworks: false }, { ...opts, dependsOn: enabled });
const subnetwork = new Subnetwork(
  "ml-nodes",
  {
    project,
    region,
    network: network.selfLink,
    ipCidrRange: "10.0.0.0/20",
    secondaryIpRanges: [
      { rangeName: "pods", ipCidrRange: "10.4.0.0/14" },
      { rangeName: "services", ipCidrRange: "10.8.0.0/20" },
    ],
    privateIpGoogleAccess: true,
  },
  opts,
);
const router = new Router("ml-nat", { project, region, network: network.selfLink }, opts);
const nat = new RouterNat(
  "ml-nat",
  {
    project,
    region,
    router: router.name,
    natIpAllocateOption: "AUTO_ONLY",
    sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
  },
  opts,
);

// The control plane and its nodes.
const account = new Account(
  "ml-nodes",
  { project, accountId: pulumi.interpolate`ml-nodes-${suffix.result}`, displayName: "Nodes of the cluster ml" },
  { ...opts, dependsOn: enabled },
);
const grants = [
  { use: "logs", role: "roles/container.defaultNodeServiceAccount" },
  { use: "images", role: "roles/artifactregistry.reader" },
].map(({ use, role }) => new IAMMember(`ml-nodes-${use}`, { project, role, member: account.member }, opts));
const login = {
  serviceAccount: account.email,
  oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
};
const cluster = new Cluster(
  "ml",
  {
    project,
    name: pulumi.interpolate`ml-${suffix.result}`,
    location: region,
    network: network.selfLink,
    subnetwork: subnetwork.selfLink,
    networkingMode: "VPC_NATIVE",
    ipAllocationPolicy: { clusterSecondaryRangeName: "pods", servicesSecondaryRangeName: "services" },
    minMasterVersion: "1.35",
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
    removeDefaultNodePool: true,
    initialNodeCount: 1,
    nodeConfig: login,
    datapathProvider: "ADVANCED_DATAPATH",
    workloadIdentityConfig: { workloadPool: `${project}.svc.id.goog` },
    enableShieldedNodes: true,
    addonsConfig: { gcePersistentDiskCsiDriverConfig: { enabled: true } },
  },
  { ...opts, dependsOn: [...enabled, ...grants, nat], protect: true, ignoreChanges: ["nodeConfig"] },
);
const nodes = new NodePool(
  "ml-general",
  {
    project,
    name: "general",
    cluster: cluster.name,
    location: region,
    version: cluster.masterVersion,
    initialNodeCount: 1,
    autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 6, locationPolicy: "BALANCED" },
    management: { autoRepair: true, autoUpgrade: true },
    upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
    nodeConfig: {
      machineType: "n2-standard-4",
      diskType: "pd-balanced",
      diskSizeGb: 100,
      spot: false,
      ...login,
      workloadMetadataConfig: { mode: "GKE_METADATA" },
      shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
      labels: {},
      resourceLabels: {},
      taints: [],
    },
  },
  { ...opts, dependsOn: [nat], ignoreChanges: ["initialNodeCount", "nodeCount"] },
);

const kubeconfig = pulumi.secret(
  pulumi.all([cluster.name, cluster.controlPlaneEndpointsConfig]).apply(([name, { dnsEndpointConfig }]) =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": name,
      contexts: [{ name, context: { cluster: name, user: name } }],
      clusters: [{ name, cluster: { server: `https://${dnsEndpointConfig.endpoint}` } }],
      users: [
        {
          name,
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1beta1",
              command: "gke-gcloud-auth-plugin",
              args: [],
              interactiveMode: "Never",
              provideClusterInfo: true,
              installHint: "Run gcloud components install gke-gcloud-auth-plugin.",
            },
          },
        },
      ],
    }),
  ),
);
const settings = { kubeconfig, clusterIdentifier: cluster.id };
const internal = new kubernetes.Provider("ml-internal", settings, { dependsOn: [nat] });
const provider = new kubernetes.Provider("ml", settings, { dependsOn: [internal, nodes] });

export const { gatewayService } = serving({ provider }, {});
export { kubeconfig };
