import { ipv4Block, ipv4Text, subBlock } from "../../shared/cidr";

/** CIDR blocks of a VPC's subnets: one private and one public subnet per zone, in the order of the zones. */
export interface SubnetCidrs {
  /** For nodes and pods. */
  readonly private: string[];
  /** For load balancers and NAT gateways. */
  readonly public: string[];
}

/** A private subnet is an eighth of the VPC: pods take their addresses from it. */
const PRIVATE_BITS = 3;
/** A public subnet is a sixteenth of the VPC. */
const PUBLIC_BITS = 4;
/** Three private subnets take six sixteenths. With two zones the gap stays free, so that a third zone moves no subnet. */
const PUBLIC_FROM = 6;

/** The smallest subnet of AWS: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html. */
const SMALLEST_SUBNET = 28;

/** Prefix lengths of a VPC that `splitSubnets` can divide. */
export const VPC_LENGTHS = { shortest: 16, longest: SMALLEST_SUBNET - PUBLIC_BITS };

/**
 * Divides a VPC. Of 10.0.0.0/16, the private subnets are 10.0.0.0/19, 10.0.32.0/19 and 10.0.64.0/19, the public ones
 * 10.0.96.0/20, 10.0.112.0/20 and 10.0.128.0/20; the rest stays free.
 *
 * Never change this layout: a subnet whose block changes is replaced, with everything in it.
 */
export function splitSubnets(vpc: string, zones: 2 | 3): SubnetCidrs {
  const block = ipv4Block(vpc);
  if (block === undefined || block.length < VPC_LENGTHS.shortest || block.length > VPC_LENGTHS.longest) {
    throw new RangeError(`${vpc} cannot be divided`);
  }
  const perZone = (bits: number, from: number): string[] =>
    Array.from({ length: zones }, (_, zone) => ipv4Text(subBlock(block, block.length + bits, from + zone)));
  return { private: perZone(PRIVATE_BITS, 0), public: perZone(PUBLIC_BITS, PUBLIC_FROM) };
}

/** A quarter of the block for pods in each zone, so that a third zone moves no subnet. Never change this layout either. */
export const splitPodBlock = (cidr: string, zones: number): string[] => {
  const block = ipv4Block(cidr);
  if (block === undefined) throw new RangeError(`${cidr} cannot be divided`);
  return Array.from({ length: zones }, (_, zone) => ipv4Text(subBlock(block, block.length + 2, zone)));
};
