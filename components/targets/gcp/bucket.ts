import { CryptoKeyIAMMember } from "@pulumi/gcp/kms/cryptoKeyIAMMember";
import type { Provider } from "@pulumi/gcp/provider";
import { Bucket, type BucketArgs } from "@pulumi/gcp/storage/bucket";
import { getBucketOutput } from "@pulumi/gcp/storage/getBucket";
import { getProjectServiceAccountOutput } from "@pulumi/gcp/storage/getProjectServiceAccount";
import * as pulumi from "@pulumi/pulumi";
import { checked } from "../../shared/checks";
import { refuseLate } from "../../shared/late-refusal";
import { componentName } from "../../shared/store-distance";
import { labelled } from "../../shared/values";
import type { StoreRequest } from "../object-stores";
import type { GcsStoreArgs } from "./bucket-args";
import { BUCKET_PART, keyIn, NO_LOCATION } from "./problems/bucket";
import { regionOf } from "./spec";

/** Options of each resource: its parent and its Google Cloud provider. */
export interface StoreOptions {
  readonly parent: pulumi.ComponentResource;
  readonly provider: Provider;
}

/** The project of what is created; undefined for the provider's. */
export type Project = pulumi.Output<string | undefined> | undefined;

/** A bucket, whoever created it. */
export interface UsedBucket {
  readonly name: pulumi.Output<string>;
  /** Its location in small letters. */
  readonly location: pulumi.Output<string>;
  /** The bucket, if it is created here. */
  readonly resources: readonly pulumi.Resource[];
}

/** Seven days, in seconds: in this time Google restores what was deleted for good. */
const SOFT_DELETE = 7 * 24 * 60 * 60;

/** The bucket of the block, or a new one. */
export const useBucket = (request: StoreRequest<GcsStoreArgs>, project: Project, opts: StoreOptions): UsedBucket =>
  request.block.create === false ? existingBucket(request.block, opts) : createBucket(request, project, opts);

function existingBucket({ bucket = "" }: GcsStoreArgs, opts: StoreOptions): UsedBucket {
  const found = getBucketOutput({ name: bucket }, opts);
  return { name: found.name, location: found.location.apply((location) => location.toLowerCase()), resources: [] };
}

/** Creates a bucket. Lifecycle rules must not touch live objects: nothing else knows which of them are still used. */
function createBucket(
  { name, block, region, adopt, keepData, labels }: StoreRequest<GcsStoreArgs>,
  project: Project,
  opts: StoreOptions,
): UsedBucket {
  const own = `${name}${BUCKET_PART}`;
  const location = locationOf(componentName(opts.parent, name), block, region);
  const { bucket, kmsKeyName, noncurrentDays = 30 } = block;
  const grants = kmsKeyName === undefined ? [] : [grantKey(`${own}-key`, kmsKeyName, project, opts)];
  const resource = new Bucket(
    own,
    {
      ...(project !== undefined && { project }),
      ...(bucket !== undefined && { name: bucket }),
      location,
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      versioning: { enabled: true },
      softDeletePolicy: { retentionDurationSeconds: SOFT_DELETE },
      lifecycleRules: [
        {
          action: { type: "Delete" },
          condition: { daysSinceNoncurrentTime: noncurrentDays, withState: "ARCHIVED" },
        },
        { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
      ],
      ...encryption(kmsKeyName),
      ...labelled(labels),
      forceDestroy: !keepData,
    },
    {
      ...opts,
      dependsOn: grants,
      retainOnDelete: keepData,
      ...(adopt && typeof bucket === "string" && { import: bucket }),
    },
  );
  return { name: resource.name, location, resources: [resource] };
}

const encryption = (kmsKeyName: pulumi.Input<string> | undefined): Pick<BucketArgs, "encryption"> =>
  kmsKeyName === undefined ? {} : { encryption: { defaultKmsKeyName: kmsKeyName } };

/** The location of the block, else the cluster's region; refused if there is none, or if the key is elsewhere. */
const locationOf = (
  component: string,
  { location, kmsKeyName }: GcsStoreArgs,
  region: pulumi.Output<string | undefined>,
): pulumi.Output<string> =>
  pulumi.all([location, region, kmsKeyName]).apply(async ([written, ofCluster, key]) => {
    const known = written ?? (ofCluster === undefined ? undefined : regionOf(ofCluster));
    await refuseLate(
      component,
      known === undefined
        ? [{ path: "gcs.location", reason: NO_LOCATION }]
        : checked("gcs.kmsKeyName", key, keyIn(known)),
    );
    return (known ?? "").toLowerCase();
  });

/**
 * Lets Cloud Storage use the key. The grant is never removed: objects that are kept need it, and other buckets of the project may
 * need it too.
 */
const grantKey = (
  name: string,
  kmsKeyName: pulumi.Input<string>,
  project: Project,
  opts: StoreOptions,
): CryptoKeyIAMMember =>
  new CryptoKeyIAMMember(
    name,
    {
      cryptoKeyId: kmsKeyName,
      role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
      member: getProjectServiceAccountOutput(project === undefined ? {} : { project }, opts).member,
    },
    { ...opts, retainOnDelete: true },
  );
