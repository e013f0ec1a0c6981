import type { AzureBlobStoreArgs } from "../../targets/azure/bucket-args";
import { bucketUrl } from "../storage-url";
import { cloudStore } from "./cloud";
import type { Store } from "./store";

/** A container of Azure Blob Storage. Without the key of its account, pods log in by workload identity. */
export const azureBlobStore = (block: AzureBlobStoreArgs): Store =>
  cloudStore(
    {
      prefix: block.prefix,
      path: "azureBlob",
      deployTarget: "MICROSOFT",
      url: ({ bucket, prefix }) => bucketUrl("azblob", bucket, prefix),
      storage: ({ bucketName, account }) => ({
        microsoft: {
          container: bucketName,
          id: account?.name,
          ...(account?.key === undefined ? {} : { secret: account.key }),
        },
      }),
      keys: ["microsoft.container", "microsoft.id", "microsoft.secret"],
    },
    block,
  );
