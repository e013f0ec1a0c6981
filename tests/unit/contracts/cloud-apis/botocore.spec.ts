import assert from "node:assert/strict";
import { awsModel, type Service } from "../../../contracts/cloud-apis/aws/botocore";
import { RequestChecker, wholeValuePattern } from "../../../contracts/cloud-apis/request-problems";

const service: Service = {
  operations: { Create: { input: { shape: "Request" } }, List: {} },
  shapes: {
    Request: {
      type: "structure",
      members: {
        name: { shape: "Name" },
        size: { shape: "Size" },
        labels: { shape: "Labels" },
        source: { shape: "Source" },
        parts: { shape: "Parts" },
        encrypted: { shape: "Bool" },
      },
      required: ["name"],
    },
    Name: { type: "string", pattern: "[\\w-_]+", min: 1, max: 5 },
    Kind: { type: "string", enum: ["a", "b"] },
    Size: { type: "integer", min: 1, max: 3 },
    Bool: { type: "boolean" },
    Labels: { type: "map", key: { shape: "Name" }, value: { shape: "Kind" } },
    Source: { type: "structure", union: true, members: { url: { shape: "Name" }, id: { shape: "Name" } } },
    // A structure may contain itself.
    Parts: { type: "list", member: { shape: "Request" }, max: 1 },
  },
};

const checker = new RequestChecker(awsModel(() => service));

const rows: readonly [title: string, body: Readonly<Record<string, unknown>>, ...problems: string[]][] = [
  ["nothing wrong", { name: "ml", size: 1, labels: { x: "a" }, source: { url: "u" }, parts: [{ name: "in" }] }],
  ["a missing member", {}, "the request lacks the field name"],
  ["an unknown member", { name: "ml", nmae: 1 }, "the request has the unknown field nmae"],
  ["a pattern that holds for a part only", { name: "m.l" }, 'name must match pattern "[\\w-_]+", but is "m.l"'],
  ["a long text", { name: "abcdef" }, 'name must NOT have more than 5 characters, but is "abcdef"'],
  ["a small number", { name: "ml", size: 0 }, "size must be >= 1, but is 0"],
  ["a number as a text", { name: "ml", size: "1" }, 'size must be integer, but is "1"'],
  ["a text as a boolean", { name: "ml", encrypted: "true" }, 'encrypted must be boolean, but is "true"'],
  ["an enum's other value", { name: "ml", labels: { x: "c" } }, 'labels.x must be one of a, b, but is "c"'],
  ["a key", { name: "ml", labels: { "": "a" } }, 'labels: a key must NOT have fewer than 1 characters, but is ""'],
  [
    "both members of a union",
    { name: "ml", source: { url: "u", id: "i" } },
    'source must NOT have more than 1 properties, but is {"url":"u","id":"i"}',
  ],
  ["an inner structure", { name: "ml", parts: [{}] }, "parts.0 lacks the field name"],
];

describe("a request to AWS is checked against the description of botocore", () => {
  for (const [title, body, ...problems] of rows) {
    it(title, () => {
      const found = checker.problems({ operation: "service.Create", body });
      const expected = problems.map((problem) => `service.Create ${problem}`);
      // An empty key also breaks the pattern.
      assert.deepEqual(found.slice(0, 1), expected);
    });
  }

  it("refuses an operation that does not exist or takes nothing", () => {
    for (const operation of ["service.Delete", "service.List"]) {
      assert.throws(() => checker.problems({ operation, body: {} }), {
        message: `AWS has no operation ${operation}`,
      });
    }
  });

  it("reads patterns of Unicode and patterns that only the older mode of JavaScript allows", () => {
    assert.match("ä_1", wholeValuePattern("[\\p{L}\\p{N}_]+"));
    assert.doesNotMatch("p", wholeValuePattern("[\\p{N}]+"));
    assert.match("a-_", wholeValuePattern("[\\w-_]+"));
    assert.doesNotMatch("ab", wholeValuePattern("a|b"));
  });
});
