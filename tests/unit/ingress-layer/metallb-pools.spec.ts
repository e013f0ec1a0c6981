import assert from "node:assert/strict";
import fc from "fast-check";
import { addressRange, poolProblems } from "../../../components/ingress-layer/metallb/pools";
import { freeAddresses } from "../../../components/shared/free-addresses";
import { shown } from "../../../components/shared/invalid-args";
import { cidrRange, ipRange, ipText, rangeContains } from "../../../components/shared/ip-range";

describe("the free addresses of a network", () => {
  const found: [network: string, range: string | undefined][] = [
    ["172.25.0.0/16", "172.25.1.1-172.25.1.100"],
    ["10.0.0.0/8", "10.0.1.1-10.0.1.100"],
    ["192.168.8.0/23", "192.168.9.1-192.168.9.100"],
    ["192.168.10.0/24", "192.168.10.191-192.168.10.254"],
    ["192.168.10.16/28", "192.168.10.27-192.168.10.30"],
    ["192.168.10.16/29", "192.168.10.21-192.168.10.22"],
    ["192.168.10.16/30", undefined],
    ["fc00::/64", undefined],
  ];
  for (const [network, range] of found) {
    it(`${network} are ${range ?? "none"}`, () => assert.equal(freeAddresses(network), range));
  }

  it("are inside of every IPv4 network from /0 to /29, without the addresses of the network itself and its first hosts", () => {
    const address = fc.bigInt({ min: 0n, max: (1n << 32n) - 1n });
    fc.assert(
      fc.property(address, fc.integer({ min: 0, max: 29 }), (number, length) => {
        const network = `${ipText(number, 32)}/${String(length)}`;
        const [block, range] = [cidrRange(network), ipRange(freeAddresses(network) ?? "")];
        assert.ok(block && range && rangeContains(block, range));
        // Node, router and container addresses are given from the lowest one.
        assert.ok(range.first > block.first + 4n);
        assert.ok(range.last < block.last);
      }),
    );
  });
});

describe("an address range of a pool", () => {
  for (const value of ["172.25.1.1-172.25.1.100", "192.168.10.0/24", "fc00::/120", "fc00::1-fc00::9"]) {
    it(`may be ${value}`, () => assert.equal(addressRange(value), undefined));
  }

  const wrong: [value: string, rule: string][] = [
    ["172.25.1.100-172.25.1.1", "ends before it starts; write 172.25.1.1-172.25.1.100"],
    ["172.25.1.7", "is a single address; write 172.25.1.7/32 for it alone, or the block that contains it"],
    ["fc00::7", "is a single address; write fc00::7/128 for it alone, or the block that contains it"],
    ["172.25.1.7/24", "has bits set beyond its prefix; write 172.25.1.0/24"],
    ["fc00::7/64", "has bits set beyond its prefix; write fc00::/64"],
    ["172.025.1.1-172.25.1.010", "is not a range of addresses; write 172.25.1.1-172.25.1.10"],
    ["172.025.1.0/24", "is not a CIDR block; write 172.25.1.0/24"],
    [
      "172.25.1.1 - 172.25.1.9",
      "is not a range of addresses; write the first and the last address, such as 172.25.1.1-172.25.1.100",
    ],
    [
      "172.25.1.1-fc00::1",
      "is not a range of addresses; write the first and the last address, such as 172.25.1.1-172.25.1.100",
    ],
    ["pool", "is not a CIDR block; write an address and a prefix length, such as 203.0.113.0/24"],
  ];
  for (const [value, rule] of wrong) {
    it(`may not be ${value}`, () => assert.equal(addressRange(value), rule));
  }
});

describe("pools of addresses", () => {
  const problems = (pools: Record<string, string[]>) =>
    poolProblems({ pools }, { l2: true, bgp: false, internal: [] }, shown);

  /** Blocks and ranges in a space of 64 addresses. */
  const small = fc.oneof(
    fc.tuple(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 0, max: 63 })).map(([one, other]) => {
      const [first, last] = [Math.min(one, other), Math.max(one, other)];
      return `10.0.0.${String(first)}-10.0.0.${String(last)}`;
    }),
    fc
      .tuple(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 26, max: 32 }))
      .map(([address, length]) => `10.0.0.${String(address - (address % 2 ** (32 - length)))}/${String(length)}`),
  );
  const addresses = (range: string): string[] => {
    const { first, last } = ipRange(range) ?? assert.fail(range);
    return Array.from({ length: Number(last - first) + 1 }, (_, index) => ipText(first + BigInt(index), 32));
  };

  it("are refused exactly if an address is in two ranges, of one pool or of two", () => {
    fc.assert(
      fc.property(fc.array(small, { minLength: 1, maxLength: 4 }), fc.array(small, { maxLength: 3 }), (one, other) => {
        const all = [...one, ...other].flatMap(addresses);
        assert.equal(problems({ one, other }).length > 0, new Set(all).size < all.length);
      }),
    );
  });

  it("are refused by the path of the later range, which names the earlier one", () => {
    assert.deepEqual(problems({ a: ["10.0.0.0/28"], b: ["10.0.1.0/28", "10.0.0.9-10.0.0.20"] }), [
      {
        path: "metallb.pools.b.addresses[1]",
        reason:
          '"10.0.0.9-10.0.0.20" overlaps with "10.0.0.0/28" of metallb.pools.a.addresses[0]. Write each address once.',
      },
    ]);
  });
});
