import assert from "node:assert/strict";
import { apiAccessProblems, apiAccessSpec, type ApiAccessArgs } from "../../../components/shared/api-access";

const BOTH = { path: "apiAccess", reason: "says privateOnly and allowPublic. Leave out one of the two." };
const EMPTY =
  "is empty. Write the blocks that you deploy from, such as 203.0.113.0/24; where you deploy from inside an existing " +
  "network, its blocks and privateOnly: true.";
const open = (index: number, block: string) => ({
  path: `apiAccess.cidrs[${String(index)}]`,
  reason: `${block} lets the whole internet in. Narrow it, or write allowPublic: true.`,
});

const wide = (index: number, block: string, least: number) => ({
  path: `apiAccess.cidrs[${String(index)}]`,
  reason: `${block} is wider than a /${String(least)}, the most that one network has. Narrow it, or write allowPublic: true.`,
});

describe("who reaches an API server", () => {
  it("is nobody where nothing is said, which a target may refuse", () =>
    assert.deepEqual(apiAccessSpec(), { cidrs: [], insideCidrs: [] }));

  const specs: [args: ApiAccessArgs, outside: string[], inside?: string[]][] = [
    [{ privateOnly: true }, []],
    [{ privateOnly: true, cidrs: ["10.8.0.0/16"] }, [], ["10.8.0.0/16"]],
    [{ allowPublic: true }, ["0.0.0.0/0"]],
    [{ cidrs: ["203.0.113.0/24"] }, ["203.0.113.0/24"]],
    [{ cidrs: ["203.0.113.0/24"], allowPublic: true }, ["203.0.113.0/24"]],
  ];
  for (const [args, cidrs, insideCidrs = []] of specs) {
    it(`is ${JSON.stringify([...cidrs, ...insideCidrs])}, given ${JSON.stringify(args)}`, () => {
      assert.deepEqual(apiAccessSpec(args), { cidrs, insideCidrs });
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
  for (const args of fine) it(`may be ${JSON.stringify(args)}`, () => assert.deepEqual(apiAccessProblems(args), []));

  const wrong: [ApiAccessArgs, object[]][] = [
    [{ allowPublic: true, privateOnly: true }, [BOTH]],
    [{ cidrs: ["0.0.0.0/0"] }, [open(0, "0.0.0.0/0")]],
    [{ cidrs: ["203.0.113.0/24", "::/0"] }, [open(1, "::/0")]],
    [{ cidrs: ["0.0.0.0/1", "128.0.0.0/1"] }, [wide(0, "0.0.0.0/1", 8), wide(1, "128.0.0.0/1", 8)]],
    [{ cidrs: ["12.0.0.0/7", "2600::/15"] }, [wide(0, "12.0.0.0/7", 8), wide(1, "2600::/15", 16)]],
    [{ cidrs: [] }, [{ path: "apiAccess.cidrs", reason: EMPTY }]],
    [
      { cidrs: ["203.0.113.7/24"] },
      [
        {
          path: "apiAccess.cidrs[0]",
          reason: '"203.0.113.7/24" has bits set beyond its prefix; write 203.0.113.0/24.',
        },
      ],
    ],
  ];
  for (const [args, expected] of wrong) {
    it(`is not ${JSON.stringify(args)}`, () => assert.deepEqual(apiAccessProblems(args), expected));
  }

  it("has to be said", () => {
    for (const args of [undefined, {}, { privateOnly: false, allowPublic: false }]) {
      assert.deepEqual(
        apiAccessProblems(args).map(({ path }) => path),
        ["apiAccess"],
      );
    }
  });
});
