import { ipv4Block, ipv4Text, subBlock } from "../../shared/cidr";
import type { Check } from "../../shared/checks";
import { vpcCidr } from "./formats";

/** CIDR blocks of a VPC's subnets, one of each kind per zone, in the order of the zones. */
export interface SubnetCidrs {
  /** For nodes and pods. */
  readonly private: string[];
  /** For load balancers and NAT gateways. */
  readonly public: string[];
}

/** An eighth of the VPC: pods take their addresses from the private subnets, so these are the large ones. */
const PRIVATE_BITS = 3;
/** A sixteenth. */
const PUBLIC_BITS = 4;
/** Sixteenths that three private subnets take. Two zones leave a gap there, so that a third one moves no subnet. */
const PUBLIC_FROM = 6;

/** No subnet is smaller: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html. */
const SMALLEST_SUBNET = 28;
const SMALLEST_VPC = SMALLEST_SUBNET - PUBLIC_BITS;

/** The CIDR block of a VPC that is large enough to be divided by `splitSubnets`. */
export const dividedCidr: Check = (value) => {
  const length = ipv4Block(value)?.length ?? 0;
  if (length <= SMALLEST_VPC || length > SMALLEST_SUBNET) return vpcCidr(SMALLEST_VPC)(value);
  const subnets = `its public subnets would be /${String(length + PUBLIC_BITS)}`;
  return `is too small to divide: ${subnets}, and AWS has none below /${String(SMALLEST_SUBNET)}; use /${String(SMALLEST_VPC)} or larger`;
};

/**
 * Divides a VPC that passes `dividedCidr`. Of 10.0.0.0/16, the private subnets are 10.0.0.0/19, 10.0.32.0/19 and
 * 10.0.64.0/19, the public ones 10.0.96.0/20, 10.0.112.0/20 and 10.0.128.0/20; the rest stays free.
 *
 * The layout is for ever: a subnet whose block changes is replaced, with all that is in it.
 */
export function splitSubnets(vpc: string, zones: 2 | 3): SubnetCidrs {
  const block = ipv4Block(vpc);
  if (block === undefined || dividedCidr(vpc) !== undefined) throw new RangeError(`${vpc} cannot be divided`);
  const perZone = (bits: number, from: number): string[] =>
    Array.from({ length: zones }, (_, zone) => ipv4Text(subBlock(block, block.length + bits, from + zone)));
  return { private: perZone(PRIVATE_BITS, 0), public: perZone(PUBLIC_BITS, PUBLIC_FROM) };
}
