import type { ApiAccessArgs, MlClusterArgs } from "../../../../../components";
import { existingNetwork } from "../eks";
import { itRefuses } from "./table";

const inside = (said: ApiAccessArgs): Partial<MlClusterArgs> => ({
  aws: { existingNetwork },
  apiAccess: { privateOnly: true, ...said },
});

describe("an API server on AWS without a public address", () => {
  itRefuses({
    "in a VPC that is made with it": [
      { apiAccess: { privateOnly: true, cidrs: ["10.8.0.0/16"] } },
      [
        "apiAccess.privateOnly",
        "is for a VPC that exists: whoever runs Pulumi is inside it already, which nobody is in one that is made here. Fill aws.existingNetwork, or write apiAccess.cidrs alone.",
      ],
    ],
    "that nobody reaches": [
      inside({}),
      ["apiAccess.cidrs", "is missing. Name the private blocks that you deploy from."],
    ],
    "that everybody reaches": [
      inside({ cidrs: ["10.8.0.0/16"], allowPublic: true }),
      ["apiAccess", "says privateOnly and allowPublic. Leave out one of the two."],
    ],
    "from what is no block, of IPv6, from outside, or twice": [
      inside({ cidrs: ["10.8.0.1", "fd00::/8", "203.0.113.0/24", "0.0.0.0/0", "10.8.0.0/16", "10.8.0.0/16"] }),
      [
        "apiAccess.cidrs[0]",
        '"10.8.0.1" is not a CIDR block; write an address and a prefix length, such as 203.0.113.0/24.',
      ],
      ["apiAccess.cidrs[1]", '"fd00::/8" is a block of IPv6, and the cluster has IPv4 only.'],
      ...["203.0.113.0/24", "0.0.0.0/0"].map((cidr, index): [string, string] => [
        `apiAccess.cidrs[${String(index + 2)}]`,
        `"${cidr}" is not private, and from outside nothing arrives; write the block that you have in the VPC or on your way to it.`,
      ]),
      ["apiAccess.cidrs[5]", '"10.8.0.0/16" is listed twice. Leave it out.'],
    ],
  });
});
