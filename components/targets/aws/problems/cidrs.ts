import { cidr, type Check } from "../../../shared/checks";
import { CARRIER_NAT_BLOCK, ipv4Block, isWithin, overlaps, PRIVATE_BLOCKS } from "../../../shared/cidr";
import { VPC_LENGTHS } from "../subnet-cidrs";

/** Checks that a value is an IPv4 block whose prefix length is between `largest` and `smallest`. */
const sizeProblem = (
  value: string,
  what: string,
  largest: number,
  smallest: number,
  example: string,
): string | undefined => {
  const block = ipv4Block(value);
  if (block === undefined) return cidr(value) ?? `is an IPv6 block; ${what} needs IPv4, such as ${example}`;
  if (block.length >= largest && block.length <= smallest) return undefined;
  return `is a /${String(block.length)}; ${what} must be a /${String(largest)} to /${String(smallest)}, such as ${example}`;
};

/**
 * The CIDR block of a VPC that is divided into subnets:
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html.
 */
export const vpcCidr: Check = (value) =>
  sizeProblem(value, "a VPC that is divided into subnets", VPC_LENGTHS.shortest, VPC_LENGTHS.longest, "10.0.0.0/16");

/**
 * The second CIDR block of a VPC, for pods. Every VPC allows a block of carrier NAT as the second one:
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html.
 */
export const podCidr: Check = (value) => {
  const wrong = sizeProblem(value, "a block for pods", 16, 24, "100.64.0.0/16");
  const block = ipv4Block(value);
  if (wrong !== undefined || block === undefined) return wrong;
  return isWithin([CARRIER_NAT_BLOCK], block) ? undefined : `is not within ${CARRIER_NAT_BLOCK}; write 100.64.0.0/16`;
};

/**
 * The CIDR block of a cluster's Services. It must not overlap the VPC, if that is known. The rules
 * are those of `serviceIpv4Cidr` in https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html.
 */
export const serviceCidr =
  (vpc?: string): Check =>
  (value) => {
    const wrong = sizeProblem(value, "the Service network of EKS", 12, 24, "172.20.0.0/16");
    const block = ipv4Block(value);
    if (wrong !== undefined || block === undefined) return wrong;
    if (!isWithin(PRIVATE_BLOCKS, block)) return `is not private; write a block within ${PRIVATE_BLOCKS.join(", ")}`;
    return doOverlap(value, vpc ?? "") ? `overlaps the VPC (${String(vpc)}); write a block outside of it` : undefined;
  };

/** Whether two blocks share an address; false if one of them is no block. */
export const doOverlap = (one: string, other: string): boolean => {
  const [first, second] = [ipv4Block(one), ipv4Block(other)];
  return first !== undefined && second !== undefined && overlaps(first, second);
};
