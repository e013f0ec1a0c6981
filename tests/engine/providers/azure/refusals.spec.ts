import assert from "node:assert/strict";
import { textAt } from "../cloud/values";
import { Desk, GROUP, definitionOf } from "./desk";
import { ROLES } from "./identity/role-assignment";

const ADDRESS_SPACE = { addressSpace: { addressPrefixes: ["10.0.0.0/16"] } };

describe("the Azure stand-in of groups, networks and identities", () => {
  let desk: Desk;
  beforeEach(() => {
    desk = new Desk();
  });

  it("gives resources the ids of Resource Manager", async () => {
    const { id } = await desk.group();
    assert.equal(id, `/subscriptions/${desk.account.subscription}/resourceGroups/ml`);
    const { subnet } = await desk.network();
    assert.equal(subnet.id, `${id}/providers/Microsoft.Network/virtualNetworks/net/subnets/nodes`);
    assert.equal(subnet.outputs.name, "nodes");
  });

  it("invents names with eight digits, names inside of something after the program, and GUIDs for roles", async () => {
    await desk.group();
    const network = await desk.in("network:VirtualNetwork", ADDRESS_SPACE);
    assert.match(textAt(network.outputs, "name"), /^x[0-9a-f]{8}$/);
    const virtualNetworkName = network.outputs.name;
    const subnet = await desk.in("network:Subnet", { virtualNetworkName, addressPrefix: "10.0.0.0/24" });
    assert.equal(subnet.outputs.name, "x");
    const role = await desk.assign(await desk.identity("one"), "reader", network);
    assert.match(role.id, /roleAssignments\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it("takes the location of the provider where none is given, and answers with the name of a region in the API", async () => {
    const group = await desk.make("resources:ResourceGroup", { resourceGroupName: GROUP, location: "East US 2" });
    assert.equal(group.outputs.location, "eastus2");
    const network = await desk.in("network:VirtualNetwork", { virtualNetworkName: "net", ...ADDRESS_SPACE });
    assert.equal(network.outputs.location, "centralus");
  });

  it("refuses what lies in nothing, and what exists", async () => {
    const net = { virtualNetworkName: "net", ...ADDRESS_SPACE };
    await assert.rejects(desk.in("network:VirtualNetwork", net), /ResourceGroupNotFound: Resource group 'ml'/);
    await desk.group();
    const subnet = { virtualNetworkName: "net", subnetName: "a", addressPrefix: "10.0.0.0/24" };
    await assert.rejects(desk.in("network:Subnet", subnet), /ParentResourceNotFound/);
    await desk.in("network:VirtualNetwork", net);
    await assert.rejects(desk.in("network:VirtualNetwork", net), /cannot create already existing resource "\/subscr/);
  });

  it("replaces what stands in an id, locations and what Azure cannot change", async () => {
    await desk.group();
    const { network, subnet, address } = await desk.network();
    assert.deepEqual(desk.replacedBy(network, { location: "eastus" }), ["location"]);
    assert.deepEqual(desk.replacedBy(network, { virtualNetworkName: "other" }), ["virtualNetworkName"]);
    assert.deepEqual(desk.replacedBy(subnet, { addressPrefix: "10.0.1.0/24" }), []);
    assert.deepEqual(desk.replacedBy(address, { sku: { name: "StandardV2" } }), ["sku"]);
  });

  it("refuses subnets outside of their network and over one another", async () => {
    await desk.group();
    await desk.network();
    const subnet = (addressPrefix: string) =>
      desk.in("network:Subnet", { virtualNetworkName: "net", subnetName: "other", addressPrefix });
    await assert.rejects(subnet("10.1.0.0/24"), /NetcfgInvalidSubnet: .* is not within the virtual network/);
    await assert.rejects(subnet("10.0.4.0/24"), /NetcfgSubnetRangesOverlap/);
    await assert.rejects(subnet("10.0.200.0/30"), /at least \/29/);
    await subnet("10.0.200.0/24");
  });

  it("refuses to delete an address that a NAT gateway has, and a NAT gateway that a subnet has", async () => {
    await desk.group();
    const { address, nat, subnet, network } = await desk.network();
    await assert.rejects(
      desk.remove(nat),
      /CannotDeleteNatGatewayAssociatedToSubnet: .* is still configured on 1 subnets/,
    );
    await assert.rejects(
      desk.remove(address),
      /PublicIPAddressCannotBeDeleted: .* still allocated to resource .*natGateways\/nat/,
    );
    for (const resource of [subnet, network, nat, address]) await desk.remove(resource);
  });

  it("refuses addresses of the Basic kind, and Standard ones that may change", async () => {
    await desk.group();
    const address = (inputs: object) => desk.in("network:PublicIPAddress", { publicIpAddressName: "a", ...inputs });
    await assert.rejects(address({}), /BasicSkuPublicIpRetired/);
    await assert.rejects(address({ sku: { name: "Standard" } }), /StandardSkuPublicIPMustBeStatic/);
  });

  it("deletes with a group all that lies in it, unless a lock forbids that", async () => {
    const group = await desk.group();
    const { network } = await desk.network();
    const lock = await desk.make("authorization:ManagementLockByScope", {
      scope: group.id,
      lockName: "keep",
      level: "CanNotDelete",
    });
    await assert.rejects(desk.remove(network), /ScopeLocked: .* are locked: '.*\/resourceGroups\/ml'/);
    await assert.rejects(desk.remove(group), /ScopeLocked/);
    await desk.remove(lock);
    await desk.remove(group);
    assert.deepEqual(desk.account.leftovers(), []);
  });

  it("does not know a new identity by its id alone, but takes the word of who gives its type", async () => {
    const group = await desk.group();
    const { outputs } = await desk.identity("one");
    const assignment = {
      scope: group.id,
      principalId: outputs.principalId,
      roleDefinitionId: definitionOf(ROLES.reader),
    };
    const assign = (more: object) => desk.make("authorization:RoleAssignment", { ...assignment, ...more });
    await assert.rejects(assign({}), /PrincipalNotFound: .* might be related to a replication delay/);
    await assert.rejects(assign({ principalType: "Group" }), /UnmatchedPrincipalType/);
    await assign({ principalType: "ServicePrincipal" });
    desk.account.replicationMs = 0;
    await assert.rejects(assign({ principalId: desk.account.tenant }), /PrincipalNotFound/);
  });

  it("refuses role assignments without a GUID, for an unknown role, twice, or changed to another role", async () => {
    const group = await desk.group();
    const identity = await desk.identity("one");
    const assignment = {
      scope: group.id,
      principalId: identity.outputs.principalId,
      principalType: "ServicePrincipal",
      roleDefinitionId: definitionOf(ROLES.reader),
    };
    const assign = (more: object) => desk.make("authorization:RoleAssignment", { ...assignment, ...more });
    await assert.rejects(assign({ roleAssignmentName: "reader" }), /write a GUID/);
    await assert.rejects(assign({ roleDefinitionId: definitionOf(desk.account.tenant) }), /RoleDefinitionDoesNotExist/);
    const made = await assign({});
    await assert.rejects(assign({}), /RoleAssignmentExists/);
    const roleDefinitionId = definitionOf(ROLES.networkContributor);
    assert.deepEqual(desk.replacedBy(made, { roleDefinitionId }), []);
    await assert.rejects(desk.change(made, { roleDefinitionId }), /RoleAssignmentUpdateNotPermitted/);
    assert.deepEqual(desk.replacedBy(made, { principalId: "other" }), ["principalId"]);
  });

  it("writes federated credentials of one identity only one after another, at most 20, each for another subject", async () => {
    await desk.group();
    await desk.identity("one");
    await desk.identity("two");
    const credential = (resourceName: string, n: number) =>
      desk.in("managedidentity:FederatedIdentityCredential", {
        resourceName,
        federatedIdentityCredentialResourceName: `cred-${n}`,
        issuer: "https://issuer",
        subject: `system:serviceaccount:ns:${n}`,
        audiences: ["api://AzureADTokenExchange"],
      });
    const together = [credential("one", 1), credential("one", 2), credential("two", 1)];
    const [first, second, other] = await Promise.allSettled(together);
    assert.equal(first?.status, "fulfilled");
    assert.equal(other?.status, "fulfilled");
    assert.ok(second?.status === "rejected");
    assert.match(String(second.reason), /ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity/);
    await credential("one", 2);
    const again = { resourceName: "one", federatedIdentityCredentialResourceName: "again", audiences: [] };
    const same = { ...again, issuer: "https://issuer", subject: "system:serviceaccount:ns:1" };
    await assert.rejects(desk.in("managedidentity:FederatedIdentityCredential", same), /combination already exists/);
    for (let n = 3; n <= 20; n++) await credential("one", n);
    await assert.rejects(credential("one", 21), /already has 20 federated identity credentials/);
  });

  it("refuses inputs that it does not know, and logs of a kind that AKS does not have", async () => {
    const group = await desk.group();
    await assert.rejects(
      desk.in("network:VirtualNetwork", { ...ADDRESS_SPACE, subnets: [] }),
      /unexpected argument "subnets"/,
    );
    const workspace = await desk.in("operationalinsights:Workspace", { workspaceName: "logs-ml" });
    assert.equal(workspace.inputs.retentionInDays, 30);
    const setting = (category: string) =>
      desk.make("monitor:DiagnosticSetting", {
        resourceUri: group.id,
        name: "logs",
        workspaceId: workspace.id,
        logs: [{ category, enabled: true }],
      });
    await assert.rejects(setting("api"), /BadRequest: Category 'api' is not supported/);
    await setting("kube-audit-admin");
    await assert.rejects(
      desk.in("operationalinsights:Workspace", { workspaceName: "short", retentionInDays: 7 }),
      /in the range \(30 - 730\)/,
    );
  });
});
