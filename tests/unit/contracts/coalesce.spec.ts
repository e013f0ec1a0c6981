import * as assert from "node:assert/strict";
import { coalesce } from "../../contracts/coalesce";

type Values = Record<string, unknown>;

describe("coalesce", () => {
  const rows: [title: string, given: Values, defaults: Values, expected: Values][] = [
    ["fills in defaults", {}, { a: 1, b: { c: 2 } }, { a: 1, b: { c: 2 } }],
    ["keeps what is given", { a: 2 }, { a: 1 }, { a: 2 }],
    ["merges maps", { b: { d: 3 } }, { b: { c: 2 } }, { b: { c: 2, d: 3 } }],
    ["replaces lists", { l: [3] }, { l: [1, 2] }, { l: [3] }],
    ["lets null remove a default", { a: null, b: { c: null } }, { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3 } }],
    [
      "drops null over null at the top, keeps it below",
      { a: null, b: { c: null } },
      { a: null, b: { c: null } },
      { b: { c: null } },
    ],
    ["keeps null where there is no default", { a: null }, {}, { a: null }],
    [
      "lets a scalar stand over a map and a map over a scalar",
      { a: 1, b: { c: 1 } },
      { a: {}, b: 2 },
      { a: 1, b: { c: 1 } },
    ],
  ];
  for (const [title, given, defaults, expected] of rows) {
    it(title, () => {
      assert.deepEqual(coalesce(given, defaults), expected);
    });
  }

  it("leaves its arguments as they were", () => {
    const [given, defaults] = [{ b: { d: 1 } }, { b: { c: 2 } }];
    coalesce(given, defaults);
    assert.deepEqual([given, defaults], [{ b: { d: 1 } }, { b: { c: 2 } }]);
  });
});
