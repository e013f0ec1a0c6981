import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { InvalidArgs } from "../../../components/shared/invalid-args";
import { plainCopy } from "../../../components/shared/plain-copy";
import { validated } from "../../../components/shared/shape";
import { clusterFacts } from "../platform";

const throwing = {
  get replicas(): number {
    throw new Error("no");
  },
};
const cyclic: Record<string, unknown> = {};
cyclic["self"] = { cyclic };
const list: unknown[] = [];
list.push(list);
const deep = (levels: number): unknown => (levels === 0 ? {} : { below: deep(levels - 1) });
const wide = (levels: number): unknown => (levels === 0 ? 1 : Array.from({ length: 4 }, () => wide(levels - 1)));

describe("a copy of arguments", () => {
  it("has the same values, with outputs and resources as they are", () => {
    const [output, promise] = [pulumi.output(1), Promise.resolve(2)];
    const args = { a: [1, "x", null, undefined, true], b: { c: {} }, output, promise, constructor: "text" };
    const { value, problems } = plainCopy(args);
    assert.deepEqual(problems, []);
    assert.deepEqual(Object.keys(value as object), Object.keys(args));
    assert.equal((value as typeof args).output, output);
    assert.equal((value as typeof args).promise, promise);
    assert.deepEqual({ ...(value as typeof args), output: 1 }, { ...args, output: 1 });
  });

  it("may have one value in two places", () => {
    const shared = { a: 1 };
    assert.deepEqual(plainCopy({ x: shared, y: [shared] }), { value: { x: shared, y: [shared] }, problems: [] });
  });

  it("calls a getter once", () => {
    let calls = 0;
    const { value } = plainCopy({
      get x() {
        return ++calls;
      },
    });
    assert.deepEqual([value, (value as { x: number }).x, calls], [{ x: 1 }, 1, 1]);
  });

  const wrong: [title: string, args: unknown, path: string, reason: RegExp][] = [
    [
      "an object that contains itself",
      { values: cyclic },
      "values.self.cyclic",
      /^contains itself\. Write a value without such a cycle\.$/,
    ],
    ["a list that contains itself", { list }, "list[0]", /^contains itself\./],
    ["a bigint", { replicas: 2n }, "replicas", /^is a bigint, which is no input\. Write a plain value\.$/],
    ["a symbol", { mirror: Symbol("x") }, "mirror", /^is a symbol, /],
    ["a function", { values: { x: () => 1 } }, "values.x", /^is a function, /],
    ["a getter that throws", { size: throwing }, "size", /^cannot be read: reading it throws an error\./],
    [
      "a value that throws whatever is asked of it",
      {
        x: new Proxy(
          {},
          { getPrototypeOf: () => assert.fail(), get: () => assert.fail(), ownKeys: () => assert.fail() },
        ),
      },
      "x",
      /^cannot be read/,
    ],
    ["a date", { x: new Date(0) }, "x", /^is a Date, not a plain object\. Write its content\.$/],
    ["a map", { x: new Map() }, "x", /^is a Map, not a plain object\./],
    ["bytes", { x: Buffer.from("x") }, "x", /^is a Uint8Array, not a plain object\./],
    ["no number", { x: [NaN] }, "x[0]", /^is NaN, not a number that can be used\.$/],
    ["an infinite number", { x: -Infinity }, "x", /^is -Infinity, not a number that can be used\.$/],
    ["the key toString", { tags: { toString: "x" } }, "tags.toString", /^is not a key that an input can have\. /],
    [
      "the key __proto__",
      JSON.parse('{"labels": {"__proto__": "x"}}'),
      "labels.__proto__",
      /^is not a key that an input can have\. Leave it out\.$/,
    ],
    ["more than 100 levels", deep(101), `below${".below".repeat(99)}`, /^is more than 100 levels deep\.$/],
    ["very many levels", deep(5000), `below${".below".repeat(99)}`, /^is more than 100 levels deep\.$/],
  ];
  for (const [title, args, path, reason] of wrong) {
    it(`refuses ${title}`, () => {
      const { problems } = plainCopy(args);
      assert.deepEqual(
        problems.map((problem) => problem.path),
        [path],
      );
      assert.match(problems[0]?.reason ?? "", reason);
    });
  }

  it("refuses more values than any platform has, soon", () => {
    assert.deepEqual(plainCopy({ values: wide(12) }).problems, [
      { path: "arguments", reason: "are too large: they have more than 100000 values." },
    ]);
  });
});

/** What is wrong with the arguments of an ingress layer, whether it was thrown or not. */
function refusalOf(name: string, args: object): string {
  try {
    const { problems } = validated("IngressLayer", name, args);
    return problems.map(({ path, reason }) => `${path}: ${reason}`).join("\n");
  } catch (error) {
    assert.ok(error instanceof InvalidArgs);
    return error.message;
  }
}

describe("a component", () => {
  const refused: [title: string, name: unknown, args: object, message: string][] = [
    [
      "arguments that contain themselves",
      "x",
      { cluster: clusterFacts, charts: cyclic },
      'IngressLayer "x" has invalid arguments:\n  - charts.self.cyclic: contains itself. Write a value without such a cycle.',
    ],
    [
      "the key constructor",
      "x",
      { cluster: clusterFacts, constructor: {} },
      'constructor: unknown input "constructor"; the inputs are ',
    ],
    [
      "an empty name",
      "",
      { cluster: clusterFacts },
      'IngressLayer "" has invalid arguments:\n  - name: is missing. Write the name of the component, its first argument.',
    ],
    ["no name", undefined, { cluster: clusterFacts }, "  - name: is missing."],
  ];
  for (const [title, name, args, message] of refused) {
    it(`refuses ${title}`, () => {
      const text = refusalOf(name as string, args);
      assert.ok(text.includes(message), text);
    });
  }
});
