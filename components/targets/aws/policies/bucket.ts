import type { iam } from "@pulumi/aws/types/input";
import * as pulumi from "@pulumi/pulumi";
import { actions } from "./document";

/** The bucket and the key that pods may use. */
export interface UsedBucket {
  /** ARN of the bucket. */
  readonly arn: pulumi.Input<string>;
  /** ARN of the KMS key that encrypts its objects; absent if S3 uses its own key. */
  readonly keyArn?: pulumi.Input<string> | undefined;
}

/**
 * What pods need to list, read, write and delete objects of one bucket, also in several parts: the calls of gocloud.dev 0.27, blob/s3blob.
 * Without `s3:ListBucket`, S3 answers 403 instead of 404 for an object that does not exist.
 *
 * The ARNs are inputs of their own, so that a plan shows the actions before the bucket exists.
 */
export const bucketAccessPolicy = ({ arn, keyArn }: UsedBucket): iam.PolicyDocument => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: actions("s3", "ListBucket", "GetBucketLocation", "ListBucketMultipartUploads"),
      Resource: arn,
    },
    {
      Effect: "Allow",
      Action: [
        ...actions("s3", "GetObject", "PutObject", "DeleteObject"),
        ...actions("s3", "AbortMultipartUpload", "ListMultipartUploadParts"),
      ],
      Resource: pulumi.interpolate`${arn}/*`,
    },
    ...(keyArn === undefined
      ? []
      : [{ Effect: "Allow" as const, Action: actions("kms", "GenerateDataKey", "Decrypt"), Resource: keyArn }]),
  ],
});

/** The policy of a bucket that refuses every request without TLS. */
export const tlsOnlyPolicy = (arn: pulumi.Input<string>): iam.PolicyDocument => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [arn, pulumi.interpolate`${arn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ],
});
