import { createHash } from "node:crypto";
import type { Invoke } from "../../cloud/resource-type";
import { textAt } from "../../cloud/values";
import type { AzureCloud } from "../azure-cloud";
import { neededAccount } from "./account";
import { CONTAINER } from "./blobs";

/** The keys of an account: Azure makes two when it creates the account. */
export const keysOf = (accountId: string): string[] =>
  ["key1", "key2"].map((name) => createHash("sha512").update(`${accountId.toLowerCase()} ${name}`).digest("base64"));

/** Functions of the provider that object stores need. */
export const storageInvokes: Record<string, Invoke<AzureCloud>> = {
  "azure-native:storage:getBlobContainer": (cloud, args, settings) => {
    const id = `${neededAccount(cloud, args, settings).id}/blobServices/default/containers/${textAt(args, "containerName")}`;
    const found = cloud.needed(CONTAINER, id, "ContainerNotFound", "The specified container does not exist.");
    return { ...found.inputs, ...found.outputs, id: found.id };
  },
  "azure-native:storage:getStorageAccount": (cloud, args, settings) => {
    const { id, inputs, outputs } = neededAccount(cloud, args, settings);
    return { ...inputs, ...outputs, id };
  },
  "azure-native:storage:listStorageAccountKeys": (cloud, args, settings) => {
    const { id } = neededAccount(cloud, args, settings);
    return { keys: keysOf(id).map((value, index) => ({ keyName: `key${index + 1}`, permissions: "FULL", value })) };
  },
};
