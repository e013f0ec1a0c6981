import type * as pulumi from "@pulumi/pulumi";

/**
 * Objects in a bucket of Amazon S3. Pods reach it with a role for their service accounts, limited to this bucket, and without keys. The
 * cluster's identity must have an OIDC issuer and its IAM provider, as an `MlCluster` on EKS has.
 *
 * All objects are at the top of the bucket, because Pachyderm reads no path in the URL of such a bucket: each Pachyderm needs one of
 * its own. A bucket that is created is encrypted and versioned, refuses requests without TLS and allows no public access. Its resources use
 * the `aws` provider in the component's options. Without one, the component creates a provider from the stack's config
 * (`aws:profile` and so on).
 */
export interface S3StoreArgs {
  /**
   * Name of the bucket: 3 to 63 characters, a-z, 0-9 and `-`. Names are unique among all accounts of AWS. A dot is refused, because
   * the TLS certificate of S3 does not match the host name of such a bucket. A change creates another bucket and moves no objects; with
   * `deleteData: true`, the old bucket is deleted with its objects.
   *
   * @default the name of the component, `-bucket-` and seven random characters
   */
  readonly bucket?: pulumi.Input<string>;
  /**
   * Whether the bucket is created. Write false to use a bucket that exists, which is looked up by `bucket` and never changed or
   * deleted; only the role is created.
   *
   * @default true
   */
  readonly create?: boolean;
  /**
   * Region of the bucket, such as `us-east-1`. If it is not the region of the cluster, a warning says what that costs. A change
   * creates another bucket and moves no objects; with `deleteData: true`, the old bucket is deleted with its objects. Write another
   * `bucket` too, if you wrote one, because a bucket that is kept keeps its name.
   *
   * @default the region of the cluster; if that is not known, the region of the provider
   */
  readonly region?: pulumi.Input<string>;
  /**
   * ARN of a KMS key in the region of the bucket, which encrypts its objects (`aws:kms`). The role may use the key; the key policy
   * must allow that through IAM, as the default key policy does. For a bucket that exists: the key with which it is encrypted, if
   * that is your own. A change applies to new objects only.
   *
   * @default none; S3 encrypts with its own key (`AES256`)
   */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /**
   * Number of days for which replaced and deleted objects are kept, at least 1. You pay for them as long as they exist. Current
   * objects never expire.
   *
   * @default 30
   */
  readonly noncurrentDays?: pulumi.Input<number>;
}
