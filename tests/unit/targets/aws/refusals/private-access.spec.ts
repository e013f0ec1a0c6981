import type { ApiAccessArgs, MlClusterArgs } from "../../../../../components";
import { existingNetwork, clusterArgs } from "../eks";
import { refusalsOf } from "../../refused";

const itRefuses = refusalsOf(clusterArgs);

const inside = (said: ApiAccessArgs): Partial<MlClusterArgs> => ({
  aws: { existingNetwork },
  apiAccess: { privateOnly: true, ...said },
});

describe("a cluster on AWS refuses an API server without a public address", () => {
  itRefuses({
    "in a VPC that is made with it": [
      { apiAccess: { privateOnly: true, cidrs: ["10.8.0.0/16"] } },
      [
        "apiAccess.privateOnly",
        "needs aws.existingNetwork: Pulumi must run inside the VPC, and the VPC does not exist yet if it is created here. Fill aws.existingNetwork, or write apiAccess.cidrs without privateOnly.",
      ],
    ],
    "that nobody reaches": [
      inside({}),
      ["apiAccess.cidrs", "is missing. Write the private CIDR blocks from which you run Pulumi."],
    ],
    "that everybody reaches": [
      inside({ cidrs: ["10.8.0.0/16"], allowPublic: true }),
      ["apiAccess", "has both privateOnly and allowPublic. Leave out one of the two."],
    ],
    "from what is no CIDR block": [
      inside({ cidrs: ["10.8.0.1", "fd00::/8", "203.0.113.0/24"] }),
      [
        "apiAccess.cidrs[0]",
        '"10.8.0.1" is a single address; write 10.8.0.1/32 for it alone, or the block that contains it.',
      ],
    ],
    "from an IPv6 block, from public blocks, or from the same block twice": [
      inside({ cidrs: ["10.9.0.0/16", "fd00::/8", "203.0.113.0/24", "0.0.0.0/0", "10.8.0.0/16", "10.8.0.0/16"] }),
      ["apiAccess.cidrs[5]", '"10.8.0.0/16" is listed twice. Remove one.'],
      ["apiAccess.cidrs[1]", '"fd00::/8" is an IPv6 block, but the cluster has IPv4 only.'],
      ...["203.0.113.0/24", "0.0.0.0/0"].map((cidr, index): [string, string] => [
        `apiAccess.cidrs[${String(index + 2)}]`,
        `"${cidr}" is not private, so it never reaches the private endpoint; write a private block of the VPC or of a network connected to it.`,
      ]),
    ],
  });
});
