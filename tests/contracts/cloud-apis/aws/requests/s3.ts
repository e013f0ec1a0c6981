import type { ResourceMapping, ResourceMappings } from "../../requests";
import { each, renamed, written } from "../../writers";
import { policyText } from "../policies/document";
import { tagList } from "./tags";

const ENDPOINT = "decides which endpoint is asked";

/** A setting of a bucket. */
const setting = (operation: string, fields: ResourceMapping["requests"][number]["fields"]): ResourceMapping => ({
  requests: [{ operation, fields: { bucket: "Bucket", ...fields } }],
  notSent: { region: ENDPOINT },
});

/** A location other than the first region, which has none. */
const location = written("CreateBucketConfiguration", (region) =>
  region === "us-east-1" ? {} : { LocationConstraint: region },
);

/** Buckets and their settings. */
export const s3: ResourceMappings = {
  "aws:s3/bucket:Bucket": {
    requests: [
      {
        operation: "s3.CreateBucket",
        fields: { bucket: "Bucket", region: location, tags: written("CreateBucketConfiguration.Tags", tagList) },
        generatedName: "Bucket",
      },
    ],
    notSent: { forceDestroy: "the provider deletes the objects itself" },
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": setting("s3.PutBucketLifecycleConfiguration", {
    rules: written(
      "LifecycleConfiguration.Rules",
      each(
        renamed({
          id: "ID",
          status: "Status",
          filter: "Filter",
          abortIncompleteMultipartUpload: written(
            "AbortIncompleteMultipartUpload",
            renamed({ daysAfterInitiation: "DaysAfterInitiation" }),
          ),
          expiration: written("Expiration", renamed({ expiredObjectDeleteMarker: "ExpiredObjectDeleteMarker" })),
          noncurrentVersionExpiration: written(
            "NoncurrentVersionExpiration",
            renamed({ noncurrentDays: "NoncurrentDays" }),
          ),
        }),
      ),
    ),
  }),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": setting("s3.PutBucketOwnershipControls", {
    rule: written("OwnershipControls.Rules", (rule) => [renamed({ objectOwnership: "ObjectOwnership" })(rule)]),
  }),
  "aws:s3/bucketPolicy:BucketPolicy": setting("s3.PutBucketPolicy", { policy: written("Policy", policyText) }),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": setting("s3.PutPublicAccessBlock", {
    blockPublicAcls: "PublicAccessBlockConfiguration.BlockPublicAcls",
    blockPublicPolicy: "PublicAccessBlockConfiguration.BlockPublicPolicy",
    ignorePublicAcls: "PublicAccessBlockConfiguration.IgnorePublicAcls",
    restrictPublicBuckets: "PublicAccessBlockConfiguration.RestrictPublicBuckets",
  }),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": setting(
    "s3.PutBucketEncryption",
    {
      rules: written(
        "ServerSideEncryptionConfiguration.Rules",
        each(
          renamed({
            applyServerSideEncryptionByDefault: written(
              "ApplyServerSideEncryptionByDefault",
              renamed({ sseAlgorithm: "SSEAlgorithm", kmsMasterKeyId: "KMSMasterKeyID" }),
            ),
            bucketKeyEnabled: "BucketKeyEnabled",
          }),
        ),
      ),
    },
  ),
  "aws:s3/bucketVersioning:BucketVersioning": setting("s3.PutBucketVersioning", {
    versioningConfiguration: written("VersioningConfiguration", renamed({ status: "Status" })),
  }),
};
