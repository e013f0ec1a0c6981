import type { S3StoreArgs } from "../../targets/aws/bucket-args";
import { s3Url } from "../storage-url";
import { amazonPlace } from "./amazon";
import { cloudStore } from "./cloud";
import type { Store } from "./store";

/** A bucket of Amazon S3, which pods reach by their service accounts, without keys. */
export const s3Store = (block: S3StoreArgs): Store =>
  cloudStore(
    {
      path: "s3",
      deployTarget: "AMAZON",
      url: ({ bucket, region }) => s3Url(bucket, region),
      places: () => (typeof block.bucket === "string" ? [amazonPlace(block.bucket, "s3.bucket")] : []),
      storage: ({ bucketName, region }) => ({ amazon: { bucket: bucketName, region } }),
      keys: ["amazon.bucket", "amazon.region"],
      identityKeys: ["eks.amazonaws.com/role-arn"],
    },
    block,
  );
