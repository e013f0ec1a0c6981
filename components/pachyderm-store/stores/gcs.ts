import type { Claim } from "../../shared/claims";
import { isDeferred } from "../../shared/invalid-args";
import type { GcsStoreArgs } from "../../targets/gcp/bucket-args";
import { bucketUrl } from "../storage-url";
import { cloudStore } from "./cloud";
import { below, creationClaim, placeClaim } from "./place";
import type { Store } from "./store";

/** A bucket of Cloud Storage, which pods reach by their service accounts, without keys. */
export const gcsStore = (block: GcsStoreArgs): Store =>
  cloudStore(
    {
      prefix: block.prefix,
      path: "gcs",
      deployTarget: "GOOGLE",
      url: ({ bucket, prefix }) => bucketUrl("gs", bucket, prefix),
      places: () => placesOf(block),
      storage: ({ bucketName }) => ({ google: { bucket: bucketName } }),
      keys: ["google.bucket"],
      identityKeys: ["iam.gke.io/gcp-service-account"],
    },
    block,
  );

/** Pachyderms with different prefixes can share a bucket, if only one of them creates it. */
function placesOf({ bucket, prefix, create = true }: GcsStoreArgs): Claim[] {
  if (typeof bucket !== "string") return [];
  const place = `the bucket ${bucket} of Cloud Storage`;
  return [
    ...(create ? [creationClaim(place, "gcs.bucket")] : []),
    ...(isDeferred(prefix)
      ? []
      : [placeClaim(below(place, prefix as string | undefined), "gcs.bucket", { isOutside: true })]),
  ];
}
