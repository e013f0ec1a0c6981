import type * as pulumi from "@pulumi/pulumi";
import type { ResourcesArgs } from "../shared/resources";

/** The container that loads a model before its server starts. It copies with rclone 1.59. */
export interface StorageInitializerArgs {
  /**
   * Its resources. Chart keys `storageInitializer.cpuRequest`, `storageInitializer.memoryLimit` and so on.
   *
   * @default the chart's: 100m and 100Mi requested, 1 CPU and 1Gi at most
   */
  readonly resources?: ResourcesArgs;
  /**
   * Credentials for models that name none themselves. Chart key `predictiveUnit.defaultEnvSecretRefName`.
   *
   * @default none: it reads public models of Google Cloud Storage
   */
  readonly credentials?: StorageCredentialsArgs;
}

/**
 * Credentials of private storage. Fill one or more of `s3`, `gcs` and `azureBlob`, which write the Secret `seldon-rclone-secret` into each
 * namespace of `modelNamespaces`; or `existingSecret`. Pods of models wait for the Secret. In other namespaces you create it yourself.
 */
export interface StorageCredentialsArgs {
  /**
   * For models at `s3://<bucket>/<path>`.
   *
   * @default none
   */
  readonly s3?: StorageS3Args;
  /**
   * For models at `gs://<bucket>/<path>`, public ones included.
   *
   * @default none: public models only
   */
  readonly gcs?: StorageGcsArgs;
  /**
   * For models at `azureblob://<container>/<path>`.
   *
   * @default none
   */
  readonly azureBlob?: StorageAzureBlobArgs;
  /**
   * Name of a Secret with variables of rclone, such as `RCLONE_CONFIG_S3_TYPE`, which must be in the namespace of each model.
   *
   * @default none
   */
  readonly existingSecret?: string;
}

/** Amazon S3, or another store that speaks S3. Without keys, the identity of the model's pods. */
export interface StorageS3Args {
  /**
   * Id of the access key.
   *
   * @default none: the IAM role of the model's service account on EKS, else that of the node
   */
  readonly accessKeyId?: pulumi.Input<string>;
  /**
   * The access key's secret. A secret.
   *
   * @default none, as `accessKeyId`
   */
  readonly secretAccessKey?: pulumi.Input<string>;
  /**
   * URL of another store than Amazon's, such as `http://minio.minio:9000`. Needs keys.
   *
   * @default Amazon S3
   */
  readonly endpoint?: pulumi.Input<string>;
  /**
   * Region of the buckets.
   *
   * @default us-east-1; rclone finds the region of a bucket of Amazon by itself
   */
  readonly region?: pulumi.Input<string>;
}

/** Google Cloud Storage. Without a key, the identity of the model's pods: Workload Identity of its service account on GKE. */
export interface StorageGcsArgs {
  /**
   * Key of a service account, in JSON. A secret.
   *
   * @default none: the identity of the model's pods
   */
  readonly serviceAccountKey?: pulumi.Input<string>;
}

/**
 * Azure Blob Storage. Fill exactly one of `accountKey`, `sasUrl` and `managedIdentity`. The workload identity of AKS is not among them:
 * rclone reads it from version 1.61 only.
 */
export interface StorageAzureBlobArgs {
  /**
   * Name of the storage account: 3 to 24 lower-case letters and digits.
   *
   * @default none: `sasUrl` has it; the others need it
   */
  readonly account?: pulumi.Input<string>;
  /**
   * Key of the account. A secret.
   *
   * @default none
   */
  readonly accountKey?: pulumi.Input<string>;
  /**
   * URL with a shared access signature for the account or one container, with rights to read and to list. A secret.
   *
   * @default none
   */
  readonly sasUrl?: pulumi.Input<string>;
  /**
   * A managed identity of the nodes.
   *
   * @default none
   */
  readonly managedIdentity?: StorageManagedIdentityArgs;
}

/** A managed identity of the nodes, which all their pods can use. */
export interface StorageManagedIdentityArgs {
  /**
   * Client id of the identity, a UUID, if the nodes have several.
   *
   * @default the only identity of the nodes
   */
  readonly clientId?: pulumi.Input<string>;
}
