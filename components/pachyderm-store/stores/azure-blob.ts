import type { Claim } from "../../shared/claims";
import { isDeferred } from "../../shared/invalid-args";
import type { AzureBlobStoreArgs } from "../../targets/azure/bucket-args";
import { bucketUrl } from "../storage-url";
import { cloudStore } from "./cloud";
import { below, creationClaim, placeClaim } from "./place";
import type { Store } from "./store";

/** A container of Azure Blob Storage. Without the key of its account, pods log in by workload identity. */
export const azureBlobStore = (block: AzureBlobStoreArgs): Store =>
  cloudStore(
    {
      prefix: block.prefix,
      path: "azureBlob",
      deployTarget: "MICROSOFT",
      url: ({ bucket, prefix }) => bucketUrl("azblob", bucket, prefix),
      places: (name) => placesOf(block, name),
      storage: ({ bucketName, account }) => ({
        microsoft: {
          container: bucketName,
          id: account?.name,
          ...(account?.key === undefined ? {} : { secret: account.key }),
        },
      }),
      keys: ["microsoft.container", "microsoft.id", "microsoft.secret"],
      identityKeys: block.workloadIdentity === true ? LOGIN_KEYS : [],
    },
    block,
  );

const LOGIN_KEYS = ["client-id", "tenant-id", "use"].map((key) => `azure.workload.identity/${key}`);

/** The name of an account is unique in Azure, and one that is generated is nobody else's. */
function placesOf(
  { accountId, accountName, container, prefix, create = true }: AzureBlobStoreArgs,
  name: string,
): Claim[] {
  const account = typeof accountId === "string" ? accountId.split("/").at(-1) : accountName;
  if (typeof account !== "string") return [];
  const storage = `the storage account ${account.toLowerCase()} of Azure`;
  const path = accountId === undefined ? "azureBlob.accountName" : "azureBlob.accountId";
  const place = `the container ${typeof container === "string" ? container : name} in ${storage}`;
  return [
    ...(create ? [creationClaim(storage, path)] : []),
    ...(isDeferred(container) || isDeferred(prefix)
      ? []
      : [placeClaim(below(place, prefix as string | undefined), "azureBlob.container", { isOutside: true })]),
  ];
}
