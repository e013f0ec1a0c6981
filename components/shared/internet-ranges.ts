import { cidr, isEverywhere } from "./checks";
import { UNROUTED_BLOCKS } from "./cidr";
import { shown, type Problem } from "./invalid-args";
import { cidrRange, rangeContains, type IpRange } from "./ip-range";

/** What differs between IPv4 and IPv6. */
interface Family {
  readonly bits: 32 | 128;
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
    // Kubernetes and clouds also read blanks around a block, and a length such as 00.
    texts.map((text) => text.trim().replace(/\/0+(?=\d)/, "/")).filter((text) => cidr(text) === undefined),
  ).length > 0;

/** Whether the internet routes none of these addresses. */
export const isPrivate = (range: IpRange): boolean =>
  (range.bits === IPV4.bits ? IPV4 : IPV6).unrouted.some((outer) => rangeContains(rangeOf(outer), range));

const ADVICE = "Write a smaller block, or allowPublic: true.";

function togetherProblems(path: string, blocks: readonly string[], family: Family): Problem[] {
  const routed = blocks
    .filter((block) => familyOf(block) === family)
    .map(rangeOf)
    .filter((range) => !isPrivate(range));
  if (addressCount(routed) <= 1n << BigInt(family.bits - family.widest)) return [];
  const reason = `the blocks together allow more of the internet than a /${String(family.widest)}. Write smaller blocks, or allowPublic: true.`;
  return [{ path, reason }];
}

/** Number of addresses in the union of ranges. */
function addressCount(ranges: readonly IpRange[]): bigint {
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

/** The addresses of a block. Its form was checked. */
const rangeOf = (block: string): IpRange => cidrRange(block) ?? { first: 0n, last: -1n, bits: familyOf(block).bits };
