import { objectAt } from "../../property-values";
import { ApiError } from "../../cloud/api-error";
import { between, list, number, object, oneOf, text } from "../../cloud/shape";
import { objectsAt, textAt } from "../../cloud/values";
import { type AzureCloud, isSame } from "../azure-cloud";
import { azureType, named } from "../azure-type";
import { SUBNET } from "./virtual-network";

const ADDRESS = "azure-native:network:PublicIPAddress";
const GATEWAY = "azure-native:network:NatGateway";
const NAME = named(/^[A-Za-z0-9]([\w.-]{0,78}\w)?$/, "write up to 80 letters, digits and _.-");

export const publicIpAddress = azureType({
  title: "Public IP Address",
  path: "resourceGroups/{resourceGroupName}/providers/Microsoft.Network/publicIPAddresses/{publicIpAddressName}",
  name: NAME,
  inputs: {
    publicIPAllocationMethod: oneOf(["Dynamic", "Static"], { computed: true }),
    publicIPAddressVersion: oneOf(["IPv4", "IPv6"], { computed: true, replaces: true }),
    idleTimeoutInMinutes: number({ computed: true, rule: between(4, 30) }),
    sku: object(
      { name: oneOf(["Basic", "Standard", "StandardV2"]), tier: oneOf(["Regional", "Global"]) },
      { computed: true, replaces: true },
    ),
    zones: list(text(), { replaces: true }),
  },
  outputs: ["ipAddress", "provisioningState"],
  create(cloud, inputs) {
    const sku = textAt(inputs.sku, "name") || "Basic";
    // Basic addresses were retired on 30 September 2025 (Azure updates, "Basic SKU public IP addresses will be retired").
    if (sku === "Basic")
      throw new ApiError("BasicSkuPublicIpRetired", "Basic SKU public IP addresses can no longer be created.");
    if (textAt(inputs, "publicIPAllocationMethod") !== "Static") {
      throw new ApiError("StandardSkuPublicIPMustBeStatic", "Standard SKU public IPs must be static.");
    }
    const n = cloud.resources(ADDRESS).length + 1;
    return {
      inputs: { publicIPAddressVersion: "IPv4", idleTimeoutInMinutes: 4 },
      outputs: { ipAddress: `203.0.113.${n}`, provisioningState: "Succeeded" },
    };
  },
  delete(cloud, { id }) {
    const gateway = cloud.resources(GATEWAY).find(({ inputs }) => addressesOf(inputs).some((one) => isSame(one, id)));
    if (gateway) {
      const reason = `Public IP address ${id} can not be deleted since it is still allocated to resource ${gateway.id}.`;
      throw new ApiError("PublicIPAddressCannotBeDeleted", reason);
    }
  },
});

export const natGateway = azureType({
  title: "NAT Gateway",
  path: "resourceGroups/{resourceGroupName}/providers/Microsoft.Network/natGateways/{natGatewayName}",
  name: NAME,
  inputs: {
    idleTimeoutInMinutes: number({ computed: true, rule: between(4, 120) }),
    publicIpAddresses: list(object({ id: text({ required: true }) })),
    publicIpPrefixes: list(object({ id: text({ required: true }) })),
    sku: object({ name: oneOf(["Standard", "StandardV2"]) }),
    zones: list(text(), { replaces: true }),
  },
  outputs: ["provisioningState", "resourceGuid"],
  create(cloud, inputs) {
    check(cloud, inputs);
    return {
      inputs: { idleTimeoutInMinutes: 4 },
      outputs: { provisioningState: "Succeeded", resourceGuid: cloud.guid() },
    };
  },
  update: (cloud, _gateway, news) => {
    check(cloud, news);
  },
  delete(cloud, { id }) {
    const subnets = cloud
      .resources(SUBNET)
      .filter(({ inputs }) => isSame(textAt(objectAt(inputs, "natGateway"), "id"), id));
    if (subnets.length > 0) {
      const reason = `NAT Gateway ${id} is still configured on ${subnets.length} subnets. Remove NAT Gateway from all referenced subnets and then delete NAT Gateway.`;
      throw new ApiError("CannotDeleteNatGatewayAssociatedToSubnet", reason);
    }
  },
});

const addressesOf = (inputs: Parameters<typeof objectsAt>[0]): string[] =>
  objectsAt(inputs, "publicIpAddresses").map((address) => textAt(address, "id"));

function check(cloud: AzureCloud, inputs: Parameters<typeof objectsAt>[0]): void {
  for (const id of addressesOf(inputs)) cloud.referred(ADDRESS, id);
}
