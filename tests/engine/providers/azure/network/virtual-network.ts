import type { Properties } from "../../property-values";
import { objectAt } from "../../property-values";
import { ApiError } from "../../cloud/api-error";
import { type Cidr, contains, overlap, parseCidr } from "../../cloud/cidr";
import { flag, list, object, text } from "../../cloud/shape";
import { listAt, textAt } from "../../cloud/values";
import type { AzureCloud } from "../azure-cloud";
import { azureType, named } from "../azure-type";
import { occupants } from "./occupants";

const TYPE = "azure-native:network:VirtualNetwork";
export const SUBNET = "azure-native:network:Subnet";
const NAME = named(/^[A-Za-z0-9]([\w.-]{0,78}\w)?$/, "write up to 80 letters, digits and _.-");

/** Subnets inline and as resources delete one another, so that here there are only those of the second kind (virtualNetwork.d.ts). */
export const virtualNetwork = azureType({
  title: "Virtual Network",
  path: "resourceGroups/{resourceGroupName}/providers/Microsoft.Network/virtualNetworks/{virtualNetworkName}",
  name: NAME,
  inputs: {
    addressSpace: object({ addressPrefixes: list(text({ rule: rangeRule }), { required: true }) }, { required: true }),
    enableDdosProtection: flag(),
    enableVmProtection: flag(),
  },
  outputs: ["provisioningState", "resourceGuid", "subnets"],
  create: (cloud) => ({ outputs: { provisioningState: "Succeeded", resourceGuid: cloud.guid(), subnets: [] } }),
  update(cloud, { id }, news) {
    // A change of the network keeps its subnets: the provider reads and sends them along (crud.go, MaintainSubResourceProperties).
    for (const { inputs } of subnetsOf(cloud, id)) checkInside(news, textAt(inputs, "addressPrefix"));
  },
  delete(cloud, { id }) {
    for (const subnet of subnetsOf(cloud, id)) checkUnused(cloud, subnet.id);
  },
});

export const subnet = azureType({
  title: "Subnet",
  path: "resourceGroups/{resourceGroupName}/providers/Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}",
  name: NAME,
  naming: "copy",
  tracked: false,
  inputs: {
    addressPrefix: text({ required: true, rule: rangeRule }),
    natGateway: object({ id: text({ required: true }) }),
    networkSecurityGroup: object({ id: text({ required: true }) }),
    defaultOutboundAccess: flag({ computed: true }),
    privateEndpointNetworkPolicies: text({ computed: true }),
    privateLinkServiceNetworkPolicies: text({ computed: true }),
    serviceEndpoints: list(object({ service: text({ required: true }), locations: list(text()) })),
  },
  outputs: ["etag", "provisioningState"],
  create(cloud, inputs, id) {
    check(cloud, inputs, id);
    return {
      inputs: { privateEndpointNetworkPolicies: "Disabled", privateLinkServiceNetworkPolicies: "Enabled" },
      outputs: { etag: cloud.guid(), provisioningState: "Succeeded" },
    };
  },
  update(cloud, { id, inputs }, news) {
    if (textAt(inputs, "addressPrefix") !== textAt(news, "addressPrefix") && occupants(cloud, id).length > 0) {
      const reason = `IP prefix ${textAt(inputs, "addressPrefix")} on subnet ${textAt(news, "subnetName")} has active allocations on it and cannot be deleted.`;
      throw new ApiError("InUsePrefixCannotBeDeleted", reason);
    }
    check(cloud, news, id);
  },
  delete: (cloud, { id }) => {
    checkUnused(cloud, id);
  },
});

/** Azure reserves five addresses in each subnet, so that /29 is the smallest (Virtual Network FAQ). */
function rangeRule(value: string): string | undefined {
  const cidr = parseCidr(value);
  return cidr && cidr.prefix <= 29
    ? undefined
    : `expected an IPv4 CIDR block of at least /29, got ${JSON.stringify(value)}`;
}

export const subnetsOf = (cloud: AzureCloud, networkId: string) =>
  cloud.below(networkId).filter(({ type }) => type === SUBNET);

/** The range of a subnet. */
export const rangeOf = (cloud: AzureCloud, subnetId: string): Cidr | undefined =>
  parseCidr(textAt(cloud.referred(SUBNET, subnetId).inputs, "addressPrefix"));

/** The network of a subnet. */
export const networkOf = (cloud: AzureCloud, subnetId: string) =>
  cloud.referred(TYPE, subnetId.split("/").slice(0, -2).join("/"));

function check(cloud: AzureCloud, inputs: Properties, id: string): void {
  const [name, prefix] = [textAt(inputs, "subnetName"), textAt(inputs, "addressPrefix")];
  const network = networkOf(cloud, id);
  checkInside(network.inputs, prefix);
  const range = parseCidr(prefix);
  for (const { id: other, inputs: sibling } of subnetsOf(cloud, network.id)) {
    const taken = parseCidr(textAt(sibling, "addressPrefix"));
    if (other !== id && range && taken && overlap(range, taken)) {
      const reason = `Subnet '${name}' is not valid because its IP address range overlaps with that of an existing subnet.`;
      throw new ApiError("NetcfgSubnetRangesOverlap", reason);
    }
  }
  const gateway = textAt(objectAt(inputs, "natGateway"), "id");
  if (gateway !== "") cloud.referred("azure-native:network:NatGateway", gateway);
}

function checkInside(network: Properties, prefix: string): void {
  const range = parseCidr(prefix);
  const spaces = listAt(network.addressSpace, "addressPrefixes").map(parseCidr);
  if (range && spaces.some((space) => space && contains(space, range))) return;
  throw new ApiError("NetcfgInvalidSubnet", `Subnet with address prefix ${prefix} is not within the virtual network.`);
}

function checkUnused(cloud: AzureCloud, subnetId: string): void {
  const [user] = occupants(cloud, subnetId);
  if (user === undefined) return;
  const reason = `Subnet ${subnetId.split("/").at(-1) ?? ""} is in use by ${user} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`;
  throw new ApiError("InUseSubnetCannotBeDeleted", reason);
}
