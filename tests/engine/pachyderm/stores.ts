import * as pulumi from "@pulumi/pulumi";
import {
  IngressController,
  PachydermServiceType,
  type ClusterFacts,
  type IngressFacts,
  type PachydermStoreArgs,
} from "../../../components";
import { IDENTITY as AWS } from "../../unit/targets/aws/object-store/store";
import { IDENTITY as AZURE } from "../../unit/targets/azure/object-store/store";
import { IDENTITY as GCP } from "../../unit/targets/gcp/object-store/store";
import { MINIO } from "../../unit/pachyderm-store/stores";
import { ACCOUNT } from "../providers/azure/storage/account";
import { CONTAINER } from "../providers/azure/storage/blobs";
import type { Clouds } from "./clouds";

/** The Secret with the certificate of Pachyderm's own Service. */
export const CERTIFICATE = "certificate";

/** A bucket in its cloud. */
export interface Bucket {
  /** Its id, by which it is taken back. */
  readonly id: string;
  /** Names of the objects in it. */
  readonly objects: readonly string[];
  /** Writes an object. */
  put(name: string): void;
}

/** A store, with a way in of its own, and what a destroy leaves of it. */
export interface StoreCase {
  readonly facts?: (clouds: Clouds) => Partial<ClusterFacts>;
  readonly args: Partial<PachydermStoreArgs>;
  /** What the arguments say besides when the store is taken back. */
  readonly adopting?: (bucket: Bucket) => Partial<PachydermStoreArgs>;
  /** The one bucket, or account, of this store. */
  readonly bucket?: (clouds: Clouds) => Bucket;
  /** The claims that remain, as the charts name them. @default those of etcd and PostgreSQL */
  readonly claims?: readonly string[];
  /** The types of what remains in the cloud, sorted. @default none */
  readonly kept?: readonly string[];
  /** Those of them that the next `up` imports. @default all */
  readonly imported?: readonly string[];
  /** What changes when the data is given up. @default nothing */
  readonly givenUp?: Readonly<Record<string, string[]>>;
  /** The ways to the Service. */
  readonly ways: { readonly console?: readonly string[]; readonly pachd: readonly string[] };
}

/** A gateway that is not there: what it needs to route is. */
const gateway = (controller: IngressController, facts: Partial<IngressFacts>): Partial<PachydermStoreArgs> => {
  const host = `${controller}.example.org`;
  const common = { controller, host: "lb.example.org", port: 443, url: `https://${host}`, tls: true, hosts: [host] };
  const ingress = { ...common, controllerVersion: "1.30.3", gatewayNamespace: controller, ready: "yes", ...facts };
  return { ingress, host, allowWithoutLogins: true };
};

/** The way through Istio, to which a store moves that had another. */
export const BEHIND_ISTIO = gateway(IngressController.Istio, { gateway: "istio-system/gateway" });

const PROXY = "Service pachyderm-proxy:80";
const AT_LOAD_BALANCER = { console: ["http 80", `LoadBalancer ${PROXY}`], pachd: ["grpc 80", `LoadBalancer ${PROXY}`] };

const S3_BUCKET = "aws:s3/bucket:Bucket";
const S3_NAME = "pachyderm-data";
const GCS_BUCKET = "gcp:storage/bucket:Bucket";

const bucketOf = (id: string, objects: string[] | undefined): Bucket => ({
  id,
  objects: objects ?? [],
  put: (name) => objects?.push(name),
});

/** The only element of a list. */
const only = <T>(list: readonly T[]): T => {
  if (list.length !== 1) throw new Error(`there are ${list.length}, not one`);
  return list[0] as T;
};

export const STORES: Readonly<Record<string, StoreCase>> = {
  s3: {
    facts: () => ({ region: "us-east-1", identity: AWS }),
    args: { s3: { bucket: S3_NAME }, tls: { secretName: CERTIFICATE } },
    // It has other settings than before, too.
    adopting: () => ({ s3: { bucket: S3_NAME, noncurrentDays: 7 } }),
    bucket({ aws }) {
      const { id } = only(aws.resources(S3_BUCKET));
      return { ...bucketOf(id, aws.objects.keys(id)), put: (name) => aws.objects.put(id, name) };
    },
    kept: [
      S3_BUCKET,
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
      "aws:s3/bucketPolicy:BucketPolicy",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "aws:s3/bucketVersioning:BucketVersioning",
    ],
    // S3 overwrites the settings of a bucket.
    imported: [S3_BUCKET],
    givenUp: { [`${S3_BUCKET}::s3-bucket`]: ["update"] },
    ways: {
      console: ["https 443", "LoadBalancer Service pachyderm-proxy:443"],
      pachd: ["grpcs 443", "LoadBalancer Service pachyderm-proxy:443"],
    },
  },
  gcs: {
    facts: () => ({ region: "us-central1", identity: GCP }),
    args: { gcs: {}, service: { type: PachydermServiceType.ClusterIP } },
    adopting: ({ id }) => ({ gcs: { bucket: id } }),
    bucket({ gcp }) {
      const { id } = only(gcp.resources(GCS_BUCKET));
      return bucketOf(id, gcp.objects.get(id));
    },
    kept: [GCS_BUCKET],
    givenUp: { [`${GCS_BUCKET}::gcs-bucket`]: ["update"] },
    ways: { console: ["http 80", `ClusterIP ${PROXY}`], pachd: ["grpc 80", `ClusterIP ${PROXY}`] },
  },
  azure: {
    facts: ({ subnetId }) => ({ region: "centralus", identity: AZURE, privateSubnetIds: [subnetId] }),
    args: {
      azureBlob: { workloadIdentity: true },
      ...gateway(IngressController.Emissary, { controllerVersion: "4.1.0", ambassadorId: "ml" }),
    },
    // From now on pods have the key of the account.
    adopting: ({ id }) => ({ azureBlob: { accountId: id } }),
    bucket({ azure }) {
      const container = only(azure.resources(CONTAINER)).id.toLowerCase();
      return bucketOf(only(azure.resources(ACCOUNT)).id, azure.blobs.get(container));
    },
    kept: [
      "azure-native:resources:ResourceGroup",
      CONTAINER,
      "azure-native:storage:BlobServiceProperties",
      "azure-native:storage:ManagementPolicy",
      ACCOUNT,
    ],
    ways: {
      console: ["https 443", `Mapping pachyderm, ClusterIP ${PROXY}`, `Mapping pachyderm-grpc, ClusterIP ${PROXY}`],
      pachd: ["grpcs 443", `Mapping pachyderm, ClusterIP ${PROXY}`, `Mapping pachyderm-grpc, ClusterIP ${PROXY}`],
    },
  },
  seaweed: {
    args: { seaweedFs: {}, loki: {} },
    claims: [
      "data-filer-seaweedfs-filer-0",
      "data-pachyderm-seaweed-seaweedfs-master-0",
      "data-postgres-0",
      "data-seaweedfs-volume-0",
      "etcd-storage-etcd-0",
      "storage-pachyderm-loki-0",
    ],
    ways: AT_LOAD_BALANCER,
  },
  minio: {
    args: {
      s3Compatible: { ...MINIO, secretAccessKey: pulumi.secret(MINIO.secretAccessKey) },
      ...gateway(IngressController.Other, { ingressClassName: "nginx" }),
    },
    ways: {
      console: ["https 443", `Ingress pachyderm, ClusterIP ${PROXY}`],
      // An Ingress forwards no gRPC.
      pachd: ["grpc 80", `ClusterIP ${PROXY}`],
    },
  },
  local: { args: { local: {}, console: undefined }, ways: { pachd: AT_LOAD_BALANCER.pachd } },
};

/** The claims of etcd and PostgreSQL. */
export const COMMON_CLAIMS = ["data-postgres-0", "etcd-storage-etcd-0"];
