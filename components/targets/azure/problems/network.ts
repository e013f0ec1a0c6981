import { checked, checkedEach, cidr, isEverywhere, type Check } from "../../../shared/checks";
import { CARRIER_NAT_BLOCK, contains, ipv4Block, overlaps, PRIVATE_BLOCKS } from "../../../shared/cidr";
import { internetProblems } from "../../../shared/internet-ranges";
import { problemIf, type Problem } from "../../../shared/invalid-args";
import { filled, oneOf } from "../../../shared/one-of";
import { publicAccessCidr } from "../../api-access";
import type { ApiAccessArgs } from "../../common-args";
import { AzureEgress, type AzureClusterArgs } from "../args";
import { networkSpec, nodesCidr } from "../spec";
import * as formats from "./formats";

/** What a range is for, and the prefix lengths that it may have. */
const RANGES = {
  cidr: { what: "the range of a virtual network", largest: 8, smallest: 28, example: "10.0.0.0/16" },
  podsCidr: { what: "the range of pods", largest: 8, smallest: 24, example: "192.168.0.0/16" },
  servicesCidr: { what: "the range of Services", largest: 13, smallest: 28, example: "172.16.0.0/16" },
} as const;

type RangeName = keyof typeof RANGES;
const NAMES = Object.keys(RANGES) as RangeName[];

/** Blocks that AKS uses itself: https://learn.microsoft.com/azure/aks/azure-cni-overlay, of 2026-11. */
const TAKEN = ["172.30.0.0/16", "172.31.0.0/16"];

/** The form of each input of the network. */
export const networkFieldProblems = ({ network, existingNetwork }: AzureClusterArgs): Problem[] => [
  ...NAMES.flatMap((name) => checked(`azure.network.${name}`, network?.[name], rangeCheck(name))),
  ...(["podsCidr", "servicesCidr"] as const).flatMap((name) =>
    checked(`azure.existingNetwork.${name}`, existingNetwork?.[name], rangeCheck(name)),
  ),
  ...checked("azure.existingNetwork.subnetId", existingNetwork?.subnetId, formats.subnetId),
  ...checkedEach("azure.existingNetwork.egressCidrs", existingNetwork?.egressCidrs, cidr),
];

const rangeCheck =
  (name: RangeName): Check =>
  (value) => {
    const { what, largest, smallest, example } = RANGES[name];
    const block = ipv4Block(value);
    if (block === undefined) return cidr(value) ?? `is an IPv6 block; ${what} needs IPv4, such as ${example}`;
    if (block.length < largest || block.length > smallest) {
      return `is a /${String(block.length)}; ${what} must be a /${String(largest)} to /${String(smallest)}, such as ${example}`;
    }
    const known = (texts: readonly string[]) => texts.flatMap((text) => ipv4Block(text) ?? []);
    if (!known([...PRIVATE_BLOCKS, CARRIER_NAT_BLOCK]).some((outer) => contains(outer, block))) {
      return `is not a private block; write one such as ${example}`;
    }
    return known(TAKEN).some((taken) => overlaps(taken, block))
      ? `overlaps ${TAKEN.join(" or ")}, which AKS uses itself; write another block, such as ${example}`
      : undefined;
  };

/** What is wrong between inputs of the network. `nodes` is the largest number of nodes, with those that upgrades add. */
export function networkRuleProblems(block: AzureClusterArgs, access: ApiAccessArgs, nodes: number): Problem[] {
  const { network, existingNetwork } = block;
  if (filled({ network, existingNetwork }).length === 2) return oneOf("azure", { network, existingNetwork });
  const ranges = networkSpec(block);
  const at = existingNetwork === undefined ? "azure.network" : "azure.existingNetwork";
  const names = existingNetwork === undefined ? NAMES : NAMES.filter((name) => name !== "cidr");
  return [
    ...names.flatMap((name, index) =>
      names
        .slice(0, index)
        .flatMap((other) =>
          problemIf(
            doOverlap(ranges[name], ranges[other]),
            `${at}.${name}`,
            `${ranges[name]} overlaps ${other} (${ranges[other]}). Write blocks that share no address.`,
          ),
        ),
    ),
    // Each node takes a /24 of the pods' range.
    ...roomProblems(`${at}.podsCidr`, 2 ** (24 - lengthOf(ranges.podsCidr)), nodes),
    // Azure keeps five addresses of each subnet.
    ...(existingNetwork === undefined
      ? roomProblems("azure.network.cidr", 2 ** (32 - lengthOf(nodesCidr(ranges.cidr))) - 5, nodes)
      : egressProblems(existingNetwork, access)),
  ];
}

const lengthOf = (text: string): number => ipv4Block(text)?.length ?? 0;

const roomProblems = (path: string, room: number, nodes: number): Problem[] =>
  problemIf(
    nodes > room,
    path,
    `has room for ${String(Math.max(room, 0))} nodes, but the pools may have ${String(nodes)} during upgrades. Write a larger block, or lower max.`,
  );

export const doOverlap = (one: string, other: string): boolean => {
  const [first, second] = [ipv4Block(one), ipv4Block(other)];
  return first !== undefined && second !== undefined && overlaps(first, second);
};

/** Nodes reach the API server over the internet, so it must know their addresses. */
function egressProblems(
  { egress = AzureEgress.LoadBalancer, egressCidrs }: NonNullable<AzureClusterArgs["existingNetwork"]>,
  { cidrs, privateOnly = false }: ApiAccessArgs,
): Problem[] {
  const path = "azure.existingNetwork.egressCidrs";
  const isLimited = !privateOnly && cidrs?.some(isEverywhere) === false;
  const isNeeded = egress !== AzureEgress.LoadBalancer && isLimited;
  return [
    ...problemIf(
      isNeeded && (egressCidrs ?? []).length === 0,
      path,
      "is missing: nodes reach the API server over the internet, and apiAccess.cidrs would keep them out. Write the public addresses of the NAT gateway or firewall, such as 203.0.113.7/32.",
    ),
    ...problemIf(
      !isNeeded && egressCidrs !== undefined,
      path,
      "has no effect: nodes reach the API server without being listed. Leave it out.",
    ),
    ...(isNeeded
      ? [...checkedEach(path, egressCidrs, publicAccessCidr), ...internetProblems(path, egressCidrs ?? [])]
      : []),
  ];
}
