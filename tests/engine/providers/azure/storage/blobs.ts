import { ApiError } from "../../cloud/api-error";
import { between, flag, list, number, object, oneOf, text } from "../../cloud/shape";
import { flagAt, objectsAt } from "../../cloud/values";
import { azureType, named } from "../azure-type";
import { ACCOUNT_PATH } from "./account";

export const CONTAINER = "azure-native:storage:BlobContainer";
const DEFAULT = named(/^default$/, "there is one only, whose name is default");
const retention = object({ enabled: flag(), days: number({ rule: between(1, 365) }), allowPermanentDelete: flag() });

/** Every account has them from the start, and only their settings can be created (pulumi-azure-native #4022). */
export const blobServiceProperties = azureType({
  title: "Blob Service Properties",
  path: `${ACCOUNT_PATH}/blobServices/{blobServicesName}`,
  name: DEFAULT,
  tracked: false,
  inputs: {
    isVersioningEnabled: flag(),
    deleteRetentionPolicy: retention,
    containerDeleteRetentionPolicy: retention,
  },
  outputs: ["type"],
  create: () => ({ outputs: { type: "Microsoft.Storage/storageAccounts/blobServices" } }),
});

const days = object({ daysAfterCreationGreaterThan: number({ rule: between(0) }) });

/** Azure Storage documentation, "Azure Blob Storage lifecycle management overview". */
export const managementPolicy = azureType({
  title: "Management Policy",
  path: `${ACCOUNT_PATH}/managementPolicies/{managementPolicyName}`,
  name: DEFAULT,
  tracked: false,
  inputs: {
    policy: object(
      {
        rules: list(
          object({
            name: text({ required: true }),
            enabled: flag(),
            type: oneOf(["Lifecycle"], { required: true }),
            definition: object(
              {
                filters: object({ blobTypes: list(oneOf(["blockBlob", "appendBlob"]), { required: true }) }),
                actions: object({ version: object({ delete: days }) }, { required: true }),
              },
              { required: true },
            ),
          }),
          { required: true },
        ),
      },
      { required: true },
    ),
  },
  outputs: ["lastModifiedTime"],
  create(_cloud, inputs) {
    checkRules(inputs.policy);
    return { outputs: { lastModifiedTime: new Date().toISOString() } };
  },
  update: (_cloud, _policy, news) => {
    checkRules(news.policy);
  },
});

function checkRules(policy: Parameters<typeof objectsAt>[0]): void {
  const names = objectsAt(policy, "rules").map(({ name }) => name);
  if (names.length > 0 && new Set(names).size === names.length) return;
  throw new ApiError("InvalidRequestPropertyValue", "A policy has at least one rule, and each has a name of its own.");
}

/** Azure Storage documentation, "Naming and referencing containers, blobs, and metadata". */
export const blobContainer = azureType({
  title: "Blob Container",
  path: `${ACCOUNT_PATH}/blobServices/default/containers/{containerName}`,
  name: named(/^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/, "write 3 to 63 characters of a-z, 0-9 and -"),
  tracked: false,
  inputs: {
    publicAccess: oneOf(["None", "Blob", "Container"]),
    defaultEncryptionScope: text({ replaces: true }),
    denyEncryptionScopeOverride: flag({ replaces: true }),
  },
  outputs: ["etag"],
  create(cloud, inputs, id) {
    const account = cloud.resource(id.split("/").slice(0, -4).join("/"));
    if (inputs.publicAccess !== "None" && !flagAt(account?.inputs, "allowBlobPublicAccess", true)) {
      throw new ApiError("PublicAccessNotPermitted", "Public access is not permitted on this storage account.");
    }
    cloud.blobs.set(id.toLowerCase(), []);
    // What every answer has, and a program does not write: an import finds it.
    const encryption = { defaultEncryptionScope: "$account-encryption-key", denyEncryptionScopeOverride: false };
    return { inputs: encryption, outputs: { etag: cloud.guid() } };
  },
  delete(cloud, { id }) {
    cloud.forgetBlobs(id);
  },
});
