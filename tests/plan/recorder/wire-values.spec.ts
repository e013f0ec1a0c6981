import assert from "node:assert/strict";
import { UNKNOWN_ON_WIRE } from "../../../recorder/signatures";
import { asSecret, mask, reveal, secretTexts } from "../../../recorder/wire-values";

// The texts of Pulumi itself, so that a changed signature is noticed.
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const output = (rest: object) => ({ [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", ...rest });

const cases: readonly { what: string; wire: object; masked: object; revealed: object; texts: string[] }[] = [
  {
    what: "plain values",
    wire: { text: "a", number: 1, flag: true, nothing: null, list: ["b"], map: { c: "d" } },
    masked: {
      values: { text: "a", number: 1, flag: true, nothing: null, list: ["b"], map: { c: "d" } },
      secrets: [],
      unknowns: [],
    },
    revealed: { text: "a", number: 1, flag: true, nothing: null, list: ["b"], map: { c: "d" } },
    texts: [],
  },
  {
    what: "secrets at any depth, in the order of their paths",
    wire: { z: asSecret("one"), list: [{ value: asSecret("two") }], map: asSecret({ deep: "three", n: 4 }) },
    masked: {
      values: { z: "[secret]", list: [{ value: "[secret]" }], map: "[secret]" },
      secrets: ["list[0].value", "map", "z"],
      unknowns: [],
    },
    revealed: { z: "one", list: [{ value: "two" }], map: { deep: "three", n: 4 } },
    texts: ["one", "two", "three"],
  },
  {
    what: "values that are not known yet",
    wire: { a: UNKNOWN_ON_WIRE, b: { c: UNKNOWN_ON_WIRE } },
    masked: { values: { a: "[unknown]", b: { c: "[unknown]" } }, secrets: [], unknowns: ["a", "b.c"] },
    revealed: { a: "[unknown]", b: { c: "[unknown]" } },
    texts: [],
  },
  {
    what: "a secret that is not known yet",
    wire: { a: asSecret(UNKNOWN_ON_WIRE) },
    masked: { values: { a: "[secret]" }, secrets: ["a"], unknowns: ["a"] },
    revealed: { a: "[unknown]" },
    texts: [],
  },
  {
    what: "output values",
    wire: {
      known: output({ value: "v", dependencies: ["urn"] }),
      unknown: output({ dependencies: ["urn"] }),
      secret: output({ value: "hush", secret: true }),
      both: output({ secret: true }),
    },
    masked: {
      values: { known: "v", unknown: "[unknown]", secret: "[secret]", both: "[secret]" },
      secrets: ["both", "secret"],
      unknowns: ["both", "unknown"],
    },
    revealed: { known: "v", unknown: "[unknown]", secret: "hush", both: "[unknown]" },
    texts: ["hush"],
  },
  {
    what: "references to resources",
    wire: { ref: { [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x", id: "1" } },
    masked: { values: { ref: { urn: "urn:x" } }, secrets: [], unknowns: [] },
    revealed: { ref: { urn: "urn:x" } },
    texts: [],
  },
  {
    what: "assets",
    wire: { file: { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", path: "./index.html" } },
    masked: { values: { file: { path: "./index.html" } }, secrets: [], unknowns: [] },
    revealed: { file: { path: "./index.html" } },
    texts: [],
  },
  {
    what: "keys that hold a dot",
    wire: { annotations: { "example.org/key": asSecret("hush") } },
    masked: {
      values: { annotations: { "example.org/key": "[secret]" } },
      secrets: ['annotations["example.org/key"]'],
      unknowns: [],
    },
    revealed: { annotations: { "example.org/key": "hush" } },
    texts: ["hush"],
  },
];

describe("values on the wire", () => {
  for (const { what, wire, masked, revealed, texts } of cases) {
    it(`masks ${what}`, () => assert.deepEqual(mask({ ...wire }), masked));
    it(`reveals ${what}`, () => assert.deepEqual(reveal({ ...wire }), revealed));
    it(`collects the secrets among ${what}`, () => assert.deepEqual(secretTexts(wire), texts));
  }
});
