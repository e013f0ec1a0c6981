import type { S3StoreArgs } from "../../../../../components/targets/aws/bucket-args";
import { KEY } from "./store";

/** Types of the resources that are settings of the bucket. */
const SETTINGS = [
  "BucketLifecycleConfiguration",
  "BucketOwnershipControls",
  "BucketPolicy",
  "BucketPublicAccessBlock",
  "BucketServerSideEncryptionConfiguration",
  "BucketVersioning",
];

/** The input differs in every setting. */
export const inAll = (input: string): string[] => SETTINGS.map((type) => `~ ${type} pachyderm-bucket: ${input}`);

/** What each option changes. */
export const bucketRows: Readonly<Record<keyof S3StoreArgs, readonly [S3StoreArgs, ...string[]]>> = {
  bucket: [
    { bucket: "data" },
    "~ Bucket pachyderm-bucket: bucket",
    ...SETTINGS.map((type) => `~ ${type} pachyderm-bucket: bucket${type === "BucketPolicy" ? ", policy" : ""}`),
    "~ RolePolicy pachyderm-bucket: policy",
  ],
  create: [
    { bucket: "data", create: false },
    ...["Bucket", ...SETTINGS].map((type) => `- ${type} pachyderm-bucket`),
    "~ RolePolicy pachyderm-bucket: policy",
  ],
  region: [
    { region: "eu-west-1" },
    "~ Bucket pachyderm-bucket: region",
    ...inAll("region"),
    "~ aws pachyderm-aws: region",
  ],
  kmsKeyArn: [
    { kmsKeyArn: KEY },
    "~ BucketServerSideEncryptionConfiguration pachyderm-bucket: rules",
    "~ RolePolicy pachyderm-bucket: policy",
  ],
  noncurrentDays: [{ noncurrentDays: 7 }, "~ BucketLifecycleConfiguration pachyderm-bucket: rules"],
};
