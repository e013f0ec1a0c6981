import { checkedEach, cidr, EVERYWHERE, isEverywhere } from "./checks";
import type { Problem } from "./invalid-args";

/** Who reaches the cluster's API server over the network. Fill `cidrs`, `privateOnly` with `cidrs`, or `allowPublic`. */
export interface ApiAccessArgs {
  /**
   * CIDR blocks that reach it: from outside, such as that of your office; with `privateOnly` from inside, such as that of
   * your VPN.
   *
   * @default none
   */
  readonly cidrs?: string[];
  /**
   * Whether it is reached only from the cluster's own network, and those that are connected to it. Whoever runs Pulumi
   * has to be in there then, also to destroy.
   *
   * @default false
   */
  readonly privateOnly?: boolean;
  /**
   * Whether everybody may reach it; they still have to log in.
   *
   * @default false
   */
  readonly allowPublic?: boolean;
}

/** Who reaches the API server after defaults. */
export interface ApiAccessSpec {
  /** CIDR blocks from outside, none where it is private. */
  readonly cidrs: readonly string[];
  /** CIDR blocks from inside, where it is private. */
  readonly insideCidrs: readonly string[];
}

/** The largest blocks that one organisation has. A larger one is halfway to everybody, and two of them are there. */
const WIDEST = { ipv4: 8, ipv6: 16 };

const OWN_BLOCKS = "the blocks that you deploy from, such as 203.0.113.0/24";
const EMPTY = `is empty. Write ${OWN_BLOCKS}; where you deploy from inside an existing network, its blocks and privateOnly: true.`;

/** Fills in the defaults. */
export const apiAccessSpec = ({
  cidrs,
  privateOnly = false,
  allowPublic = false,
}: ApiAccessArgs = {}): ApiAccessSpec => ({
  cidrs: privateOnly ? [] : (cidrs ?? (allowPublic ? [EVERYWHERE] : [])),
  insideCidrs: privateOnly ? (cidrs ?? []) : [],
});

/** What is wrong with it, for a target whose API server has an address of its own. */
export function apiAccessProblems(args: ApiAccessArgs = {}): Problem[] {
  const { cidrs, privateOnly = false, allowPublic = false } = args;
  const path = "apiAccess";
  if (cidrs === undefined && !privateOnly && !allowPublic) {
    return [
      {
        path,
        reason:
          `does not say who reaches the API server. Write cidrs with ${OWN_BLOCKS}; or allowPublic: true; or, where you ` +
          "deploy from inside an existing network, privateOnly: true and its blocks as cidrs.",
      },
    ];
  }
  if (privateOnly) {
    return [
      ...(allowPublic ? [{ path, reason: "says privateOnly and allowPublic. Leave out one of the two." }] : []),
      ...checkedEach(`${path}.cidrs`, cidrs, cidr),
    ];
  }
  return [
    ...(cidrs?.length === 0 ? [{ path: `${path}.cidrs`, reason: EMPTY }] : []),
    ...checkedEach(`${path}.cidrs`, cidrs, cidr),
    ...(allowPublic
      ? []
      : (cidrs ?? []).flatMap((block, index) => widthProblems(`${path}.cidrs[${String(index)}]`, block))),
  ];
}

function widthProblems(path: string, block: string): Problem[] {
  const length = Number(block.split("/")[1]);
  const least = block.includes(":") ? WIDEST.ipv6 : WIDEST.ipv4;
  if (cidr(block) !== undefined || length >= least) return [];
  const what = isEverywhere(block)
    ? "lets the whole internet in"
    : `is wider than a /${String(least)}, the most that one network has`;
  return [{ path, reason: `${block} ${what}. Narrow it, or write allowPublic: true.` }];
}
