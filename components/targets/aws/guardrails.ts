import type { Guardrails } from "../guardrails";

/** What the rules for plans know about AWS. */
export const guardrails: Guardrails = {
  // Objects of S3 are always encrypted (Amazon S3 User Guide, "Setting default server-side encryption", of 2026-11).
  encrypted: {
    "aws:ebs/volume:Volume": [{ input: "encrypted" }],
    "aws:efs/fileSystem:FileSystem": [{ input: "encrypted" }],
    "aws:ec2/instance:Instance": [
      { input: "rootBlockDevice.encrypted" },
      { each: "ebsBlockDevices", input: "encrypted", mayBeEmpty: true },
    ],
    "aws:ec2/launchTemplate:LaunchTemplate": [
      // A mapping that takes a disk away, or names one that is part of the machine, which AWS encrypts.
      { each: "blockDeviceMappings", input: "ebs.encrypted", unless: ["noDevice", "virtualName"] },
    ],
    // Without a launch template, EKS creates one, with a disk that is not encrypted.
    "aws:eks/nodeGroup:NodeGroup": [{ present: "launchTemplate" }],
    "aws:rds/instance:Instance": [{ input: "storageEncrypted" }],
    "aws:rds/cluster:Cluster": [{ input: "storageEncrypted" }],
  },
  // The file system of EFS decides, which is a resource of its own; FSx encrypts all.
  encryptingProvisioners: ["efs.csi.aws.com", "fsx.csi.aws.com", "fsx.openzfs.csi.aws.com"],
  nodePools: {
    "aws:eks/nodeGroup:NodeGroup": {
      gpus: [
        { input: "amiType", form: /NVIDIA|GPU/ },
        // Accelerated computing with GPUs: the families g and p.
        { input: "instanceTypes", form: /^[gp]\d/ },
      ],
      least: ["scalingConfig.minSize"],
    },
  },
  stateful: {
    "eks:index:Cluster": { protectedBy: "deletionProtection" },
    "aws:eks/cluster:Cluster": { protectedBy: "deletionProtection" },
    "aws:s3/bucket:Bucket": { emptiedBy: "forceDestroy" },
    "aws:s3/bucketV2:BucketV2": { emptiedBy: "forceDestroy" },
    "aws:rds/instance:Instance": { protectedBy: "deletionProtection" },
    "aws:rds/cluster:Cluster": { protectedBy: "deletionProtection" },
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
