import type { TargetOperations } from "../operations";
import { guardrails } from "./guardrails";
import { prices } from "./prices";

/** The annotation that says that a load balancer is internal; without it, a load balancer is public. */
export const LOAD_BALANCER_TYPE = "networking.gke.io/load-balancer-type";
export const INTERNAL_TYPE = "Internal";

/** What is known about Google Cloud without its SDK. */
export const operations: TargetOperations = {
  clusterTypes: /^gcp:container\/cluster:Cluster$/,
  // Documentation of the gcp provider, section "Import" of each resource.
  importIds: {
    "gcp:container/cluster:Cluster": "projects/{project}/locations/{location}/clusters/{name}",
    "gcp:container/nodePool:NodePool": "projects/{project}/locations/{location}/clusters/{cluster}/nodePools/{name}",
  },
  // The importers wait for the status RUNNING, and a read does not. What an import cannot tell is set by the next update, which
  // also deletes the first node pool if the interrupted run did not.
  waitsOnImport: ["gcp:container/cluster:Cluster", "gcp:container/nodePool:NodePool"],
  kubernetesVersions: {
    planned: { type: "gcp:container/cluster:Cluster", input: "minMasterVersion", isLeast: true },
    controlPlane: { type: "gcp:container/cluster:Cluster", output: "masterVersion" },
    nodes: { type: "gcp:container/nodePool:NodePool", output: "version" },
  },
  // The metadata server of instances with IPv6 alone.
  metadataAddresses: ["fd20:ce::254/128"],
  loadBalancerFinalizers: {
    Ingress: ["networking.gke.io/ingress-finalizer"],
    Gateway: ["gateway.finalizer.networking.gke.io"],
  },
  // https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters, of 2026-11. `internal` is the older
  // spelling, and the second key the older one.
  loadBalancerAnnotations: {
    [LOAD_BALANCER_TYPE]: { internal: [INTERNAL_TYPE, "internal"], public: ["External"] },
    "cloud.google.com/load-balancer-type": { internal: [INTERNAL_TYPE, "internal"], public: ["External"] },
  },
  objectStore: "gcs",
  planDetails: {
    "pulumi:providers:gcp": [{ firstOf: ["gcp {project}", "gcp"] }],
    "gcp:container/cluster:Cluster": ["Kubernetes {minMasterVersion}", "in {location}"],
    "gcp:container/nodePool:NodePool": [
      "{autoscaling.totalMinNodeCount}-{autoscaling.totalMaxNodeCount} × {nodeConfig.machineType}",
      { text: "spot", when: "nodeConfig.spot", contains: "true" },
      { text: "with GPUs", when: "nodeConfig.guestAccelerators", contains: "nvidia" },
    ],
    "gcp:compute/subnetwork:Subnetwork": ["{ipCidrRange}"],
    "gcp:projects/service:Service": ["{service}"],
    "gcp:projects/iAMMember:IAMMember": ["{role}"],
    "gcp:storage/bucket:Bucket": ["in {location}"],
    "gcp:storage/bucketIAMMember:BucketIAMMember": [
      {
        firstOf: [
          "{role} on {@bucket} for {member}",
          "{role} on {bucket} for {member}",
          "{role} on {@bucket} for the account in its name",
          "{role} on {bucket} for the account in its name",
        ],
      },
    ],
    "gcp:serviceaccount/iAMMember:IAMMember": [
      {
        firstOf: [
          "{role} on {@serviceAccountId} for {member}",
          "{role} on {@serviceAccountId} for the account in its name",
        ],
      },
    ],
  },
  apiServers: {
    "gcp:container/cluster:Cluster": {
      isPrivate: "privateClusterConfig.enablePrivateEndpoint",
      cidrs: "masterAuthorizedNetworksConfig.cidrBlocks[*].cidrBlock",
      guarded: {
        when: "controlPlaneEndpointsConfig.dnsEndpointConfig.allowExternalTraffic",
        text: "API by DNS endpoint, for principals with container.clusters.connect",
      },
    },
  },
  publicAddresses: {
    "gcp:compute/instance:Instance": ["networkInterfaces[*].accessConfigs"],
    "gcp:compute/instanceTemplate:InstanceTemplate": ["networkInterfaces[*].accessConfigs"],
  },
  grants: [
    { types: /^gcp:.*I(am|AM)Member$/, input: "member" },
    { types: /^gcp:.*I(am|AM)Binding$/, input: "members" },
  ],
  permissions: {
    "gcp:projects/iAMMember:IAMMember": {
      to: { firstOf: ["{member}", "{@member}"] },
      may: "{role}",
      on: "project {project}",
      principals: "member",
    },
    "gcp:storage/bucketIAMMember:BucketIAMMember": {
      to: { firstOf: ["{member}", "{@member}", "the account in its name"] },
      may: "{role}",
      on: { firstOf: ["{bucket}", "{@bucket}"] },
      principals: "member",
    },
    "gcp:storage/bucketIAMBinding:BucketIAMBinding": {
      to: "{members}",
      may: "{role}",
      on: { firstOf: ["{bucket}", "{@bucket}"] },
      principals: "members",
    },
    "gcp:serviceaccount/iAMMember:IAMMember": {
      to: { firstOf: ["{member}", "{@member}", "the account in its name"] },
      may: "{role}",
      on: { firstOf: ["{@serviceAccountId}", "{serviceAccountId}"] },
      principals: "member",
    },
    "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": {
      to: { firstOf: ["{member}", "{@member}", "an agent of Google"] },
      may: "{role}",
      on: { firstOf: ["{cryptoKeyId}", "{@cryptoKeyId}"] },
      principals: "member",
    },
  },
  get guardrails() {
    return guardrails;
  },
  get prices() {
    return prices;
  },
};
