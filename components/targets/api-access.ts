import { checkedEach, cidr, EVERYWHERE } from "../shared/checks";
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
const MISSING =
  `does not say who reaches the API server. Write cidrs with ${YOUR_BLOCKS}; or allowPublic: true; or, if you run Pulumi ` +
  "inside an existing network, privateOnly: true with its blocks as cidrs.";
const EMPTY = `is empty. Write ${YOUR_BLOCKS}; or, if you run Pulumi inside an existing network, its blocks with privateOnly: true.`;

/** What is wrong between these inputs, for a target that needs them to create an API server. */
export const apiAccessProblems = (args: ApiAccessArgs = {}): Problem[] => {
  const { cidrs, privateOnly = false, allowPublic = false } = args;
  const isMissing = cidrs === undefined && !privateOnly && !allowPublic;
  return [...problemIf(isMissing, "apiAccess", MISSING), ...apiAccessRules(args)];
};

/** What is wrong between these inputs, for a target that has an endpoint even without them. */
export function apiAccessRules({ cidrs, privateOnly = false, allowPublic = false }: ApiAccessArgs = {}): Problem[] {
  const isLimited = !privateOnly && !allowPublic;
  return [
    ...problemIf(
      privateOnly && allowPublic,
      "apiAccess",
      "has both privateOnly and allowPublic. Leave out one of the two.",
    ),
    ...problemIf(!privateOnly && cidrs?.length === 0, "apiAccess.cidrs", EMPTY),
    ...(isLimited ? internetProblems("apiAccess.cidrs", cidrs ?? []) : []),
  ];
}
