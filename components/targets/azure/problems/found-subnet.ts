import type { GetSubnetResult } from "@pulumi/azure-native/network/getSubnet";
import { addressCount, ipv4Block } from "../../../shared/cidr";
import { problemIf, type Problem } from "../../../shared/invalid-args";
import type { NodePoolSpec } from "../../node-pools";
import type { AzureSpec } from "../spec";
import { doOverlap } from "./network";
import { leastNodes, mostNodes } from "./node-pools";

/** Azure keeps five addresses of each subnet. */
const RESERVED = 5;

/** What is wrong with a subnet that exists, after Azure has returned it. */
export function foundSubnetProblems(
  name: string,
  { addressPrefix, addressPrefixes, ipConfigurations = [] }: SubnetFacts,
  azure: AzureSpec,
  pools: readonly NodePoolSpec[],
): Problem[] {
  const prefixes = addressPrefixes ?? (addressPrefix === undefined ? [] : [addressPrefix]);
  const blocks = prefixes.flatMap((prefix) => ipv4Block(prefix) ?? []);
  if (blocks.length === 0) return [];
  const path = "azure.existingNetwork.subnetId";
  const room = blocks.reduce((sum, block) => sum + addressCount(block), 0) - RESERVED;
  const others = ipConfigurations.filter(({ id = "" }) => !isOwn(name, id)).length;
  const [least, most] = [leastNodes(pools, azure), mostNodes(pools, azure)];
  return [
    ...problemIf(
      most > room,
      path,
      `the subnet (${prefixes.join(", ")}) has room for ${String(room)} nodes, but the pools may have ${String(most)} during upgrades. Use a larger subnet, or lower max.`,
    ),
    ...problemIf(
      most <= room && least > room - others,
      path,
      `the subnet (${prefixes.join(", ")}) has ${String(Math.max(room - others, 0))} free addresses, but the cluster starts with ${String(least)} nodes. Use another subnet, or free addresses.`,
    ),
    ...(["podsCidr", "servicesCidr"] as const).flatMap((range) =>
      problemIf(
        prefixes.some((prefix) => doOverlap(prefix, azure.network[range])),
        `azure.existingNetwork.${range}`,
        `${azure.network[range]} overlaps the subnet (${prefixes.join(", ")}). Write a block outside the virtual network.`,
      ),
    ),
  ];
}

/** What is read of a subnet. */
export type SubnetFacts = Pick<GetSubnetResult, "addressPrefix" | "addressPrefixes"> &
  Partial<Pick<GetSubnetResult, "ipConfigurations">>;

/** Whether an address belongs to a node of the cluster itself, which is in the resource group that AKS manages for it. */
const isOwn = (name: string, id: string): boolean =>
  new RegExp(`/resourceGroups/${name}-[a-z0-9]{6}-nodes/`, "i").test(id);
