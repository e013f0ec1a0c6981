import assert from "node:assert/strict";
import fc from "fast-check";
import { internetProblems, opensInternet } from "../../../components/shared/internet-ranges";

const quarters = ["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"];
const eighths = Array.from({ length: 256 }, (_, index) => `${String(index)}.0.0.0/8`);

describe("CIDR blocks that open too much of the internet", () => {
  const wide: readonly (readonly [title: string, blocks: readonly string[], paths: readonly string[]])[] = [
    ["all of IPv4", ["0.0.0.0/0"], ["r[0]"]],
    ["all of IPv6", ["::/0"], ["r[0]"]],
    ["two halves of IPv4", ["0.0.0.0/1", "128.0.0.0/1"], ["r[0]", "r[1]"]],
    ["two halves of IPv6", ["::/1", "8000::/1"], ["r[0]", "r[1]"]],
    ["four quarters", quarters, ["r[0]", "r[1]", "r[2]", "r[3]"]],
    ["the part of IPv6 that is in use", ["2000::/3"], ["r[0]"]],
    ["one half beside a small block", ["203.0.113.0/24", "128.0.0.0/1"], ["r[1]"]],
    ["all blocks of the size /8", eighths, ["r"]],
    ["two blocks of the size /8", ["8.0.0.0/8", "9.0.0.0/8"], ["r"]],
    ["many blocks of IPv6", Array.from({ length: 64 }, (_, index) => `2${(index + 256).toString(16)}::/17`), ["r"]],
    ["both kinds", [...eighths, "2600::/16", "2a00::/16"], ["r", "r"]],
  ];
  for (const [title, blocks, paths] of wide) {
    it(`are found: ${title}`, () => {
      assert.deepEqual(
        internetProblems("r", blocks).map(({ path }) => path),
        paths,
      );
    });
  }

  const fine: readonly (readonly [title: string, blocks: readonly string[]])[] = [
    ["an office", ["203.0.113.0/24", "2001:db8::/32"]],
    ["the largest blocks of one organisation", ["11.0.0.0/8", "2600::/16"]],
    ["one block twice, and a part of it", ["11.0.0.0/8", "11.0.0.0/8", "11.1.0.0/16"]],
    ["all private blocks", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "11.0.0.0/8"]],
    ["private blocks of IPv6", ["fd00::/16", "fc00::/16", "fe80::/16", "2600::/16"]],
  ];
  for (const [title, blocks] of fine) {
    it(`are not: ${title}`, () => assert.deepEqual(internetProblems("r", blocks), []));
  }

  it("are judged by all addresses together, in any order and however they are divided", () => {
    const block = fc
      .tuple(fc.integer({ min: 11, max: 99 }), fc.integer({ min: 8, max: 24 }), fc.nat(2 ** 16))
      .map(([first, length, seed]) => {
        const size = 2 ** (32 - length);
        const number = first * 2 ** 24 + (seed % 2 ** (length - 8)) * size;
        return { number, size, length };
      });
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), (blocks) => {
        const text = blocks.map(
          ({ number, length }) =>
            `${[24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".")}/${String(length)}`,
        );
        const kept = blocks.filter(
          (one, index) =>
            !blocks.some(
              (other, at) =>
                at !== index &&
                other.number <= one.number &&
                one.number + one.size <= other.number + other.size &&
                (other.size > one.size || at < index),
            ),
        );
        assert.equal(opensInternet(text), kept.reduce((sum, { size }) => sum + size, 0) > 2 ** 24);
      }),
    );
  });

  it("are not shown if they are secret", () => {
    assert.deepEqual(internetProblems("r", ["0.0.0.0/0"], true), [
      {
        path: "r[0]",
        reason: "the secret value allows the whole internet. Write a smaller block, or allowPublic: true.",
      },
    ]);
  });
});
