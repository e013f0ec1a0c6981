/** A range of IPv4 addresses: `10.0.0.0/16`. */
export interface Cidr {
  /** The first address as a number. */
  readonly first: number;
  /** How many addresses it holds. */
  readonly size: number;
  readonly prefix: number;
}

/** Reads a range; undefined where the text is none, or names an address inside of a range instead of its first. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || prefix > 32) return undefined;
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { first, size, prefix } : undefined;
}

/** Whether the inner range lies wholly in the outer. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return inner.first >= outer.first && inner.first + inner.size <= outer.first + outer.size;
}

/** Whether the ranges have an address in common. */
export function overlap(one: Cidr, other: Cidr): boolean {
  return one.first < other.first + other.size && other.first < one.first + one.size;
}

/** The n-th address of a range. */
export function addressIn({ first }: Cidr, n: number): string {
  const address = first + n;
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join(".");
}
