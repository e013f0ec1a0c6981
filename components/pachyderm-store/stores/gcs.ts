import type { GcsStoreArgs } from "../../targets/gcp/bucket-args";
import { bucketUrl } from "../storage-url";
import { cloudStore } from "./cloud";
import type { Store } from "./store";

/** A bucket of Cloud Storage, which pods reach by their service accounts, without keys. */
export const gcsStore = (block: GcsStoreArgs): Store =>
  cloudStore(
    {
      prefix: block.prefix,
      path: "gcs",
      deployTarget: "GOOGLE",
      url: ({ bucket, prefix }) => bucketUrl("gs", bucket, prefix),
      storage: ({ bucketName }) => ({ google: { bucket: bucketName } }),
      keys: ["google.bucket"],
    },
    block,
  );
