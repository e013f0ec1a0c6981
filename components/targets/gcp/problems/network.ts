import { cidr, checked, type Check } from "../../../shared/checks";
import { CARRIER_NAT_BLOCK, ipv4Block, isWithin, overlaps, PRIVATE_BLOCKS } from "../../../shared/cidr";
import { problemIf, type Problem } from "../../../shared/invalid-args";
import { filled, oneOf } from "../../../shared/one-of";
import type { GcpClusterArgs } from "../args";
import { networkSpec } from "../spec";

/** What a range of the network is for, and the prefix lengths that it may have. */
const RANGES = {
  nodesCidr: { what: "the range of nodes", largest: 8, smallest: 29, example: "10.0.0.0/20" },
  podsCidr: { what: "the range of pods", largest: 9, smallest: 21, example: "10.4.0.0/14" },
  servicesCidr: { what: "the range of Services", largest: 16, smallest: 27, example: "10.8.0.0/20" },
} as const;

type RangeName = keyof typeof RANGES;
const NAMES = Object.keys(RANGES) as RangeName[];

/** The network of Docker on a node: https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips. */
const TAKEN = "172.17.0.0/16";

/** The form of each range. */
export const networkFieldProblems = ({ network }: GcpClusterArgs): Problem[] =>
  NAMES.flatMap((name) => checked(`gcp.network.${name}`, network?.[name], rangeCheck(name)));

const rangeCheck =
  (name: RangeName): Check =>
  (value) => {
    const { what, largest, smallest, example } = RANGES[name];
    const block = ipv4Block(value);
    if (block === undefined) return cidr(value) ?? `is an IPv6 block; ${what} needs IPv4, such as ${example}`;
    if (block.length < largest || block.length > smallest) {
      return `is a /${String(block.length)}; ${what} must be a /${String(largest)} to /${String(smallest)}, such as ${example}`;
    }
    if (!isWithin([...PRIVATE_BLOCKS, CARRIER_NAT_BLOCK], block)) {
      return `is not a block of private addresses, such as ${example}`;
    }
    return doOverlap(value, TAKEN)
      ? `overlaps ${TAKEN}, which the nodes use themselves; write another block, such as ${example}`
      : undefined;
  };

/** What is wrong between inputs of the network. `nodes` is the largest number of nodes of all pools, during upgrades. */
export function networkRuleProblems({ network, existingNetwork }: GcpClusterArgs, nodes: number): Problem[] {
  if (existingNetwork !== undefined) {
    return filled({ network, existingNetwork }).length === 2 ? oneOf("gcp", { network, existingNetwork }) : [];
  }
  const ranges = networkSpec(network);
  return [
    ...NAMES.flatMap((name, index) =>
      NAMES.slice(0, index).flatMap((other) =>
        problemIf(
          doOverlap(ranges[name], ranges[other]),
          `gcp.network.${name}`,
          `${ranges[name]} overlaps ${other} (${ranges[other]}). Write blocks that share no address.`,
        ),
      ),
    ),
    ...roomProblems(ranges, nodes),
  ];
}

/** Google keeps four addresses of a range of nodes; each node takes a /24 of the pods' range. */
function roomProblems({ nodesCidr, podsCidr }: ReturnType<typeof networkSpec>, nodes: number): Problem[] {
  const length = (text: string): number => ipv4Block(text)?.length ?? 0;
  const [addresses, podRanges] = [2 ** (32 - length(nodesCidr)) - 4, 2 ** (24 - length(podsCidr))];
  const tooSmall = (name: RangeName, room: number): Problem[] =>
    problemIf(
      nodes > room,
      `gcp.network.${name}`,
      `has room for ${String(room)} nodes, but the node pools may have ${String(nodes)} during upgrades. Write a larger block, or lower max.`,
    );
  return [...tooSmall("nodesCidr", addresses), ...tooSmall("podsCidr", podRanges)];
}

const doOverlap = (one: string, other: string): boolean => {
  const [first, second] = [ipv4Block(one), ipv4Block(other)];
  return first !== undefined && second !== undefined && overlaps(first, second);
};
