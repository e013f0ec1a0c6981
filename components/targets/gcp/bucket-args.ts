import type * as pulumi from "@pulumi/pulumi";

/**
 * A bucket of Google Cloud Storage, which pods of a GKE cluster use without a key. Its resources use the `gcp` provider in the
 * component's options. Without one, the component creates a provider from the stack's config (`gcp:project` and so on).
 */
export interface GcsStoreArgs {
  /**
   * Name of the bucket: 3 to 63 characters of a-z, 0-9, `-` and `_`. No other bucket of Google Cloud may have it. A change creates
   * another bucket and moves no objects; with `deleteData: true`, the old bucket is deleted with its objects.
   *
   * @default the component's name and a random suffix
   */
  readonly bucket?: pulumi.Input<string>;
  /**
   * Whether the bucket is created. If false, `bucket` names one that exists: its pods get access, and nothing else of it is changed
   * or deleted.
   *
   * @default true
   */
  readonly create?: boolean;
  /**
   * Id of the project of the bucket and of the Google service account. A change does to the bucket what one of `location` does.
   *
   * @default the provider's: `gcp:project` of the stack; else that of the cluster
   */
  readonly project?: pulumi.Input<string>;
  /**
   * Where the bucket is: a region, such as `us-central1`; or several, such as `US` or `NAM4`. Traffic to another region than the
   * cluster's costs money. A change creates another bucket and moves no objects; with `deleteData: true`, the old bucket is deleted
   * with its objects. Write another `bucket` too, if you wrote one, because a bucket that is kept keeps its name.
   *
   * @default the region of the cluster
   */
  readonly location?: pulumi.Input<string>;
  /**
   * Days for which replaced and deleted objects are kept, at least 1.
   *
   * @default 30
   */
  readonly noncurrentDays?: pulumi.Input<number>;
  /**
   * A Cloud KMS key in the bucket's location that encrypts its objects:
   * `projects/<project>/locations/<location>/keyRings/<ring>/cryptoKeys/<key>`. The component lets Cloud Storage use it.
   *
   * @default none; Google encrypts them with its own key
   */
  readonly kmsKeyName?: pulumi.Input<string>;
  /**
   * Whether pods act as a Google service account that is created for them, instead of getting access themselves. Tools that need
   * the e-mail address of an account, such as those that sign URLs, need it.
   *
   * @default false
   */
  readonly serviceAccount?: boolean;
  /**
   * Path inside the bucket below which everything is kept: `team-a/`.
   *
   * @default none; everything is at the top of the bucket
   */
  readonly prefix?: pulumi.Input<string>;
}
