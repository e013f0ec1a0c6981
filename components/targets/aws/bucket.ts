import type { Provider } from "@pulumi/aws/provider";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import type { Labels } from "../../shared/values";
import type { S3StoreArgs } from "./bucket-args";
import { tlsOnlyPolicy } from "./policies/bucket";

/** A bucket that was created or found. */
export interface StoreBucket {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  /** What must exist before the first object does. */
  readonly guards: readonly pulumi.Resource[];
}

/** Where a bucket is, and what becomes of it. */
export interface BucketPlan {
  /** The region; the provider's, if it resolves to nothing. */
  readonly region: pulumi.Output<string | undefined>;
  /** Whether the bucket and its objects outlive the component. */
  readonly keepData: boolean;
  /** Whether a bucket that an earlier destroy left is taken back. */
  readonly adopt: boolean;
  readonly labels: Labels;
  readonly opts: { readonly parent: pulumi.ComponentResource; readonly provider: Provider };
}

/** Finds a bucket that exists. */
export function findBucket({ bucket = "" }: S3StoreArgs, { region, opts }: BucketPlan): StoreBucket {
  const found = s3.getBucketOutput({ bucket, region }, opts);
  return {
    name: pulumi.output(bucket),
    arn: found.arn,
    region: pulumi.all([region, found]).apply(([known, { bucketRegion }]) => known ?? bucketRegion),
    guards: [],
  };
}

/** Days after which S3 drops the parts of an upload that was never finished. */
const UNFINISHED_UPLOAD_DAYS = 7;

/** Creates a bucket that only its owner's policies open, or takes a kept one back. */
export function createBucket(
  name: string,
  { bucket: bucketName, kmsKeyArn, noncurrentDays = 30 }: S3StoreArgs,
  { region, keepData, adopt, labels, opts: { parent, provider } }: BucketPlan,
): StoreBucket {
  const opts = { parent, provider, retainOnDelete: keepData };
  const bucket = new s3.Bucket(
    name,
    { bucket: bucketName, region, forceDestroy: !keepData, ...tagged(labels) },
    // Only the bucket is imported: S3 overwrites its settings, so they can be created a second time.
    { ...opts, ...(adopt ? { import: bucketName as string } : {}) },
  );
  const within = { bucket: bucket.bucket, region };
  const noPublicAccess = new s3.BucketPublicAccessBlock(
    name,
    {
      ...within,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
  );
  const ownership = new s3.BucketOwnershipControls(
    name,
    { ...within, rule: { objectOwnership: "BucketOwnerEnforced" } },
    opts,
  );
  const versioning = new s3.BucketVersioning(name, { ...within, versioningConfiguration: { status: "Enabled" } }, opts);
  const encryption = new s3.BucketServerSideEncryptionConfiguration(
    name,
    { ...within, rules: [encryptionRule(kmsKeyArn)] },
    opts,
  );
  new s3.BucketLifecycleConfiguration(
    name,
    { ...within, rules: lifecycleRules(noncurrentDays) },
    // Documentation of the provider: versions must be enabled first.
    { ...opts, dependsOn: versioning },
  );
  const policy = new s3.BucketPolicy(
    name,
    { ...within, policy: tlsOnlyPolicy(bucket.arn) },
    // S3 refuses to change both at once (OperationAborted).
    { ...opts, dependsOn: noPublicAccess },
  );
  return {
    name: bucket.bucket,
    arn: bucket.arn,
    region: bucket.region,
    guards: [policy, ownership, versioning, encryption],
  };
}

const tagged = (tags: Labels): Pick<s3.BucketArgs, "tags"> => (Object.keys(tags).length === 0 ? {} : { tags });

const encryptionRule = (kmsMasterKeyId: S3StoreArgs["kmsKeyArn"]) =>
  kmsMasterKeyId === undefined
    ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
    : // A key of the bucket costs a hundredth of the requests to KMS.
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId }, bucketKeyEnabled: true };

/** Rules for replaced and deleted objects and for unfinished uploads alone: Pachyderm needs every current object, however old. */
const lifecycleRules = (noncurrentDays: pulumi.Input<number>) => [
  {
    id: "unfinished-uploads",
    status: "Enabled",
    filter: {},
    abortIncompleteMultipartUpload: { daysAfterInitiation: UNFINISHED_UPLOAD_DAYS },
  },
  {
    id: "replaced-and-deleted-objects",
    status: "Enabled",
    filter: {},
    noncurrentVersionExpiration: { noncurrentDays },
    expiration: { expiredObjectDeleteMarker: true },
  },
];
