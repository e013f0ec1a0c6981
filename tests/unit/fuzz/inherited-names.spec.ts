import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { tryArguments } from "./batch";
import { fuzzed } from "./components";
import type { Args } from "./fuzzed";
import { isPlain } from "./grow";
import { Random } from "./random";

/** A name to which every object answers, although it has no such entry. */
const INHERITED = "constructor";

describe("a component takes a name that every object inherits like any other", () => {
  for (const [type, { examples }] of Object.entries(fuzzed)) {
    it(type, async () => {
      const variants = new Map(examples(new Random(1)).flatMap((example) => everywhere(example)));
      assert.deepEqual(await tryArguments(type, [...variants.values()] as Args[]), []);
    });
  }
});

/** A value with the name in place of each text and of each key, one at a time, by where that is. */
function everywhere(value: unknown, place = ""): [place: string, changed: unknown][] {
  if (typeof value === "string") return [[place, INHERITED]];
  if (!isPlain(value) || pulumi.Resource.isInstance(value)) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, at) =>
      everywhere(item, `${place}[]`).map(([where, changed]): [string, unknown] => [
        where,
        value.map((other: unknown, index) => (index === at ? changed : other)),
      ]),
    );
  }
  return Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    const { [key]: _renamed, ...others } = value as Args;
    return [
      [`${place}.${key}:`, { ...others, [INHERITED]: item as unknown }],
      ...everywhere(item, `${place}.${key}`).map(([where, changed]): [string, unknown] => [
        where,
        { ...others, [key]: changed },
      ]),
    ];
  });
}
