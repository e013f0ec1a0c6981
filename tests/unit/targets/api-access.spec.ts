import assert from "node:assert/strict";
import { apiAccessProblems, apiAccessSpec, cidrProblems } from "../../../components/targets/api-access";
import type { ApiAccessArgs } from "../../../components/targets/common-args";

const BOTH = { path: "apiAccess", reason: "has both privateOnly and allowPublic. Leave out one of the two." };
const EMPTY =
  "is empty. Write the CIDR blocks from which you run Pulumi, such as 203.0.113.0/24; or, if you run Pulumi inside an existing " +
  "network, its blocks with privateOnly: true.";
const everywhere = (index: number, block: string) => ({
  path: `apiAccess.cidrs[${String(index)}]`,
  reason: `"${block}" allows the whole internet. Write a smaller block, or allowPublic: true.`,
});

const wide = (index: number, block: string, least: number) => ({
  path: `apiAccess.cidrs[${String(index)}]`,
  reason: `"${block}" is wider than /${String(least)}. Write a smaller block, or allowPublic: true.`,
});

const together = (least: number) => ({
  path: "apiAccess.cidrs",
  reason: `the blocks together allow more of the internet than a /${String(least)}. Write smaller blocks, or allowPublic: true.`,
});

describe("who reaches an API server", () => {
  it("is nobody by address by default", () =>
    assert.deepEqual(apiAccessSpec(), { publicCidrs: [], privateCidrs: [], isPrivate: false }));

  const specs: [args: ApiAccessArgs, publicCidrs: string[], privateCidrs?: string[]][] = [
    [{ privateOnly: true }, []],
    [{ privateOnly: true, cidrs: ["10.8.0.0/16"] }, [], ["10.8.0.0/16"]],
    [{ allowPublic: true }, ["0.0.0.0/0"]],
    [{ cidrs: ["203.0.113.0/24"] }, ["203.0.113.0/24"]],
    [{ cidrs: ["203.0.113.0/24"], allowPublic: true }, ["203.0.113.0/24"]],
  ];
  for (const [args, publicCidrs, privateCidrs = []] of specs) {
    it(`is ${JSON.stringify([...publicCidrs, ...privateCidrs])} for ${JSON.stringify(args)}`, () => {
      const isPrivate = args.privateOnly === true;
      assert.deepEqual(apiAccessSpec(args), { publicCidrs, privateCidrs, isPrivate });
    });
  }

  const fine: ApiAccessArgs[] = [
    { privateOnly: true },
    { privateOnly: true, cidrs: ["10.8.0.0/16"] },
    { allowPublic: true },
    { cidrs: ["203.0.113.0/24", "2001:db8::/32"] },
    { cidrs: ["0.0.0.0/0"], allowPublic: true },
    { cidrs: ["0.0.0.0/1"], allowPublic: true },
    { cidrs: ["11.0.0.0/8", "2600::/16"] },
    { cidrs: ["203.0.113.0/24"], privateOnly: false, allowPublic: false },
  ];
  for (const args of fine) {
    it(`may be given by ${JSON.stringify(args)}`, () => {
      assert.deepEqual([...cidrProblems(args), ...apiAccessProblems(args)], []);
    });
  }

  const wrong: [ApiAccessArgs, object[]][] = [
    [{ allowPublic: true, privateOnly: true }, [BOTH]],
    [{ cidrs: ["0.0.0.0/0"] }, [everywhere(0, "0.0.0.0/0")]],
    [{ cidrs: ["203.0.113.0/24", "::/0"] }, [everywhere(1, "::/0")]],
    [{ cidrs: ["0.0.0.0/1", "128.0.0.0/1"] }, [wide(0, "0.0.0.0/1", 8), wide(1, "128.0.0.0/1", 8)]],
    [{ cidrs: ["12.0.0.0/7", "2600::/15"] }, [wide(0, "12.0.0.0/7", 8), wide(1, "2600::/15", 16)]],
    [{ cidrs: ["8.0.0.0/8", "9.0.0.0/8"] }, [together(8)]],
    [{ cidrs: [] }, [{ path: "apiAccess.cidrs", reason: EMPTY }]],
  ];
  for (const [args, expected] of wrong) {
    it(`must not be given by ${JSON.stringify(args)}`, () => assert.deepEqual(apiAccessProblems(args), expected));
  }

  it("must be given by blocks that are well-formed, whatever else is written", () => {
    for (const args of [{}, { privateOnly: true }, { allowPublic: true }]) {
      assert.deepEqual(cidrProblems({ ...args, cidrs: ["203.0.113.0/24", "203.0.113.7/24"] }), [
        {
          path: "apiAccess.cidrs[1]",
          reason: '"203.0.113.7/24" has bits set beyond its prefix; write 203.0.113.0/24.',
        },
      ]);
    }
  });

  it("must be given", () => {
    for (const args of [undefined, {}, { privateOnly: false, allowPublic: false }]) {
      assert.deepEqual(
        apiAccessProblems(args).map(({ path }) => path),
        ["apiAccess"],
      );
    }
  });
});
