import { getSubnetOutput } from "@pulumi/azure-native/network/getSubnet";
import { NatGateway } from "@pulumi/azure-native/network/natGateway";
import { PublicIPAddress } from "@pulumi/azure-native/network/publicIPAddress";
import { Subnet } from "@pulumi/azure-native/network/subnet";
import { VirtualNetwork } from "@pulumi/azure-native/network/virtualNetwork";
import * as pulumi from "@pulumi/pulumi";
import { refuseLate } from "../../shared/late-refusal";
import type { NodePoolSpec } from "../node-pools";
import type { AzureExistingNetworkArgs } from "./args";
import type { AzureContext } from "./context";
import { foundSubnetProblems } from "./problems/found-subnet";
import { SUBNET_ID, nodesCidr, type AzureSpec } from "./spec";

/** The network of a cluster. */
export interface ClusterNetwork {
  readonly networkId: pulumi.Output<string>;
  readonly subnetId: pulumi.Output<string>;
  /** CIDR blocks of the public addresses of nodes; empty if AKS itself lets them reach the API server. */
  readonly egressCidrs: readonly pulumi.Input<string>[];
}

/** The network of the block, or a new one. */
export const useNetwork = (
  name: string,
  azure: AzureSpec,
  pools: readonly NodePoolSpec[],
  context: AzureContext,
): ClusterNetwork =>
  azure.existingNetwork === undefined
    ? createNetwork(name, azure, context)
    : existingNetwork(name, azure, azure.existingNetwork, pools, context);

/** Uses a subnet that exists. Resources in it are created only after Azure has returned it and its checks have passed. */
function existingNetwork(
  name: string,
  azure: AzureSpec,
  { subnetId: given, egressCidrs = [] }: AzureExistingNetworkArgs,
  pools: readonly NodePoolSpec[],
  { opts, subscriptionId }: AzureContext,
): ClusterNetwork {
  const subnetId = pulumi.all([given, subscriptionId]).apply(([id, own]) => {
    const [, subscription, resourceGroupName = "", virtualNetworkName = "", subnetName = ""] = SUBNET_ID.exec(id) ?? [];
    // The provider reads its own subscription only.
    if (subscription?.toLowerCase() !== own.toLowerCase()) return pulumi.output(id);
    return getSubnetOutput({ resourceGroupName, virtualNetworkName, subnetName }, opts).apply(async (found) => {
      await refuseLate(`MlCluster "${name}"`, foundSubnetProblems(name, found, azure, pools));
      return id;
    });
  });
  return { networkId: subnetId.apply((id) => id.replace(/\/subnets\/[^/]+$/, "")), subnetId, egressCidrs };
}

function createNetwork(name: string, azure: AzureSpec, context: AzureContext): ClusterNetwork {
  const { opts, resourceGroupName, location, uniqueName, tags } = context;
  const common = { resourceGroupName, location, tags };
  const address = new PublicIPAddress(
    `${name}-nat`,
    {
      ...common,
      publicIpAddressName: pulumi.interpolate`${uniqueName}-nat`,
      publicIPAllocationMethod: "Static",
      sku: { name: "Standard" },
    },
    opts,
  );
  const nat = new NatGateway(
    `${name}-nat`,
    {
      ...common,
      natGatewayName: pulumi.interpolate`${uniqueName}-nat`,
      publicIpAddresses: [{ id: address.id }],
      sku: { name: "Standard" },
    },
    opts,
  );
  const network = new VirtualNetwork(
    name,
    { ...common, virtualNetworkName: uniqueName, addressSpace: { addressPrefixes: [azure.network.cidr] } },
    // Azure lists the subnets in it, which are resources of their own.
    { ...opts, ignoreChanges: ["subnets"] },
  );
  const subnet = new Subnet(
    `${name}-nodes`,
    {
      resourceGroupName,
      virtualNetworkName: network.name,
      subnetName: "nodes",
      addressPrefix: nodesCidr(azure.network.cidr),
      natGateway: { id: nat.id },
      defaultOutboundAccess: false,
      // Storage accounts can then be open to this subnet only.
      serviceEndpoints: [{ service: "Microsoft.Storage" }],
    },
    opts,
  );
  return {
    networkId: network.id,
    subnetId: subnet.id,
    egressCidrs: [address.ipAddress.apply((ip) => `${ip ?? ""}/32`)],
  };
}
