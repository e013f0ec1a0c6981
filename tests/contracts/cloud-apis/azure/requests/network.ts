import type { ResourceMappings } from "../../requests";
import { sameNames } from "./same-names";

/** Resource groups and networks. */
export const network: ResourceMappings = {
  "azure-native:resources:ResourceGroup": {
    requests: [
      {
        operation: "ResourceGroups.createOrUpdate",
        fields: { ...sameNames("", "resourceGroupName"), ...sameNames("body.", "location", "tags") },
      },
    ],
  },
  "azure-native:network:VirtualNetwork": {
    requests: [
      {
        operation: "VirtualNetworks.createOrUpdate",
        fields: {
          ...sameNames("", "resourceGroupName", "virtualNetworkName"),
          ...sameNames("body.", "location", "tags"),
          ...sameNames("body.properties.", "addressSpace", "enableDdosProtection", "enableVmProtection"),
        },
      },
    ],
  },
  "azure-native:network:Subnet": {
    requests: [
      {
        operation: "Subnets.createOrUpdate",
        fields: {
          ...sameNames("", "resourceGroupName", "subnetName", "virtualNetworkName"),
          ...sameNames(
            "body.properties.",
            "addressPrefix",
            "defaultOutboundAccess",
            "natGateway",
            "privateEndpointNetworkPolicies",
            "privateLinkServiceNetworkPolicies",
            "serviceEndpoints",
          ),
        },
      },
    ],
  },
  "azure-native:network:PublicIPAddress": {
    requests: [
      {
        operation: "PublicIPAddresses.createOrUpdate",
        fields: {
          ...sameNames("", "publicIpAddressName", "resourceGroupName"),
          ...sameNames("body.", "location", "sku", "tags"),
          ...sameNames("body.properties.", "publicIPAllocationMethod"),
        },
      },
    ],
  },
  "azure-native:network:NatGateway": {
    requests: [
      {
        operation: "NatGateways.createOrUpdate",
        fields: {
          ...sameNames("", "natGatewayName", "resourceGroupName"),
          ...sameNames("body.", "location", "sku", "tags"),
          ...sameNames("body.properties.", "publicIpAddresses"),
        },
      },
    ],
  },
};
