import { isIPv4 } from "node:net";

/** A block of IPv4 addresses as numbers, so that blocks can be compared and divided. */
export interface Ipv4Block {
  /** The lowest address: 10.0.0.0 is 167772160. */
  readonly first: number;
  /** Length of the prefix: 0 holds every address, 32 a single one. */
  readonly length: number;
}

/** Private blocks of IPv4 (RFC 1918). */
export const PRIVATE_BLOCKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** Carrier NAT (RFC 6598). */
export const CARRIER_NAT_BLOCK = "100.64.0.0/10";

/**
 * Blocks of IPv4 that the internet does not route: besides private ones carrier NAT, link-local (RFC 3927) and loopback
 * (RFC 1122).
 */
export const UNROUTED_BLOCKS = [...PRIVATE_BLOCKS, CARRIER_NAT_BLOCK, "169.254.0.0/16", "127.0.0.0/8"];

/** The block of an IPv4 address with a prefix length: `10.0.0.7/16` is in 10.0.0.0/16. Nothing for any other text. */
export function ipv4Around(text: string): Ipv4Block | undefined {
  const [, address = "", length] = /^([\d.]+)\/(\d|[12]\d|3[0-2])$/.exec(text) ?? [];
  if (!isIPv4(address)) return undefined;
  const number = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return { first: number - (number % 2 ** (32 - Number(length))), length: Number(length) };
}

/** Reads a block such as `10.0.0.0/16`. Nothing if a bit beyond the prefix is set, as in `10.0.0.7/16`. */
export function ipv4Block(text: string): Ipv4Block | undefined {
  const block = ipv4Around(text);
  return block !== undefined && ipv4Text(block) === text ? block : undefined;
}

/** The block as text: `10.0.0.0/16`. */
export const ipv4Text = ({ first, length }: Ipv4Block): string =>
  `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".")}/${String(length)}`;

/** Number of addresses in the block. */
export const addressCount = ({ length }: Ipv4Block): number => 2 ** (32 - length);

/** Whether every address of the second block is in the first. */
export const contains = (outer: Ipv4Block, inner: Ipv4Block): boolean =>
  outer.first <= inner.first && inner.first + addressCount(inner) <= outer.first + addressCount(outer);

/** Whether the blocks share an address. Blocks start at multiples of their size, so one of the two holds the other. */
export const overlaps = (one: Ipv4Block, other: Ipv4Block): boolean => contains(one, other) || contains(other, one);

/** Whether one of the listed blocks contains a block. */
export const isWithin = (blocks: readonly string[], block: Ipv4Block): boolean =>
  blocks.some((text) => {
    const outer = ipv4Block(text);
    return outer !== undefined && contains(outer, block);
  });

/** The block of the given length at `index`, counted from 0, when `block` is divided into blocks of that length. */
export function subBlock(block: Ipv4Block, length: number, index: number): Ipv4Block {
  const part = { first: block.first + index * 2 ** (32 - length), length };
  if (!contains(block, part))
    throw new RangeError(`${ipv4Text(block)} has no block ${String(index)} of /${String(length)}`);
  return part;
}
