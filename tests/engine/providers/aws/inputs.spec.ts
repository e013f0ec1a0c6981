import assert from "node:assert/strict";
import { Desk } from "./desk";
import { trust } from "./platform";

const cluster = (args: object) => ({
  roleArn: "arn:aws:iam::123456789012:role/x",
  vpcConfig: { subnetIds: ["subnet-1"] },
  ...args,
});
const nodes = (args: object) => ({
  clusterName: "ml",
  nodeRoleArn: "arn:aws:iam::123456789012:role/x",
  subnetIds: ["subnet-1"],
  scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 1 },
  ...args,
});
const trusting = { assumeRolePolicy: trust("ec2.amazonaws.com") };
const session = "arn:aws:sts::123456789012:assumed-role/a/b";

const KEY = "arn:aws:kms:us-east-1:123456789012:key/mrk-1";
const SCALING =
  "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";

/** What the provider or AWS refuses. */
const ROWS: readonly (readonly [what: string, type: string, inputs: object, message: RegExp])[] = [
  ["a type without a row", "sqs/queue:Queue", {}, /unrecognized resource type \(Check\): aws:sqs\/queue:Queue/],
  ["an argument that there is not", "ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16", x: 1 }, /x: an unexpected argument "x"/],
  [
    "a field that there is not",
    "eks/cluster:Cluster",
    cluster({ vpcConfig: { x: 1 } }),
    /vpcConfig.x: an unexpected arg/,
  ],
  ["a wrong type", "eks/cluster:Cluster", cluster({ deletionProtection: "yes" }), /deletionProtection: expected bool/],
  ["a range that is none", "ec2/vpc:Vpc", { cidrBlock: "10.0.0.300/16" }, /is not a valid IPv4 CIDR block/],
  ["a range that starts inside", "ec2/vpc:Vpc", { cidrBlock: "10.0.1.0/16" }, /is not a valid IPv4 CIDR block/],
  ["a VPC that is too big", "ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/8" }, /between \/16 and \/28, got 10.0.0.0\/8/],
  ["a VPC without a range", "ec2/vpc:Vpc", {}, /cidrBlock: Missing required property/],
  [
    "a reserved tag",
    "ec2/vpc:Vpc",
    { cidrBlock: "10.0.0.0/16", tags: { "aws:x": "1" } },
    /tags.aws:x: aws: prefixed tag/,
  ],
  [
    "a tag that is no text",
    "ec2/vpc:Vpc",
    { cidrBlock: "10.0.0.0/16", tags: { x: 1 } },
    /tags.x: expected string type/,
  ],
  [
    "a public NAT gateway without an address",
    "ec2/natGateway:NatGateway",
    { subnetId: "s" },
    /`allocation_id` is required/,
  ],
  [
    "a reserved name of a group",
    "ec2/securityGroup:SecurityGroup",
    { vpcId: "v", name: "sg-x" },
    /cannot begin with sg-/,
  ],
  [
    "a rule for a range that is none",
    "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    { securityGroupId: "sg-1", ipProtocol: "tcp", cidrIpv4: "10.8.0.1/16" },
    /cidrIpv4: "10.8.0.1\/16" is not a valid CIDR block/,
  ],
  [
    "a hop limit out of range",
    "ec2/launchTemplate:LaunchTemplate",
    { metadataOptions: { httpPutResponseHopLimit: 65 } },
    /metadataOptions.httpPutResponseHopLimit: expected to be in the range \(1 - 64\), got 65/,
  ],
  ["a trust that is no JSON", "iam/role:Role", { assumeRolePolicy: "{" }, /assumeRolePolicy: contains an invalid JSON/],
  ["a trust without statements", "iam/role:Role", { assumeRolePolicy: "{}" }, /invalid JSON policy: no Statement/],
  ["a role name that is too long", "iam/role:Role", { ...trusting, name: "r".repeat(65) }, /expected 1 to 64 letters/],
  [
    "a retention that there is not",
    "cloudwatch/logGroup:LogGroup",
    { retentionInDays: 45 },
    /retentionInDays: .*got 45/,
  ],
  ["a bucket name with a capital", "s3/bucket:Bucket", { bucket: "Bucket" }, /invalid bucket name \(Bucket\)/],
  ["a reserved bucket name", "s3/bucket:Bucket", { bucket: "x--x-s3" }, /invalid bucket name/],
  ["a bucket name that is an address", "s3/bucket:Bucket", { bucket: "10.0.0.1" }, /invalid bucket name/],
  ["a cluster name with a dot", "eks/cluster:Cluster", cluster({ name: "a.b" }), /name: expected 1 to 100 letters/],
  [
    "a range for access that is none",
    "eks/cluster:Cluster",
    cluster({ vpcConfig: { subnetIds: ["s"], publicAccessCidrs: ["203.0.113.7"] } }),
    /vpcConfig.publicAccessCidrs\[0\]: "203.0.113.7" is not a valid CIDR block/,
  ],
  [
    "a public service range",
    "eks/cluster:Cluster",
    cluster({ kubernetesNetworkConfig: { serviceIpv4Cidr: "100.64.0.0/16" } }),
    /serviceIpv4Cidr: must be within 10.0.0.0\/8/,
  ],
  [
    "a service range that is too small",
    "eks/cluster:Cluster",
    cluster({ kubernetesNetworkConfig: { serviceIpv4Cidr: "10.1.0.0/25" } }),
    /between 12 and 24 significant bits/,
  ],
  [
    "a log type",
    "eks/cluster:Cluster",
    cluster({ enabledClusterLogTypes: ["apiserver"] }),
    /LogTypes\[0\]: .*got apiserver/,
  ],
  [
    "Kubernetes' spelling of a taint's effect",
    "eks/nodeGroup:NodeGroup",
    nodes({ taints: [{ key: "a", value: "b", effect: "NoSchedule" }] }),
    /taints\[0\].effect: .*got NoSchedule/,
  ],
  [
    "a greatest size of 0",
    "eks/nodeGroup:NodeGroup",
    nodes({ scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 0 } }),
    /scalingConfig.maxSize: expected to be at least \(1\), got 0/,
  ],
  [
    "two limits of an update",
    "eks/nodeGroup:NodeGroup",
    nodes({ updateConfig: { maxUnavailable: 1, maxUnavailablePercentage: 5 } }),
    /updateConfig: only one of/,
  ],
  ["an image type that there is not", "eks/nodeGroup:NodeGroup", nodes({ amiType: "AL2023" }), /amiType: .*got AL2023/],
  [
    "a key of Secrets that is an alias",
    "eks/cluster:Cluster",
    cluster({ encryptionConfig: { provider: { keyArn: "alias/eks" }, resources: ["secrets"] } }),
    /keyArn: expected the ARN of a KMS key/,
  ],
  [
    "a key for a disk that is not encrypted",
    "ec2/launchTemplate:LaunchTemplate",
    { name: "disks", blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { kmsKeyId: KEY } }] },
    /KmsKeyId is only supported for encrypted volumes/,
  ],
  [
    "a grant for an alias",
    "kms/grant:Grant",
    { keyId: "alias/disks", granteePrincipal: SCALING, operations: ["Decrypt"] },
    /keyId: expected the id or the ARN of a key, no alias/,
  ],
  [
    "a grant of an operation that there is not",
    "kms/grant:Grant",
    { keyId: KEY, granteePrincipal: SCALING, operations: ["ReEncrypt*"] },
    /operations\[0\]: .*got ReEncrypt/,
  ],
  [
    "a grant for a role that there is not",
    "kms/grant:Grant",
    { keyId: KEY, granteePrincipal: "arn:aws:iam::123456789012:role/x", operations: ["Decrypt"] },
    /InvalidArnException: ARN does not refer to a valid principal/,
  ],
  [
    "an entry for a session",
    "eks/accessEntry:AccessEntry",
    { clusterName: "ml", principalArn: session },
    /IAM user or role/,
  ],
  [
    "an unknown way to resolve conflicts",
    "eks/addon:Addon",
    { clusterName: "ml", addonName: "coredns", resolveConflictsOnCreate: "PRESERVE" },
    /resolveConflictsOnCreate: .*got PRESERVE/,
  ],
];

describe("the AWS stand-in refuses the input", () => {
  for (const [what, type, inputs, message] of ROWS) {
    it(what, () => assert.rejects(new Desk().make(type, inputs), message));
  }
});

describe("the AWS stand-in accepts", () => {
  it("a key of the caller for disks, with the grant that Auto Scaling needs", async () => {
    const desk = new Desk();
    const ebs = { encrypted: "true", kmsKeyId: KEY };
    await desk.make("ec2/launchTemplate:LaunchTemplate", { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs }] });
    const operations = ["Encrypt", "Decrypt", "CreateGrant"];
    await desk.make("kms/grant:Grant", { keyId: KEY, granteePrincipal: SCALING, operations });
  });
});
