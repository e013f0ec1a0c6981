import assert from "node:assert/strict";
import type { CloudResource } from "../cloud/resource-type";
import { Desk } from "./desk";

const DAYS = { enabled: true, days: 30 };

describe("the Azure stand-in of Storage", () => {
  let desk: Desk;
  let subnet: CloudResource;
  beforeEach(async () => {
    desk = new Desk();
    await desk.group();
    ({ subnet } = await desk.network());
  });

  const account = (said: object = {}) =>
    desk.in("storage:StorageAccount", {
      accountName: "data",
      kind: "BlockBlobStorage",
      sku: { name: "Premium_LRS" },
      allowBlobPublicAccess: false,
      ...said,
    });
  const service = (said: object = {}) =>
    desk.in("storage:BlobServiceProperties", { accountName: "data", blobServicesName: "default", ...said });
  const container = (said: object = {}) =>
    desk.in("storage:BlobContainer", {
      accountName: "data",
      containerName: "objects",
      publicAccess: "None",
      ...said,
    });

  it("refuses names that no account may have", async () => {
    for (const accountName of ["Data", "my-data", "ab", "a".repeat(25)]) {
      await assert.rejects(account({ accountName }), /write 3 to 24 characters/);
    }
  });

  it("refuses a name that another account has, also in another resource group or subscription", async () => {
    await account();
    await desk.make("resources:ResourceGroup", { resourceGroupName: "other", location: "centralus" });
    await assert.rejects(account({ resourceGroupName: "other" }), /StorageAccountAlreadyTaken/);
    desk.account.foreignAccounts.add("taken");
    await assert.rejects(account({ accountName: "taken" }), /StorageAccountAlreadyTaken/);
  });

  it("refuses a redundancy that the kind does not have, and a change of the kind", async () => {
    await assert.rejects(account({ sku: { name: "Standard_LRS" } }), /InvalidValuesForRequestParameters/);
    const made = await account();
    const change = { kind: "StorageV2", sku: { name: "Standard_ZRS" } };
    await assert.rejects(desk.change(made, change), /AccountPropertyCannotBeUpdated/);
    assert.deepEqual(desk.replacedBy(made, { location: "eastus" }), ["location"]);
    assert.deepEqual(desk.replacedBy(made, { isHnsEnabled: undefined }), ["isHnsEnabled"]);
  });

  it("refuses a network rule for a subnet that has no service endpoint for the account's region", async () => {
    const rules = {
      networkRuleSet: { defaultAction: "Deny", virtualNetworkRules: [{ virtualNetworkResourceId: subnet.id }] },
    };
    const message = /NetworkAclsValidationFailure: .*SubnetsHaveNoServiceEndpointsConfigured:Subnets nodes of .* net/;
    await assert.rejects(account(rules), message);
    await desk.change(subnet, { serviceEndpoints: [{ service: "Microsoft.Storage" }] });
    await assert.rejects(account({ ...rules, location: "eastus" }), message);
    await account(rules);
    await desk.change(subnet, { serviceEndpoints: [{ service: "Microsoft.Storage.Global" }] });
    await account({ ...rules, accountName: "far", location: "eastus" });
  });

  it("has one blob service and one policy in an account", async () => {
    await account();
    await assert.rejects(service({ blobServicesName: "own" }), /whose name is default/);
    await assert.rejects(service({ deleteRetentionPolicy: { ...DAYS, days: 366 } }), /in the range \(1 - 365\)/);
    await service({ deleteRetentionPolicy: DAYS });
    const policy = (rules: object[]) =>
      desk.in("storage:ManagementPolicy", { accountName: "data", managementPolicyName: "default", policy: { rules } });
    await assert.rejects(policy([]), /InvalidRequestPropertyValue/);
    const actions = { version: { delete: { daysAfterCreationGreaterThan: 30 } } };
    await policy([{ name: "old", type: "Lifecycle", definition: { actions, filters: { blobTypes: ["blockBlob"] } } }]);
  });

  it("refuses containers with names that none may have, without an account, or open to everyone", async () => {
    await assert.rejects(container(), /ParentResourceNotFound/);
    await account();
    await service();
    for (const containerName of ["Objects", "a--b", "ab", "$web"]) {
      await assert.rejects(container({ containerName }), /write 3 to 63 characters/);
    }
    await assert.rejects(container({ publicAccess: "Blob" }), /PublicAccessNotPermitted/);
    await container();
  });

  for (const type of ["storage:BlobContainer", "storage:StorageAccount", "resources:ResourceGroup"]) {
    it(`deletes all blobs with a ${type}`, async () => {
      await account();
      await service();
      desk.account.blobs.get((await container()).id.toLowerCase())?.push("chunk");
      const [deleted] = desk.account.resources(`azure-native:${type}`);
      assert.ok(deleted);
      await desk.remove(deleted);
      assert.equal(desk.account.blobs.size, 0);
    });
  }

  it("hands out the keys of an account that exists", async () => {
    const ask = () => desk.ask("storage:listStorageAccountKeys", { resourceGroupName: "ml", accountName: "data" });
    await assert.rejects(ask(), /ResourceNotFound: .*storageAccounts\/data/);
    await account();
    const { keys } = await ask();
    assert.equal((keys as unknown[]).length, 2);
    assert.deepEqual(await ask(), { keys });
  });

  it("reads an account and a container that exist, and no others", async () => {
    const place = { resourceGroupName: "ml", accountName: "data" };
    const read = () => desk.ask("storage:getBlobContainer", { ...place, containerName: "objects" });
    await assert.rejects(desk.ask("storage:getStorageAccount", place), /ResourceNotFound/);
    await account();
    assert.equal((await desk.ask("storage:getStorageAccount", place)).location, "centralus");
    await assert.rejects(read(), /ContainerNotFound/);
    await service();
    const { id } = await container();
    assert.equal((await read()).id, id);
  });
});
