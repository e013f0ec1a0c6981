import { isIPv4, isIPv6 } from "node:net";

/** The addresses from `first` to `last`, as numbers. */
export interface IpRange {
  readonly first: bigint;
  readonly last: bigint;
  /** Length of an address: 32 for IPv4, 128 for IPv6. */
  readonly bits: 32 | 128;
}

/** Reads a single address as a range of one. Nothing for text that is no address, has a zone, or is IPv4 in the form of IPv6. */
function ipAddress(text: string): IpRange | undefined {
  if (isIPv4(text)) return single(joined(text.split("."), 256n), 32);
  if (!isIPv6(text) || text.includes("%") || isIpv4InIpv6(text)) return undefined;
  return single(ipv6Number(text), 128);
}

const single = (number: bigint, bits: 32 | 128): IpRange => ({ first: number, last: number, bits });

/** Whether an IPv6 address stands for one of IPv4: `::ffff:203.0.113.7`. */
export const isIpv4InIpv6 = (address: string): boolean =>
  new URL(`http://[${address}]`).hostname.startsWith("[::ffff:");

/** The block around an address: `10.0.0.7/16` is in 10.0.0.0/16. Nothing for text that is no address with a prefix length. */
export function cidrRange(text: string): IpRange | undefined {
  const [, address = "", length = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const inside = ipAddress(address);
  if (inside === undefined || Number(length) > inside.bits) return undefined;
  const size = 1n << BigInt(inside.bits - Number(length));
  const first = inside.first - (inside.first % size);
  return { first, last: first + size - 1n, bits: inside.bits };
}

/** Reads a block, or the first and the last address of a range: `172.25.1.1-172.25.1.100`. The last must not be before the first. */
export function ipRange(text: string): IpRange | undefined {
  const [start = "", end, ...rest] = text.split("-");
  if (end === undefined) return cidrRange(text);
  const [first, last] = [ipAddress(start), ipAddress(end)];
  if (rest.length > 0 || first === undefined || last?.bits !== first.bits || last.first < first.first) return undefined;
  return { first: first.first, last: last.first, bits: first.bits };
}

/** Whether two ranges share an address. */
export const rangesOverlap = (one: IpRange, other: IpRange): boolean =>
  one.bits === other.bits && one.first <= other.last && other.first <= one.last;

/** Whether every address of the second range is in the first. */
export const rangeContains = (outer: IpRange, inner: IpRange): boolean =>
  outer.bits === inner.bits && outer.first <= inner.first && inner.last <= outer.last;

/** An address as text, in its shortest form. */
export function ipText(number: bigint, bits: 32 | 128): string {
  const parts = (count: number, size: bigint): bigint[] =>
    Array.from({ length: count }, (_, index) => (number >> (size * BigInt(count - 1 - index))) % (1n << size));
  if (bits === 32) return parts(4, 8n).join(".");
  const groups = parts(8, 16n).map((group) => group.toString(16));
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}

/** An IPv6 address as a number. A URL writes it in its shortest form, without a part in the form of IPv4. */
function ipv6Number(address: string): bigint {
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const groups = (text: string): string[] => text.split(":").filter((group) => group !== "");
  const [left, right] = [groups(head), groups(tail ?? "")];
  const zeros = Array<string>(8 - left.length - right.length).fill("0");
  return joined(
    [...left, ...zeros, ...right].map((group) => String(parseInt(group, 16))),
    65536n,
  );
}

const joined = (digits: readonly string[], base: bigint): bigint =>
  digits.reduce((sum, digit) => sum * base + BigInt(digit), 0n);
