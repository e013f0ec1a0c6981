import type { Guardrails, Requirement } from "../guardrails";

/** Accelerated computing with GPUs: the families g, gr and p. */
const MACHINES_WITH_GPUS = /^(g|gr|p)\d/;

const DISKS_OF_MACHINE: readonly Requirement[] = [
  { input: "rootBlockDevice.encrypted" },
  { each: "ebsBlockDevices", input: "encrypted", mayBeEmpty: true },
];

/** What the rules for plans know about AWS. */
export const guardrails: Guardrails = {
  // Objects of S3 are always encrypted (Amazon S3 User Guide, "Setting default server-side encryption", of 2026-11).
  encrypted: {
    "aws:ebs/volume:Volume": [{ input: "encrypted" }],
    "aws:efs/fileSystem:FileSystem": [{ input: "encrypted" }],
    "aws:ec2/instance:Instance": DISKS_OF_MACHINE,
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": DISKS_OF_MACHINE,
    "aws:ec2/launchConfiguration:LaunchConfiguration": DISKS_OF_MACHINE,
    "aws:ec2/launchTemplate:LaunchTemplate": [
      // A mapping that takes a disk away, or names one that is part of the machine, which AWS encrypts.
      { each: "blockDeviceMappings", input: "ebs.encrypted", unless: ["noDevice", "virtualName"] },
    ],
    // Without a launch template, EKS creates one, with a disk that is not encrypted.
    "aws:eks/nodeGroup:NodeGroup": [{ present: "launchTemplate" }],
    "aws:rds/instance:Instance": [{ input: "storageEncrypted" }],
    "aws:rds/cluster:Cluster": [{ input: "storageEncrypted" }],
    "aws:rds/globalCluster:GlobalCluster": [{ input: "storageEncrypted" }],
    "aws:docdb/cluster:Cluster": [{ input: "storageEncrypted" }],
    "aws:neptune/cluster:Cluster": [{ input: "storageEncrypted" }],
    "aws:opensearch/domain:Domain": [{ input: "encryptAtRest.enabled" }],
  },
  // The file system of EFS decides, which is a resource of its own; FSx encrypts all.
  encryptingProvisioners: ["efs.csi.aws.com", "fsx.csi.aws.com", "fsx.openzfs.csi.aws.com"],
  nodePools: {
    "aws:eks/nodeGroup:NodeGroup": {
      gpus: [
        { input: "amiType", form: /NVIDIA|GPU/ },
        { input: "instanceTypes", form: MACHINES_WITH_GPUS },
      ],
      least: ["scalingConfig.minSize"],
    },
    // Components of Pulumi's package eks, whose parts no plan has. Without a number they start one node.
    "eks:index:ManagedNodeGroup": {
      gpus: [
        { input: "amiType", form: /NVIDIA|GPU/ },
        { input: "instanceTypes", form: MACHINES_WITH_GPUS },
      ],
      least: ["scalingConfig.minSize"],
      leastByDefault: 1,
    },
    "eks:index:NodeGroupV2": {
      gpus: [{ input: "instanceType", form: MACHINES_WITH_GPUS }],
      least: ["minSize"],
      leastByDefault: 1,
    },
  },
  stateful: {
    "eks:index:Cluster": { protectedBy: "deletionProtection" },
    "aws:eks/cluster:Cluster": { protectedBy: "deletionProtection" },
    "aws:s3/bucket:Bucket": { emptiedBy: "forceDestroy" },
    "aws:s3/bucketV2:BucketV2": { emptiedBy: "forceDestroy" },
    "aws:rds/instance:Instance": { protectedBy: "deletionProtection" },
    "aws:rds/cluster:Cluster": { protectedBy: "deletionProtection" },
    "aws:docdb/cluster:Cluster": { protectedBy: "deletionProtection" },
    "aws:neptune/cluster:Cluster": { protectedBy: "deletionProtection" },
    "aws:redshift/cluster:Cluster": { pulumiOnly: true },
    "aws:opensearch/domain:Domain": { pulumiOnly: true },
    "aws:fsx/lustreFileSystem:LustreFileSystem": { pulumiOnly: true },
    "aws:dynamodb/table:Table": { protectedBy: "deletionProtectionEnabled" },
    "aws:efs/fileSystem:FileSystem": { pulumiOnly: true },
    "aws:ebs/volume:Volume": { pulumiOnly: true },
  },
  staticKeys: [
    "aws:iam/accessKey:AccessKey",
    "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
    "aws:iam/userLoginProfile:UserLoginProfile",
  ],
};
