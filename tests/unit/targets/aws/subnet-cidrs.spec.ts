import assert from "node:assert/strict";
import fc from "fast-check";
import { contains, ipv4Block, ipv4Text, overlaps, type Ipv4Block } from "../../../../components/shared/cidr";
import { vpcCidr } from "../../../../components/targets/aws/problems/cidrs";
import { splitSubnets } from "../../../../components/targets/aws/subnet-cidrs";

const block = (text: string): Ipv4Block => {
  const read = ipv4Block(text);
  assert.ok(read, text);
  return read;
};

/** Every VPC that can be divided. */
const vpcs = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 16, max: 24 }))
  .map(([address, length]) => ipv4Text({ first: address - (address % 2 ** (32 - length)), length }));

describe("the subnets of a VPC", () => {
  const layouts: [string, 2 | 3, string[], string[]][] = [
    [
      "10.0.0.0/16",
      3,
      ["10.0.0.0/19", "10.0.32.0/19", "10.0.64.0/19"],
      ["10.0.96.0/20", "10.0.112.0/20", "10.0.128.0/20"],
    ],
    ["10.0.0.0/16", 2, ["10.0.0.0/19", "10.0.32.0/19"], ["10.0.96.0/20", "10.0.112.0/20"]],
    [
      "172.31.4.0/22",
      3,
      ["172.31.4.0/25", "172.31.4.128/25", "172.31.5.0/25"],
      ["172.31.5.128/26", "172.31.5.192/26", "172.31.6.0/26"],
    ],
    [
      "192.168.7.0/24",
      3,
      ["192.168.7.0/27", "192.168.7.32/27", "192.168.7.64/27"],
      ["192.168.7.96/28", "192.168.7.112/28", "192.168.7.128/28"],
    ],
  ];
  for (const [vpc, zones, inside, outside] of layouts) {
    it(`of ${vpc} in ${String(zones)} zones have the listed CIDR blocks`, () => {
      assert.deepEqual(splitSubnets(vpc, zones), { private: inside, public: outside });
    });
  }

  it("are inside any VPC, do not overlap, and have fixed sizes", () => {
    fc.assert(
      fc.property(vpcs, fc.constantFrom(2 as const, 3 as const), (vpc, zones) => {
        const subnets = splitSubnets(vpc, zones);
        const outer = block(vpc);
        const all = [...subnets.private, ...subnets.public].map(block);
        assert.equal(all.length, 2 * zones);
        for (const [index, one] of all.entries()) {
          assert.ok(contains(outer, one), ipv4Text(one));
          assert.equal(one.length, outer.length + (index < zones ? 3 : 4));
          for (const other of all.slice(index + 1))
            assert.ok(!overlaps(one, other), `${ipv4Text(one)} ${ipv4Text(other)}`);
        }
        assert.deepEqual(splitSubnets(vpc, zones), subnets);
      }),
    );
  });

  it("keep their CIDR blocks when a third zone is added", () => {
    fc.assert(
      fc.property(vpcs, (vpc) => {
        const [two, three] = [splitSubnets(vpc, 2), splitSubnets(vpc, 3)];
        assert.deepEqual(two, { private: three.private.slice(0, 2), public: three.public.slice(0, 2) });
      }),
    );
  });

  it("can be made from the largest and the smallest allowed VPC", () => {
    for (const vpc of ["10.0.0.0/16", "10.0.0.0/24"]) assert.equal(vpcCidr(vpc), undefined);
  });

  const refused: [string, string][] = [
    ["10.0.0.0/25", "is a /25; a VPC that is divided into subnets must be a /16 to /24, such as 10.0.0.0/16"],
    ["10.0.0.0/28", "is a /28; a VPC that is divided into subnets must be a /16 to /24, such as 10.0.0.0/16"],
    ["10.0.0.0/29", "is a /29; a VPC that is divided into subnets must be a /16 to /24, such as 10.0.0.0/16"],
    ["10.0.0.0/8", "is a /8; a VPC that is divided into subnets must be a /16 to /24, such as 10.0.0.0/16"],
    ["10.0.0.7/16", "has bits set beyond its prefix; write 10.0.0.0/16"],
  ];
  for (const [vpc, rule] of refused) {
    it(`cannot be made from ${vpc}`, () => {
      assert.equal(vpcCidr(vpc), rule);
      assert.throws(() => splitSubnets(vpc, 2), new RangeError(`${vpc} cannot be divided`));
    });
  }
});
