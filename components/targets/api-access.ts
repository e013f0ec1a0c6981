import { checkedEach, cidr, EVERYWHERE, type Check } from "../shared/checks";
import { ipv4Block, isWithin, UNROUTED_BLOCKS } from "../shared/cidr";
import { internetProblems } from "../shared/internet-ranges";
import { problemIf, type Problem } from "../shared/invalid-args";
import type { ApiAccessArgs } from "./common-args";

/** Who reaches the API server, with defaults filled in. */
export interface ApiAccessSpec {
  /** CIDR blocks on the internet; empty if the API server has no public address. */
  readonly publicCidrs: readonly string[];
  /** Private CIDR blocks; empty if the API server has a public address. */
  readonly privateCidrs: readonly string[];
  /** Whether the API server has no public address. */
  readonly isPrivate: boolean;
}

/** Fills in the defaults. */
export const apiAccessSpec = ({
  cidrs,
  privateOnly = false,
  allowPublic = false,
}: ApiAccessArgs = {}): ApiAccessSpec => ({
  publicCidrs: privateOnly ? [] : (cidrs ?? (allowPublic ? [EVERYWHERE] : [])),
  privateCidrs: privateOnly ? (cidrs ?? []) : [],
  isPrivate: privateOnly,
});

/** The form of each CIDR block. */
export const cidrProblems = ({ cidrs }: ApiAccessArgs = {}): Problem[] => checkedEach("apiAccess.cidrs", cidrs, cidr);

const YOUR_BLOCKS = "the CIDR blocks from which you run Pulumi, such as 203.0.113.0/24";
const missing = (listsPrivate: boolean): string =>
  `does not say who reaches the API server. Write cidrs with ${YOUR_BLOCKS}; or allowPublic: true; or, if you run Pulumi ` +
  `inside an existing network, privateOnly: true${listsPrivate ? " with its blocks as cidrs" : ""}.`;
const empty = (listsPrivate: boolean): string =>
  `is empty. Write ${YOUR_BLOCKS}; or, if you run Pulumi inside an existing network, ${listsPrivate ? "its blocks with " : ""}privateOnly: true.`;

/**
 * What is wrong between these inputs, for a target that needs them to create an API server. `listsPrivate` is false if the cloud
 * compares no addresses for a private API server.
 */
export const apiAccessProblems = (args: ApiAccessArgs = {}, listsPrivate = true): Problem[] => {
  const { cidrs, privateOnly = false, allowPublic = false } = args;
  const isMissing = cidrs === undefined && !privateOnly && !allowPublic;
  return [...problemIf(isMissing, "apiAccess", missing(listsPrivate)), ...apiAccessRules(args, listsPrivate)];
};

/** What is wrong between these inputs, for a target that has an endpoint even without them. */
export function apiAccessRules(
  { cidrs, privateOnly = false, allowPublic = false }: ApiAccessArgs = {},
  listsPrivate = true,
): Problem[] {
  const isLimited = !privateOnly && !allowPublic;
  return [
    ...problemIf(
      privateOnly && allowPublic,
      "apiAccess",
      "has both privateOnly and allowPublic. Leave out one of the two.",
    ),
    ...problemIf(!privateOnly && cidrs?.length === 0, "apiAccess.cidrs", empty(listsPrivate)),
    ...(isLimited ? internetProblems("apiAccess.cidrs", cidrs ?? []) : []),
  ];
}

/** A block that can reach the public endpoint of a cluster: an IPv4 block that the internet routes. */
export const publicAccessCidr: Check = (value) => {
  const block = ipv4Block(value);
  if (block === undefined) return value.includes(":") ? "is an IPv6 block, but the cluster has IPv4 only" : undefined;
  return isWithin(UNROUTED_BLOCKS, block)
    ? "is private, so it never reaches the public endpoint; write the block that your network has on the internet"
    : undefined;
};

/** A block that can reach the private endpoint of a cluster. */
export const privateAccessCidr: Check = (value) => {
  if (value.includes(":")) return publicAccessCidr(value);
  return publicAccessCidr(value) !== undefined
    ? undefined
    : "is not private, so it never reaches the private endpoint; write a private block of the VPC or of a network connected to it";
};
