import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { AzureBlobStoreArgs } from "../../../../../components/targets/azure/bucket-args";
import { changes } from "../../changes";
import { accountId, store, type StoreSample } from "./store";

const PARTS = ["BlobContainer", "BlobServiceProperties", "ManagementPolicy", "StorageAccount"];
const RANDOM = ["RandomString pachyderm-blobs-suffix", "random pachyderm-blobs-random"];

const changed = (type: string, inputs: string): string => `~ ${type} pachyderm-blobs: ${inputs}`;
const inAll = (inputs: string): string[] => PARTS.map((type) => changed(type, inputs));
const without = (...resources: string[]): string[] => resources.map((resource) => `- ${resource}`);

/** What each option changes, and the arguments without it. `prefix` changes only the URL, which the component makes. */
const rows: Readonly<Record<Exclude<keyof AzureBlobStoreArgs, "prefix">, readonly [AzureBlobStoreArgs, ...string[]]>> =
  {
    container: [{ container: "objects" }, changed("BlobContainer", "containerName")],
    create: [
      { create: false, accountId: accountId("data"), container: "objects" },
      ...without(...["ResourceGroup", ...PARTS].map((type) => `${type} pachyderm-blobs`), ...RANDOM),
    ],
    accountName: [
      { accountName: "data" },
      ...inAll("accountName, resourceGroupName"),
      changed("ResourceGroup", "resourceGroupName"),
      ...without(...RANDOM),
    ],
    resourceGroup: [
      { resourceGroup: "shared" },
      ...inAll("resourceGroupName"),
      ...without("ResourceGroup pachyderm-blobs"),
    ],
    accountId: [
      { accountId: accountId("data", "shared") },
      ...inAll("accountName, resourceGroupName"),
      ...without("ResourceGroup pachyderm-blobs", ...RANDOM),
    ],
    location: [
      { location: "West Europe" },
      changed("ResourceGroup", "location"),
      changed("StorageAccount", "location"),
    ],
    premium: [{ premium: false }, changed("StorageAccount", "kind, sku")],
    noncurrentDays: [
      { noncurrentDays: 7 },
      changed("BlobServiceProperties", "deleteRetentionPolicy"),
      changed("ManagementPolicy", "policy"),
    ],
    workloadIdentity: [
      { workloadIdentity: true },
      "+ FederatedIdentityCredential pachyderm-blobs-pachyderm",
      "+ FederatedIdentityCredential pachyderm-blobs-pachyderm-worker",
      "+ RoleAssignment pachyderm-blobs",
      "+ UserAssignedIdentity pachyderm-blobs",
      changed("StorageAccount", "allowSharedKeyAccess"),
    ],
  };

/** No subnet is known, because those of the cluster do not reach other regions. */
const usual: StoreSample = { cluster: { privateSubnetIds: [] } };

const PLAIN = ["create", "premium", "workloadIdentity"];

describe("an option of a container of Blob Storage changes what it should, and nothing else", () => {
  for (const [option, [block, ...expected]] of Object.entries(rows)) {
    it(option, async () => {
      assert.deepEqual(changes(await store(usual), await store({ ...usual, block })), [...expected].sort());
    });

    if (option === "accountId") continue; // text, because it decides whether a resource group is created
    it(`${option} as an output`, async () => {
      const later = Object.fromEntries(
        Object.entries(block).map(([key, value]) => [key, PLAIN.includes(key) ? value : pulumi.output(value)]),
      ) as AzureBlobStoreArgs;
      assert.deepEqual(changes(await store(usual), await store({ ...usual, block: later })), [...expected].sort());
    });
  }

  const data: Readonly<Record<string, readonly [StoreSample, StoreSample, ...string[]]>> = {
    keepData: [
      usual,
      { ...usual, keepData: false },
      ...[...PARTS, "ResourceGroup"].map((type) => changed(type, "opts.retainOnDelete")),
    ],
    adopt: [
      { ...usual, block: { accountId: accountId("data") } },
      { ...usual, block: { accountId: accountId("data") }, adopt: true },
      ...[...PARTS, "ResourceGroup"].map((type) => changed(type, "opts.import")),
    ],
    labels: [
      { ...usual, block: { workloadIdentity: true } },
      { ...usual, block: { workloadIdentity: true }, labels: { team: "ml", Owner: pulumi.output("A.B") } },
      ...["ResourceGroup", "StorageAccount", "UserAssignedIdentity"].map((type) => changed(type, "tags")),
    ],
  };
  for (const [option, [before, after, ...expected]] of Object.entries(data)) {
    it(option, async () => {
      assert.deepEqual(changes(await store(before), await store(after)), [...expected].sort());
    });
  }

  it("the subnets of the cluster", async () => {
    assert.deepEqual(changes(await store(usual), await store()), [changed("StorageAccount", "networkRuleSet")]);
  });
});
