import { cidr, isEverywhere } from "./checks";
import { UNROUTED_BLOCKS } from "./cidr";
import { shown, type Problem } from "./invalid-args";

/** The addresses from `first` to `last`. */
interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

/** What differs between IPv4 and IPv6. */
interface Family {
  readonly bits: number;
  /** The largest block that one organisation has. */
  readonly widest: number;
  /** Blocks that the internet does not route; they open nothing. */
  readonly unrouted: readonly string[];
}

const IPV4: Family = { bits: 32, widest: 8, unrouted: UNROUTED_BLOCKS };
const IPV6: Family = { bits: 128, widest: 16, unrouted: ["fc00::/7", "fe80::/10"] };

/**
 * What is wrong with CIDR blocks that open too much of the internet: a single block, or all blocks together, may not
 * hold more addresses than the largest block that one organisation has. They are counted together, so that it does not help to
 * split the internet into two blocks.
 *
 * @param hide whether the blocks are secret, so that no error shows one
 */
export function internetProblems(path: string, blocks: readonly string[], hide = false): Problem[] {
  const single = blocks.flatMap((block, index) => {
    const { widest } = familyOf(block);
    if (lengthOf(block) >= widest) return [];
    const what = isEverywhere(block) ? "allows the whole internet" : `is wider than /${String(widest)}`;
    const reason = `${hide ? "the secret value" : shown(block)} ${what}. ${ADVICE}`;
    return [{ path: `${path}[${String(index)}]`, reason }];
  });
  return single.length > 0 ? single : [IPV4, IPV6].flatMap((family) => togetherProblems(path, blocks, family));
}

/** Whether CIDR blocks open more of the internet than one organisation has. Text that is no block opens nothing. */
export const opensInternet = (texts: readonly string[]): boolean =>
  internetProblems(
    "",
    texts.filter((text) => cidr(text) === undefined),
  ).length > 0;

const ADVICE = "Write a smaller block, or allowPublic: true.";

function togetherProblems(path: string, blocks: readonly string[], family: Family): Problem[] {
  const unrouted = family.unrouted.map(rangeOf);
  const routed = blocks
    .filter((block) => familyOf(block) === family)
    .map(rangeOf)
    .filter((range) => !unrouted.some((outer) => outer.first <= range.first && range.last <= outer.last));
  if (addressCount(routed) <= 1n << BigInt(family.bits - family.widest)) return [];
  const reason = `the blocks together allow more of the internet than a /${String(family.widest)}. Write smaller blocks, or allowPublic: true.`;
  return [{ path, reason }];
}

/** Number of addresses in the union of ranges. */
function addressCount(ranges: readonly Range[]): bigint {
  const sorted = [...ranges].sort((one, other) => (one.first < other.first ? -1 : 1));
  let [count, next] = [0n, 0n];
  for (const { first, last } of sorted) {
    const from = first > next ? first : next;
    if (last < from) continue;
    count += last - from + 1n;
    next = last + 1n;
  }
  return count;
}

const familyOf = (block: string): Family => (block.includes(":") ? IPV6 : IPV4);

const lengthOf = (block: string): number => Number(block.split("/")[1]);

function rangeOf(block: string): Range {
  const [address = ""] = block.split("/");
  const family = familyOf(block);
  const size = 1n << BigInt(family.bits - lengthOf(block));
  const number = family === IPV6 ? ipv6Number(address) : ipv4Number(address);
  const first = number - (number % size);
  return { first, last: first + size - 1n };
}

const ipv4Number = (address: string): bigint => joined(address.split("."), 256n);

/** An IPv6 address as a number. A URL writes it in its shortest form, without a part in the form of IPv4. */
function ipv6Number(address: string): bigint {
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const groups = (text: string): string[] => text.split(":").filter((group) => group !== "");
  const [left, right] = [groups(head), groups(tail ?? "")];
  const zeros = Array<string>(8 - left.length - right.length).fill("0");
  return joined(
    [...left, ...zeros, ...right].map((group) => String(parseInt(group, 16))),
    65536n,
  );
}

const joined = (digits: readonly string[], base: bigint): bigint =>
  digits.reduce((sum, digit) => sum * base + BigInt(digit), 0n);
