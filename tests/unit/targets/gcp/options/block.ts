import { GcpMode, GcpReleaseChannel } from "../../../../../components";
import type { Row } from "../../option-row";
import { existingNetwork } from "../gke";

const existing = { gcp: { existingNetwork } };

/** A key in the region of the tests. */
export const KEY = "projects/keys-123456/locations/us-central1/keyRings/ml/cryptoKeys/secrets";

const weekend = {
  startTime: "2026-01-03T02:00:00Z",
  endTime: "2026-01-03T14:00:00Z",
  recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
};
const window = (said: object): Row["args"] => ({ gcp: { maintenanceWindow: { ...weekend, ...said } } });
const APIS = ["artifactregistry", "compute", "container", "iam", "iamcredentials", "logging", "monitoring", "storage"];

/** What the options in the block of Google Cloud change. */
export const blockRows: readonly Row[] = [
  {
    option: "gcp.project",
    args: { gcp: { project: "other-123456" } },
    expected: [
      "~ Account ml-nodes: project",
      "~ Cluster ml: nodeConfig, project, workloadIdentityConfig",
      "~ IAMMember ml-nodes-images: member, project",
      "~ IAMMember ml-nodes-logs: member, project",
      "~ MlCluster ml: clusterIdentifier, facts, identity, nodeIdentity",
      "~ Network ml: project",
      "~ NodePool ml-general: nodeConfig, project",
      "~ Router ml-nat: project",
      "~ RouterNat ml-nat: project",
      ...APIS.map((api) => `~ Service ml-${api}: project`),
      "~ Subnetwork ml-nodes: project",
      "~ gcp ml-gcp: project",
      "~ kubernetes ml-internal: clusterIdentifier",
      "~ kubernetes ml: clusterIdentifier",
    ],
  },
  {
    option: "gcp.location (another region)",
    args: { gcp: { location: "europe-west1" } },
    expected: [
      "~ Cluster ml: location",
      "~ MlCluster ml: clusterIdentifier, facts, identity, region",
      "~ NodePool ml-general: location",
      "~ Router ml-nat: region",
      "~ RouterNat ml-nat: region",
      "~ Subnetwork ml-nodes: region",
      "~ kubernetes ml-internal: clusterIdentifier",
      "~ kubernetes ml: clusterIdentifier",
    ],
  },
  {
    option: "gcp.location (a zone, which has all nodes)",
    args: { gcp: { location: "us-central1-a" } },
    expected: [
      "~ Cluster ml: location",
      "~ MlCluster ml: clusterIdentifier, facts, identity",
      "~ NodePool ml-general: initialNodeCount, location",
      "~ kubernetes ml-internal: clusterIdentifier",
      "~ kubernetes ml: clusterIdentifier",
    ],
  },
  {
    option: "gcp.mode",
    args: { gcp: { mode: GcpMode.Autopilot } },
    expected: [
      "- NodePool ml-general",
      "~ Cluster ml: addonsConfig, allowNetAdmin, clusterAutoscaling, datapathProvider, enableAutopilot, enableShieldedNodes, initialNodeCount, nodeConfig, opts.ignoreChanges, removeDefaultNodePool, workloadIdentityConfig",
      "~ MlCluster ml: facts, gpuPools",
    ],
  },
  {
    option: "gcp.network.nodesCidr",
    args: { gcp: { network: { nodesCidr: "10.1.0.0/20" } } },
    expected: ["~ Subnetwork ml-nodes: ipCidrRange"],
  },
  {
    option: "gcp.network.podsCidr",
    args: { gcp: { network: { podsCidr: "10.12.0.0/14" } } },
    expected: ["~ Subnetwork ml-nodes: secondaryIpRanges"],
  },
  {
    option: "gcp.network.servicesCidr",
    args: { gcp: { network: { servicesCidr: "10.9.0.0/20" } } },
    expected: ["~ Subnetwork ml-nodes: secondaryIpRanges"],
  },
  {
    option: "gcp.existingNetwork.network (its self link)",
    args: {
      gcp: { existingNetwork: { ...existingNetwork, network: "projects/ml-prod-123456/global/networks/shared" } },
    },
    than: existing,
    expected: ["~ Cluster ml: network", "~ MlCluster ml: networkId"],
  },
  {
    option: "gcp.existingNetwork.subnetwork",
    args: { gcp: { existingNetwork: { ...existingNetwork, subnetwork: "other" } } },
    than: existing,
    expected: ["~ Cluster ml: subnetwork", "~ MlCluster ml: facts, privateSubnetIds"],
  },
  ...["podsRange", "servicesRange"].map((range) => ({
    option: `gcp.existingNetwork.${range}`,
    args: { gcp: { existingNetwork: { ...existingNetwork, [range]: "other" } } },
    than: existing,
    expected: ["~ Cluster ml: ipAllocationPolicy"],
  })),
  {
    option: "gcp.releaseChannel",
    args: { gcp: { releaseChannel: GcpReleaseChannel.Stable } },
    expected: ["~ Cluster ml: releaseChannel"],
  },
  ...Object.entries({
    startTime: "2026-01-03T03:00:00Z",
    endTime: "2026-01-03T13:00:00Z",
    recurrence: "FREQ=DAILY",
  }).map(([input, value]) => ({
    option: `gcp.maintenanceWindow.${input}`,
    args: window({ [input]: value }),
    than: window({}),
    expected: ["~ Cluster ml: maintenancePolicy"],
  })),
  {
    option: "gcp.kmsKeyName",
    args: { gcp: { kmsKeyName: KEY } },
    expected: ["+ CryptoKeyIAMMember ml-key", "~ Cluster ml: databaseEncryption"],
  },
  {
    option: "gcp.enableApis",
    args: { gcp: { enableApis: false } },
    expected: APIS.map((api) => `- Service ml-${api}`),
  },
];
