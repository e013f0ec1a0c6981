import { BlobContainer } from "@pulumi/azure-native/storage/blobContainer";
import { BlobServiceProperties } from "@pulumi/azure-native/storage/blobServiceProperties";
import { getBlobContainerOutput } from "@pulumi/azure-native/storage/getBlobContainer";
import { getStorageAccountOutput } from "@pulumi/azure-native/storage/getStorageAccount";
import { ManagementPolicy } from "@pulumi/azure-native/storage/managementPolicy";
import type * as pulumi from "@pulumi/pulumi";
import type { StoreRequest } from "../object-stores";
import type { AzureBlobStoreArgs } from "./bucket-args";
import {
  BLOBS_PART,
  createAccount,
  keptOptions,
  placeOf,
  type AccountPlace,
  type StoreOptions,
} from "./storage-account";

/** A container, whoever created it. */
export interface UsedContainer extends AccountPlace {
  readonly name: pulumi.Output<string>;
  readonly id: pulumi.Output<string>;
  readonly location: pulumi.Output<string>;
  /** What must exist before pods start, if it is created here. */
  readonly resources: readonly pulumi.Resource[];
}

type Request = StoreRequest<AzureBlobStoreArgs>;

/** Days in which Azure restores a container that was deleted. */
const CONTAINER_DAYS = 7;

/** The container of the block, or a new one. */
export const useContainer = (request: Request, opts: StoreOptions): UsedContainer =>
  request.block.create === false ? existingContainer(request, opts) : createContainer(request, opts);

function existingContainer(request: Request, opts: StoreOptions): UsedContainer {
  const place = placeOf(request, opts);
  const { id, name } = getBlobContainerOutput({ ...place, containerName: request.block.container ?? "" }, opts);
  return { ...place, id, name, location: getStorageAccountOutput(place, opts).location, resources: [] };
}

/** Creates an account with a container. Nothing of it deletes current blobs: nothing else knows which of them are still used. */
function createContainer(request: Request, opts: StoreOptions): UsedContainer {
  const { name, block } = request;
  const { noncurrentDays = 30 } = block;
  const own = `${name}${BLOBS_PART}`;
  const { account, location, resourceGroupName } = createAccount(request, opts);
  const place = { resourceGroupName, accountName: account.name };
  const service = new BlobServiceProperties(
    own,
    {
      ...place,
      blobServicesName: "default",
      isVersioningEnabled: true,
      // The rule below deletes a version some days after it was written, even if it was replaced a minute ago. So these days come on
      // top.
      deleteRetentionPolicy: { enabled: true, days: noncurrentDays },
      containerDeleteRetentionPolicy: { enabled: true, days: CONTAINER_DAYS },
    },
    keptOptions(request, opts, "/blobServices/default"),
  );
  new ManagementPolicy(
    own,
    { ...place, managementPolicyName: "default", policy: { rules: [oldVersions(noncurrentDays)] } },
    { ...keptOptions(request, opts, "/managementPolicies/default"), dependsOn: [service] },
  );
  const containerName = block.container ?? name;
  const container = new BlobContainer(
    own,
    { ...place, containerName, publicAccess: "None" },
    {
      ...keptOptions(
        request,
        opts,
        `/blobServices/default/containers/${typeof containerName === "string" ? containerName : ""}`,
      ),
      dependsOn: [service],
      // As for the account.
      ignoreChanges: ["defaultEncryptionScope", "denyEncryptionScopeOverride"],
    },
  );
  return { ...place, name: container.name, id: container.id, location, resources: [service, container] };
}

const oldVersions = (days: pulumi.Input<number>) => ({
  name: "old-versions",
  enabled: true,
  type: "Lifecycle",
  definition: {
    filters: { blobTypes: ["blockBlob"] },
    actions: { version: { delete: { daysAfterCreationGreaterThan: days } } },
  },
});
