import type { PlantedError } from "../cloud-api";

const nodeGroup = {
  clusterName: "ml-x7k2p9",
  nodeRoleArn: "arn:aws:iam::111122223333:role/ml-node",
  subnetIds: ["subnet-1"],
};
const launchTemplate = { metadataOptions: { httpTokens: "required" } };
const assumeRolePolicy = '{"Version":"2012-10-17","Statement":[]}';

/** At least one for each kind of limit, and for each way in which a mapping writes a value. */
export const plantedErrors: readonly PlantedError[] = [
  {
    title: "an input without a mapping",
    type: "aws:eks/nodeGroup:NodeGroup",
    inputs: { ...nodeGroup, warmPool: true },
    problems: ["the mapping of aws:eks/nodeGroup:NodeGroup has no input warmPool"],
  },
  {
    title: "an input of an add-on without a mapping",
    type: "eks:index:Cluster",
    inputs: { name: "ml", privateSubnetIds: ["subnet-1"], vpcCniOptions: { logLevel: "DEBUG" } },
    problems: ["the mapping of eks:index:Cluster has no input vpcCniOptions.logLevel"],
  },
  {
    title: "an unknown field",
    type: "aws:eks/nodeGroup:NodeGroup",
    inputs: { ...nodeGroup, scalingConfig: { min: 1 } },
    problems: ["eks.CreateNodegroup scalingConfig has the unknown field min"],
  },
  {
    title: "an unknown field whose siblings are renamed",
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    inputs: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { size: 100, encrypted: "true" } }] },
    problems: ["ec2.CreateLaunchTemplate LaunchTemplateData.BlockDeviceMappings.0.Ebs has the unknown field size"],
  },
  {
    title: "a missing field",
    type: "aws:eks/nodeGroup:NodeGroup",
    inputs: { ...nodeGroup, subnetIds: undefined },
    problems: ["eks.CreateNodegroup the request lacks the field subnets"],
  },
  {
    title: "a value of the wrong type",
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    inputs: { ...launchTemplate, blockDeviceMappings: [{ ebs: { encrypted: "yes" } }] },
    problems: [
      'ec2.CreateLaunchTemplate LaunchTemplateData.BlockDeviceMappings.0.Ebs.Encrypted must be boolean, but is "yes"',
    ],
  },
  {
    title: "a value outside an enum",
    type: "aws:eks/nodeGroup:NodeGroup",
    inputs: { ...nodeGroup, taints: [{ key: "dedicated", value: "ml", effect: "NoSchedule" }] },
    problems: [
      'eks.CreateNodegroup taints.0.effect must be one of NO_SCHEDULE, NO_EXECUTE, PREFER_NO_SCHEDULE, but is "NoSchedule"',
    ],
  },
  {
    title: "an operation of a key that KMS does not have",
    type: "aws:kms/grant:Grant",
    inputs: { granteePrincipal: "arn:aws:iam::111122223333:role/ml", keyId: "k", operations: ["Destroy"] },
    problems: [
      'kms.CreateGrant Operations.0 must be one of Decrypt, Encrypt, GenerateDataKey, GenerateDataKeyWithoutPlaintext, ReEncryptFrom, ReEncryptTo, Sign, Verify, GetPublicKey, CreateGrant, RetireGrant, DescribeKey, GenerateDataKeyPair, GenerateDataKeyPairWithoutPlaintext, GenerateMac, VerifyMac, DeriveSharedSecret, Encapsulate, Decapsulate, but is "Destroy"',
    ],
  },
  {
    title: "a name that does not match a pattern",
    type: "aws:eks/addon:Addon",
    inputs: { addonName: "coredns", clusterName: "ml.prod" },
    problems: ['eks.CreateAddon clusterName must match pattern "^[0-9A-Za-z][A-Za-z0-9\\-_]*", but is "ml.prod"'],
  },
  {
    title: "a character that a tag may not have",
    type: "aws:iam/role:Role",
    inputs: { assumeRolePolicy, tags: { Name: "ml;general" } },
    problems: ['iam.CreateRole Tags.0.Value must match pattern "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*", but is "ml;general"'],
  },
  {
    title: "a generated name that is too long",
    type: "aws:iam/role:Role",
    name: "m".repeat(57),
    inputs: { assumeRolePolicy },
    problems: [`iam.CreateRole RoleName must NOT have more than 64 characters, but is "${"m".repeat(57)}-0a1b2c3"`],
  },
  {
    title: "a text that is too short",
    type: "aws:eks/nodeGroup:NodeGroup",
    inputs: { ...nodeGroup, labels: { team: "" } },
    problems: ['eks.CreateNodegroup labels.team must NOT have fewer than 1 characters, but is ""'],
  },
  {
    title: "a key of a map that is too long",
    type: "aws:eks/nodeGroup:NodeGroup",
    inputs: { ...nodeGroup, labels: { [`example.org/${"x".repeat(52)}`]: "true" } },
    problems: [
      `eks.CreateNodegroup labels: a key must NOT have more than 63 characters, but is "example.org/${"x".repeat(52)}"`,
    ],
  },
  {
    title: "a number that is too small",
    type: "aws:eks/nodeGroup:NodeGroup",
    inputs: { ...nodeGroup, scalingConfig: { minSize: 0, maxSize: 0 } },
    problems: ["eks.CreateNodegroup scalingConfig.maxSize must be >= 1, but is 0"],
  },
  {
    title: "too many entries of a map",
    type: "aws:cloudwatch/logGroup:LogGroup",
    inputs: {
      name: "/aws/eks/ml/cluster",
      retentionInDays: 90,
      tags: Object.fromEntries([...Array(51).keys()].map((i) => [`t${i}`, ""])),
    },
    problems: [
      'logs.CreateLogGroup tags must NOT have more than 50 properties, but is {"t0":"","t1":"","t2":"","t3":"","t4":"","t5":"","t6":"","t7":"","t8":"","t9":""…',
    ],
  },
  {
    title: "a region in which S3 has no buckets",
    type: "aws:s3/bucket:Bucket",
    inputs: { bucket: "data", region: "us-central1" },
    problems: [
      's3.CreateBucket CreateBucketConfiguration.LocationConstraint must be one of the 38 values of the API, but is "us-central1"',
    ],
  },
  {
    title: "an algorithm that S3 does not have",
    type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    inputs: { bucket: "data", rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES-256" } }] },
    problems: [
      's3.PutBucketEncryption ServerSideEncryptionConfiguration.Rules.0.ApplyServerSideEncryptionByDefault.SSEAlgorithm must be one of AES256, aws:fsx, aws:backup, aws:kms, aws:kms:dsse, but is "AES-256"',
    ],
  },
  {
    title: "a rule for objects without a status",
    type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    inputs: { bucket: "data", rules: [{ id: "old", filter: {}, noncurrentVersionExpiration: { days: 30 } }] },
    problems: [
      "s3.PutBucketLifecycleConfiguration LifecycleConfiguration.Rules.0 lacks the field Status",
      "s3.PutBucketLifecycleConfiguration LifecycleConfiguration.Rules.0.NoncurrentVersionExpiration has the unknown field days",
    ],
  },
  {
    title: "an owner of objects that S3 does not know",
    type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    inputs: { bucket: "data", rule: { objectOwnership: "BucketOwner" } },
    problems: [
      's3.PutBucketOwnershipControls OwnershipControls.Rules.0.ObjectOwnership must be one of BucketOwnerPreferred, ObjectWriter, BucketOwnerEnforced, but is "BucketOwner"',
    ],
  },
  {
    title: "an instance type that EC2 does not have",
    type: "aws:eks/nodeGroup:NodeGroup",
    inputs: { ...nodeGroup, instanceTypes: ["m5.largest"] },
    problems: [
      'ec2.DescribeInstanceTypes InstanceTypes.0 must be one of the 1437 values of the API, but is "m5.largest"',
    ],
  },
];
