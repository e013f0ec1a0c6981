import type * as pulumi from "@pulumi/pulumi";
import type { ResourcesArgs } from "../shared/resources";

/**
 * SeaweedFS inside the cluster, for clusters without a cloud. It is installed into the namespace of Pachyderm, with keys that only reach
 * the one bucket. A NetworkPolicy admits other pods of the namespace to its S3 port only; the network of the cluster must enforce
 * such policies, or every pod can read and write objects without keys.
 */
export interface SeaweedFsStoreArgs {
  /**
   * Name of the bucket: 3 to 63 letters, digits, `-` and `.`, in lower case. Chart key `filer.s3.createBuckets`.
   *
   * @default pachyderm
   */
  readonly bucket?: string;
  /**
   * Number of servers that keep objects. From 2 on, each object is kept twice, on servers of different nodes, so the cluster needs as
   * many nodes; objects that were written while there was one server stay with one copy. `mlplatform up` refuses fewer servers later. With
   * `pulumi up` alone, the objects on removed servers cannot be read any more. Chart key `volume.replicas`.
   *
   * @default 1: one copy of each object
   */
  readonly servers?: number;
  /**
   * Size of the claim of each server, such as `100Gi`. A larger size grows the claims, if their class can. No volume can shrink:
   * `mlplatform up` refuses a smaller size, and with `pulumi up` alone it has no effect on claims that exist. Chart key `volume.dataDirs`.
   *
   * @default 100Gi
   */
  readonly storageSize?: string;
  /**
   * Size of the claim for the names of objects. It cannot change later: `mlplatform up` refuses that, and with `pulumi up` alone the update
   * of the chart fails. Chart key `filer.data.size`.
   *
   * @default 10Gi
   */
  readonly metadataSize?: string;
  /**
   * Storage class of the claims. It cannot change later: `mlplatform up` refuses that, and with `pulumi up` alone the update of the chart
   * fails.
   *
   * @default the cluster's
   */
  readonly storageClass?: pulumi.Input<string>;
  /**
   * Resources of each server that keeps objects. Chart key `volume.resources`.
   *
   * @default the chart's: none
   */
  readonly resources?: ResourcesArgs;
}

/** A bucket that exists at an endpoint that speaks S3. The component neither creates nor deletes it. */
export interface S3CompatibleStoreArgs {
  /**
   * URL of the endpoint, such as `https://minio.example.org` or `http://minio.minio.svc.cluster.local:9000`. Its scheme decides whether
   * Pachyderm uses TLS. Buckets are addressed by path, so the host must not begin with the bucket. Pods must reach the host. For Amazon
   * S3, use the block `s3`, which needs no keys.
   */
  readonly endpoint: string;
  /** Name of the bucket, which must exist: 3 to 63 letters, digits, `-` and `.`, in lower case. */
  readonly bucket: pulumi.Input<string>;
  /** Id of the access key. Chart key `pachd.storage.amazon.id`. */
  readonly accessKeyId: pulumi.Input<string>;
  /** Secret of the access key. Chart key `pachd.storage.amazon.secret`. */
  readonly secretAccessKey: pulumi.Input<string>;
  /**
   * Region with which requests are signed. Most such stores accept any; Garage wants its own, `garage` by default.
   *
   * @default that of an endpoint of Amazon S3; else us-east-1
   */
  readonly region?: string;
}

/**
 * A folder on a node. All pods of Pachyderm, also those of pipelines, must run on that node, so use it on clusters with one node only.
 * Objects are lost with the node. The folder is never deleted, not even with `deleteData`.
 */
export interface LocalStoreArgs {
  /**
   * Absolute path of the folder on the node. Chart key `pachd.storage.local.hostPath`.
   *
   * @default /var/pachyderm/<namespace>
   */
  readonly path?: string;
}
