import * as assert from "node:assert/strict";
import { structuralProblems } from "../../contracts/structural-problems";
import type { StructuralSchema } from "../../contracts/structural-schema";

const string: StructuralSchema = { type: "string" };
const integer: StructuralSchema = { type: "integer" };
const port: StructuralSchema = { type: "object", required: ["number"], properties: { number: integer, name: string } };
const intOrString: StructuralSchema = { "x-kubernetes-int-or-string": true, pattern: "^[0-9]+%?$" };
const preserving: StructuralSchema = {
  type: "object",
  properties: { a: integer },
  "x-kubernetes-preserve-unknown-fields": true,
};

describe("structuralProblems", () => {
  const rows: [title: string, schema: StructuralSchema, value: unknown, expected: string[]][] = [
    ["accepts a value that fits", port, { number: 80, name: "http" }, []],
    ["requires what is required", port, {}, ["v.number: is required"]],
    ["refuses an unknown field", port, { number: 80, protocol: "TCP" }, ["v.protocol: unknown field"]],
    [
      "refuses it in a list's item",
      { type: "array", items: port },
      [{ number: 1 }, { number: 2, x: 1 }],
      ["v[1].x: unknown field"],
    ],
    ["refuses any field where none is declared", { type: "object" }, { a: 1 }, ["v.a: unknown field"]],
    ["does not take inherited names for fields", port, { number: 1, toString: 1 }, ["v.toString: unknown field"]],
    ["refuses another type", string, 1, ["v: must be string, is integer"]],
    ["refuses a fraction for an integer", integer, 1.5, ["v: must be integer, is number"]],
    ["accepts an integer for a number", { type: "number" }, 1, []],
    ["refuses a list for an object", { type: "object" }, [], ["v: must be object, is array"]],
    ["refuses null", string, null, ["v: must be string, is null"]],
    ["accepts null where nullable", { type: "string", nullable: true }, null, []],
    [
      "checks a map's values",
      { type: "object", additionalProperties: string },
      { "a/b": 1 },
      ['v["a/b"]: must be string, is integer'],
    ],
    [
      "refuses unknown fields in a map's values",
      { type: "object", additionalProperties: port },
      { a: { number: 1, x: 1 } },
      ["v.a.x: unknown field"],
    ],
    ["accepts any key of an open map", { type: "object", additionalProperties: true }, { a: { b: 1 } }, []],
    ["accepts unknown fields where they are preserved", preserving, { b: { c: 1 } }, []],
    ["still checks the known ones there", preserving, { a: "1" }, ["v.a: must be integer, is string"]],
    [
      "accepts apiVersion, kind, metadata in an embedded object",
      { type: "object", "x-kubernetes-embedded-resource": true },
      { apiVersion: "v1", kind: "Pod", metadata: {}, spec: {} },
      ["v.spec: unknown field"],
    ],
    ["accepts an integer for int-or-string", intOrString, 80, []],
    ["accepts a string for int-or-string", intOrString, "25%", []],
    ["checks the string's pattern", intOrString, "x", ['v: must be of the pattern ^[0-9]+%?$, is "x"']],
    ["refuses a boolean for int-or-string", intOrString, true, ["v: must be an integer or a string, is boolean"]],
    [
      "checks enums",
      { type: "string", enum: ["HTTP", "TLS"] },
      "http",
      ['v: must be one of ["HTTP","TLS"], is "http"'],
    ],
    [
      "checks lengths, counting characters",
      { type: "string", minLength: 2, maxLength: 3 },
      "💥",
      ['v: must be at least 2 characters long, is "💥"'],
    ],
    [
      "checks the longest",
      { type: "string", maxLength: 3 },
      "abcd",
      ['v: must be at most 3 characters long, is "abcd"'],
    ],
    ["checks bounds", { type: "integer", minimum: 1, maximum: 3 }, 0, ["v: must be at least 1, is 0"]],
    ["accepts a bound itself", { type: "integer", minimum: 1, maximum: 3 }, 3, []],
    ["checks the upper bound", { type: "integer", maximum: 3 }, 4, ["v: must be at most 3, is 4"]],
    [
      "refuses an exclusive bound",
      { type: "number", minimum: 1, exclusiveMinimum: true },
      1,
      ["v: must be at least 1, is 1"],
    ],
    [
      "refuses an exclusive upper bound",
      { type: "number", maximum: 1, exclusiveMaximum: true },
      1,
      ["v: must be at most 1, is 1"],
    ],
    ["checks multiples", { type: "integer", multipleOf: 4 }, 6, ["v: must be a multiple of 4, is 6"]],
    [
      "checks the number of items",
      { type: "array", items: string, minItems: 1 },
      [],
      ["v: must have at least 1 items"],
    ],
    [
      "checks the greatest number",
      { type: "array", items: string, maxItems: 1 },
      ["a", "b"],
      ["v: must have at most 1 items"],
    ],
    [
      "checks uniqueness in sets",
      { type: "array", items: string, "x-kubernetes-list-type": "set" },
      ["a", "b", "a"],
      ["v[2]: repeats an earlier item"],
    ],
    [
      "checks the keys of keyed lists",
      { type: "array", items: port, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"] },
      [
        { number: 1, name: "a" },
        { number: 2, name: "a" },
      ],
      ["v[1]: repeats an earlier item"],
    ],
    ["allows repeats elsewhere", { type: "array", items: string }, ["a", "a"], []],
    [
      "checks the number of properties",
      { type: "object", additionalProperties: string, minProperties: 1 },
      {},
      ["v: must have at least 1 properties"],
    ],
    [
      "checks the greatest number of properties",
      { type: "object", additionalProperties: string, maxProperties: 0 },
      { a: "b" },
      ["v: must have at most 0 properties"],
    ],
    ["checks allOf", { type: "integer", allOf: [{ minimum: 2 }] }, 1, ["v: must be at least 2, is 1"]],
    ["checks anyOf", { anyOf: [integer, string] }, true, ["v: must fit one of anyOf, fits none"]],
    ["accepts one of anyOf", { anyOf: [integer, string] }, "a", []],
    [
      "checks oneOf",
      { type: "object", properties: { a: string, b: string }, oneOf: [{ required: ["a"] }, { required: ["b"] }] },
      { a: "", b: "" },
      ["v: must fit exactly one of oneOf, fits 2"],
    ],
    [
      "checks not",
      { type: "object", properties: { a: string }, not: { required: ["a"] } },
      { a: "" },
      ["v: must not fit the schema under not"],
    ],
    [
      "does not let anyOf declare fields",
      { type: "object", anyOf: [{ properties: { a: string } }] },
      { a: "" },
      ["v.a: unknown field"],
    ],
    [
      "leaves CEL rules to the API server",
      { type: "integer", "x-kubernetes-validations": [{ rule: "false" }] } as StructuralSchema,
      1,
      [],
    ],
  ];
  for (const [title, schema, value, expected] of rows) {
    it(title, () => {
      assert.deepEqual(structuralProblems(value, schema, "v"), expected);
    });
  }
});
