import { cidr, withoutLeadingZeros, type Check } from "../../shared/checks";
import type { Show } from "../../shared/deferred";
import { freeAddresses } from "../../shared/free-addresses";
import { isPrivate } from "../../shared/internet-ranges";
import { problemIf, type Problem } from "../../shared/invalid-args";
import { cidrRange, ipRange, rangeContains, rangesOverlap, type IpRange } from "../../shared/ip-range";
import { ownValue } from "../../shared/own-value";

/** A range such as `172.25.1.1-172.25.1.100`, or a CIDR block. */
export const addressRange: Check = (value) => {
  if (/[–—]/.test(value)) return "has a dash that is no hyphen; write a hyphen between the two addresses";
  const [first = "", last] = value.split("-");
  if (last === undefined) return cidr(value);
  if (ipRange(value) !== undefined) return undefined;
  if (ipRange(`${last}-${first}`) !== undefined) return `ends before it starts; write ${last}-${first}`;
  const form = "the first and the last address, such as 172.25.1.1-172.25.1.100";
  return `is not a range of addresses; write ${withoutLeadingZeros(value, addressRange) ?? form}`;
};

/** What decides which addresses load balancers get; all of it is known. */
export interface KnownPools {
  /** The addresses by the name of their pool; nothing for those of the nodes' network. */
  readonly pools: Readonly<Record<string, readonly string[] | undefined>>;
  /** CIDR block of the nodes' network, if it is known at all. */
  readonly network?: string | undefined;
}

/** The addresses of each pool. The arguments were checked. */
export const addressesOf = ({ pools, network = "" }: KnownPools): Record<string, string[]> =>
  Object.fromEntries(Object.entries(pools).map(([name, own]) => [name, [...(own ?? [freeAddresses(network) ?? ""])]]));

/** How addresses are announced, and who may use them. */
interface Announced {
  /** Whether they must be in the nodes' network. */
  readonly l2: boolean;
  readonly bgp: boolean;
  /** Names of the pools that give no address ending with .0 or .255. */
  readonly avoidBuggyIps?: readonly string[];
  /** Names of the pools whose addresses only the cluster's network may reach. */
  readonly internal: readonly string[];
}

/** Addresses for loopback, links, multicast and special uses. */
const UNUSABLE: readonly IpRange[] = [
  ...["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"],
  ...["::/127", "fe80::/10", "ff00::/8"],
].flatMap((block) => cidrRange(block) ?? []);

/** Whether a range has an address that does not end with .0 or .255; of three in a row, at least one has. */
const hasOtherEnding = ({ first, last, bits }: IpRange): boolean =>
  bits === 128 || [first, first + 1n, first + 2n].some((one) => one <= last && ![0n, 255n].includes(one % 256n));

interface PoolRange extends IpRange {
  readonly pool: string;
  readonly path: string;
  readonly text: string;
}

/** What is wrong with addresses whose form is right. */
export function poolProblems(known: KnownPools, announced: Announced, show: Show): Problem[] {
  const network = known.network === undefined ? undefined : cidrRange(known.network);
  const missing = Object.entries(known.pools).flatMap(([name, own]) =>
    own === undefined ? networkProblems(`metallb.pools.${name}.fromClusterNetwork`, known.network, show) : [],
  );
  const ranges = rangesOf(known);
  return [
    ...missing,
    ...Object.keys(known.pools).flatMap((name) =>
      problemIf(
        announced.avoidBuggyIps?.includes(name) === true &&
          ranges.some(({ pool }) => pool === name) &&
          ranges.every((range) => range.pool !== name || !hasOtherEnding(range)),
        `metallb.pools.${name}.avoidBuggyIps`,
        "is true, and every address of the pool ends with .0 or .255, so it has none to give. Write more addresses, or leave it out.",
      ),
    ),
    ...ranges.flatMap((range, index) => [
      ...problemIf(
        UNUSABLE.some((block) => rangesOverlap(block, range)),
        range.path,
        `${show(range.text)} has addresses that no load balancer can have, such as those for loopback or multicast. Write others.`,
      ),
      ...overlapProblems(range, ranges.slice(0, index), show),
      ...(announced.l2 && network !== undefined ? outsideProblems(range, network, known.network, show) : []),
      ...problemIf(
        announced.bgp && range.bits === 128,
        range.path,
        `${show(range.text)} is IPv6, which MetalLB announces by BGP only together with FRR. Write IPv4 addresses.`,
      ),
      ...problemIf(
        announced.internal.includes(range.pool) && !isPrivate(range),
        range.path,
        `${show(range.text)} has addresses that the internet routes, which contradicts internal: true. Write private addresses, or sourceRanges instead of internal.`,
      ),
    ]),
  ];
}

const rangesOf = (known: KnownPools): PoolRange[] =>
  Object.entries(addressesOf(known)).flatMap(([name, addresses]) =>
    addresses.flatMap((text, index) => {
      const range = ipRange(text);
      const derived = ownValue(known.pools, name) === undefined;
      const path = `metallb.pools.${name}.${derived ? "fromClusterNetwork" : `addresses[${String(index)}]`}`;
      return range === undefined ? [] : [{ ...range, pool: name, path, text }];
    }),
  );

function networkProblems(path: string, network: string | undefined, show: Show): Problem[] {
  if (network === undefined) {
    return [{ path, reason: "the network of the nodes is not known. Write metallb.network, such as 172.25.0.0/16." }];
  }
  const reason = `cannot take addresses from ${show(network)}: the network must be IPv4 and have at least 8 addresses. Write addresses instead.`;
  return problemIf(freeAddresses(network) === undefined, path, reason);
}

function overlapProblems(range: PoolRange, before: readonly PoolRange[], show: Show): Problem[] {
  const other = before.find((one) => rangesOverlap(one, range));
  return problemIf(
    other !== undefined,
    range.path,
    `${show(range.text)} overlaps with ${show(other?.text)} of ${other?.path ?? ""}. Write each address once.`,
  );
}

function outsideProblems(range: PoolRange, block: IpRange, network: string | undefined, show: Show): Problem[] {
  if (range.bits !== block.bits) return [];
  if (!rangeContains(block, range)) {
    const reason = `${show(range.text)} is not in the network of the nodes, ${show(network)}, so nobody could reach it. Write addresses of that network.`;
    return [{ path: range.path, reason }];
  }
  const ends = [block.first, block.last].filter((end) => block.bits === 32 && range.first <= end && end <= range.last);
  const used = ends.map((end) => (end === block.first ? "first" : "last")).join(" and the ");
  const reason = `${show(range.text)} contains the ${used} address of the network, which the network itself uses. Leave it out.`;
  return problemIf(ends.length > 0, range.path, reason);
}
