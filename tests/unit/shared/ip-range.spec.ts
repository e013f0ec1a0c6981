import assert from "node:assert/strict";
import fc from "fast-check";
import {
  cidrRange,
  ipRange,
  ipText,
  rangeContains,
  rangesOverlap,
  type IpRange,
} from "../../../components/shared/ip-range";

const text = ({ first, last, bits }: IpRange): string => `${ipText(first, bits)}-${ipText(last, bits)}`;

const anyRange = (bits: 32 | 128, size: bigint): fc.Arbitrary<IpRange> =>
  fc
    .tuple(fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - size }), fc.bigInt({ min: 0n, max: size - 1n }))
    .map(([first, more]) => ({ first, last: first + more, bits }));

/** Small ranges close to each other, so that many of them overlap and a set can hold their addresses. */
const near = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }))
  .map(([first, more]): IpRange => ({ first: BigInt(first), last: BigInt(first + more), bits: 32 }));

const members = ({ first, last }: IpRange): Set<bigint> =>
  new Set(Array.from({ length: Number(last - first) + 1 }, (_, index) => first + BigInt(index)));

describe("a range of addresses", () => {
  const read: [text: string, range: string][] = [
    ["172.25.1.1-172.25.1.100", "172.25.1.1-172.25.1.100"],
    ["10.0.0.7-10.0.0.7", "10.0.0.7-10.0.0.7"],
    ["192.168.10.0/24", "192.168.10.0-192.168.10.255"],
    ["10.0.0.7/16", "10.0.0.0-10.0.255.255"],
    ["0.0.0.0/0", "0.0.0.0-255.255.255.255"],
    ["2001:DB8::/126", "2001:db8::-2001:db8::3"],
    ["fc00::1-fc00::ff", "fc00::1-fc00::ff"],
  ];
  for (const [given, range] of read) {
    it(`is read from ${given}`, () => {
      const found = ipRange(given);
      assert.equal(found && text(found), range);
    });
  }

  for (const given of [
    "",
    "-",
    "10.0.0.1",
    "10.0.0.1-",
    "10.0.0.9-10.0.0.1",
    "10.0.0.1-10.0.0.2-10.0.0.3",
    "10.0.0.01-10.0.0.9",
    "10.0.0.1 - 10.0.0.9",
    "10.0.0.1-fc00::1",
    "10.0.0.0/33",
    "::/129",
    "fe80::1%eth0/64",
    "::ffff:10.0.0.1-::ffff:10.0.0.9",
    "::ffff:10.0.0.0/104",
  ]) {
    it(`is not read from "${given}"`, () => assert.equal(ipRange(given), undefined));
  }

  it("is written as it was read, in IPv4 and IPv6", () => {
    fc.assert(
      fc.property(fc.oneof(anyRange(32, 65_536n), anyRange(128, 1n << 70n)), (range) =>
        assert.deepEqual(ipRange(text(range)), range),
      ),
    );
  });

  it("that a block stands for has every address with the same prefix, and no other", () => {
    fc.assert(
      fc.property(anyRange(32, 1n), fc.integer({ min: 20, max: 32 }), ({ first }, length) => {
        const block = cidrRange(`${ipText(first, 32)}/${String(length)}`) ?? assert.fail();
        const shift = BigInt(32 - length);
        assert.ok(members(block).has(first));
        assert.deepEqual([...new Set([...members(block)].map((address) => address >> shift))], [first >> shift]);
        assert.equal(members(block).size, 2 ** (32 - length));
      }),
    );
  });
});

describe("two ranges of addresses", () => {
  it("overlap exactly if they share an address", () => {
    fc.assert(
      fc.property(near, near, (one, other) => {
        assert.equal(
          rangesOverlap(one, other),
          [...members(one)].some((address) => members(other).has(address)),
        );
      }),
    );
  });

  it("contain one another exactly if no address is missing", () => {
    fc.assert(
      fc.property(near, near, (one, other) => {
        assert.equal(
          rangeContains(one, other),
          [...members(other)].every((address) => members(one).has(address)),
        );
      }),
    );
  });

  it("of IPv4 and IPv6 have nothing in common", () => {
    const [four, six] = [cidrRange("0.0.0.0/0") ?? assert.fail(), cidrRange("::/0") ?? assert.fail()];
    assert.equal(rangesOverlap(four, six), false);
    assert.equal(rangeContains(six, four), false);
  });
});
