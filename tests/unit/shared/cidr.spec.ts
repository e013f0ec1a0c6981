import assert from "node:assert/strict";
import fc from "fast-check";
import {
  addressCount,
  contains,
  ipv4Block,
  ipv4Text,
  overlaps,
  subBlock,
  type Ipv4Block,
} from "../../../components/shared/cidr";

const block = (text: string): Ipv4Block => {
  const read = ipv4Block(text);
  assert.ok(read, text);
  return read;
};

const anyBlock = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
  .map(([address, length]) => ({ first: address - (address % 2 ** (32 - length)), length }));

describe("a block of IPv4", () => {
  const fine: [string, Ipv4Block, number][] = [
    ["0.0.0.0/0", { first: 0, length: 0 }, 4294967296],
    ["10.0.0.0/16", { first: 167772160, length: 16 }, 65536],
    ["255.255.255.255/32", { first: 4294967295, length: 32 }, 1],
  ];
  for (const [text, numbers, count] of fine) {
    it(`is read from ${text}`, () => {
      assert.deepEqual(ipv4Block(text), numbers);
      assert.equal(addressCount(numbers), count);
      assert.equal(ipv4Text(numbers), text);
    });
  }

  for (const text of [
    "",
    "10.0.0.0",
    "10.0.0.1/16",
    "10.0.0.0/33",
    "010.0.0.0/8",
    "2001:db8::/32",
    "::ffff:10.0.0.0/128",
  ]) {
    it(`is not read from "${text}"`, () => assert.equal(ipv4Block(text), undefined));
  }

  it("is written as it was read", () => {
    fc.assert(fc.property(anyBlock, (any) => assert.deepEqual(ipv4Block(ipv4Text(any)), any)));
  });
});

describe("two blocks of IPv4", () => {
  const pairs: [string, string, boolean, boolean][] = [
    ["10.0.0.0/16", "10.0.0.0/16", true, true],
    ["10.0.0.0/16", "10.0.255.0/24", true, true],
    ["10.0.255.0/24", "10.0.0.0/16", false, true],
    ["10.0.0.0/16", "10.1.0.0/16", false, false],
    ["10.0.128.0/17", "10.0.0.0/17", false, false],
    ["0.0.0.0/0", "255.255.255.255/32", true, true],
  ];
  for (const [one, other, holds, meet] of pairs) {
    it(`${one} ${holds ? "contains" : "does not contain"} ${other}, ${meet ? "overlaps" : "is apart"}`, () => {
      assert.equal(contains(block(one), block(other)), holds);
      assert.equal(overlaps(block(one), block(other)), meet);
    });
  }

  it("overlap exactly where their ranges meet", () => {
    const last = (one: Ipv4Block) => one.first + addressCount(one) - 1;
    fc.assert(
      fc.property(anyBlock, anyBlock, (one, other) => {
        assert.equal(overlaps(one, other), one.first <= last(other) && other.first <= last(one));
      }),
    );
  });
});

describe("a part of a block", () => {
  it("is counted from 0", () => {
    assert.equal(ipv4Text(subBlock(block("10.0.0.0/16"), 19, 0)), "10.0.0.0/19");
    assert.equal(ipv4Text(subBlock(block("10.0.0.0/16"), 20, 15)), "10.0.240.0/20");
    assert.equal(ipv4Text(subBlock(block("10.0.0.0/16"), 16, 0)), "10.0.0.0/16");
  });

  for (const [length, index] of [
    [20, 16],
    [20, -1],
    [15, 0],
  ] as const) {
    it(`is none at ${String(index)} of /${String(length)}`, () => {
      assert.throws(
        () => subBlock(block("10.0.0.0/16"), length, index),
        new RangeError(`10.0.0.0/16 has no block ${String(index)} of /${String(length)}`),
      );
    });
  }
});
