import assert from "node:assert/strict";
import { getClientConfigOutput } from "@pulumi/azure-native/authorization/getClientConfig";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity";
import { Subnet } from "@pulumi/azure-native/network/subnet";
import { VirtualNetwork, type VirtualNetworkArgs } from "@pulumi/azure-native/network/virtualNetwork";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup";
import { CloudBench } from "../cloud/bench";
import { startCloud } from "./start-cloud";

const IDENTITY = "azure-native:managedidentity:UserAssignedIdentity";

describe("the Azure stand-in on the real engine", () => {
  const bench = new CloudBench({
    start: startCloud,
    config: { "azure-native:location": "centralus" },
    hasCluster: false,
  });

  const createNetwork = (args: Partial<VirtualNetworkArgs> = {}) => {
    const group = new ResourceGroup("group");
    const addressSpace = { addressPrefixes: ["10.0.0.0/16"] };
    return new VirtualNetwork("net", { resourceGroupName: group.name, addressSpace, ...args });
  };

  it("creates a replacement first if the name is invented, and deletes first if it is given", async () => {
    const program = (args: Partial<VirtualNetworkArgs> = {}) => {
      return () => {
        const { id, name, location } = createNetwork(args);
        return Promise.resolve({ id, name, location, tenant: getClientConfigOutput().tenantId });
      };
    };
    const stack = await bench.stack(program());
    const { name, id, location, tenant } = (await stack.up()).outputs;
    assert.match(String(name), /^net[0-9a-f]{8}$/);
    assert.match(String(id), /resourceGroups\/group[0-9a-f]{8}\/providers\/Microsoft\.Network\/virtualNetworks\/net/);
    assert.deepEqual([location, tenant], ["centralus", bench.account.tenant]);
    const beside = await stack.up({ program: program({ virtualNetworkName: "given" }) });
    assert.deepEqual(beside.opsOf("net"), ["create-replacement", "replace", "delete-replaced"]);
    const after = await stack.up({ program: program({ virtualNetworkName: "given", location: "eastus" }) });
    assert.deepEqual(after.opsOf("net"), ["delete-replaced", "replace", "create-replacement"]);
  });

  it("knows only names and locations in the preview of an update, and finds in a refresh what the program does not mention", async () => {
    const known: Record<string, boolean> = {};
    const program = (tags?: Record<string, string>) => () => {
      const group = new ResourceGroup("group");
      const identity = new UserAssignedIdentity("id", { resourceGroupName: group.name, tags });
      for (const key of ["name", "location", "principalId"] as const) {
        const output = identity[key] as unknown as { isKnown: Promise<boolean> };
        void output.isKnown.then((isKnown) => (known[key] = isKnown));
      }
      return Promise.resolve({ id: identity.id });
    };
    const stack = await bench.stack(program());
    const { id } = (await stack.up()).outputs;
    await stack.preview({ program: program({ team: "ml" }) });
    assert.deepEqual(known, { name: true, location: true, principalId: false });

    const found = bench.account.find(IDENTITY, String(id).toUpperCase());
    assert.ok(found);
    found.inputs = { ...found.inputs, tags: { by: "hand" } };
    assert.deepEqual((await stack.refresh()).opsOf("id"), ["update"]);
    assert.deepEqual((await stack.up({ program: program() })).changes(), { [`${IDENTITY}::id`]: ["update"] });
    assert.equal(found.inputs.tags, undefined);
  });

  it("reports a creation that Azure refuses", async () => {
    await bench.refuses(() => {
      const { name } = createNetwork();
      const resourceGroupName = "nobody";
      new Subnet("s", { resourceGroupName, virtualNetworkName: name, addressPrefix: "10.0.0.0/24" });
    }, /creating Subnet: ResourceGroupNotFound: Resource group 'nobody' could not be found/);
  });
});
