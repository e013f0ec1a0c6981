import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { InvalidArgs } from "../../../components";
import { constructorArgs } from "../../../plugin/constructor-args";
import type { PackageSchema } from "../../../plugin/package-schema";
import { UNKNOWN_ON_WIRE } from "../../../recorder/signatures";
import { output, received, unknown } from "./wire";

const TYPE = "pkg:index:Thing";
const text = { type: "string" };
const plain = { type: "string", plain: true };

const schema: PackageSchema = {
  name: "pkg",
  version: "1.0.0",
  resources: {
    [TYPE]: {
      inputProperties: {
        size: plain,
        token: text,
        block: { $ref: "#/types/pkg:index:Block", plain: true },
        facts: { oneOf: [{ $ref: "#/types/pkg:index:Facts" }, { $ref: "#/resources/pkg:index:Other" }] },
        names: { items: plain, plain: true },
        ranges: { items: text, plain: true },
        labels: { additionalProperties: plain, plain: true },
        blocks: { additionalProperties: { $ref: "#/types/pkg:index:Block", plain: true }, plain: true },
        values: { additionalProperties: { $ref: "pulumi.json#/Any" }, plain: true },
      },
      properties: {},
    },
  },
  types: {
    "pkg:index:Block": { properties: { kind: plain, secret: text } },
    // As the analyzer writes a type that it has met as an output: no word of what is plain.
    "pkg:index:Facts": {
      properties: { ready: text, balanced: { type: "boolean" }, mode: { $ref: "#/types/pkg:index:Mode" } },
    },
    "pkg:index:Mode": { enum: [{ value: "open" }] },
  },
};

const MOCKS = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };

const URN = "urn:pulumi:test::proj::pkg:index:Other::other";

/** What the constructor would be given. */
const given = async (
  inputs: Record<string, JavaScriptValue>,
  dependencies?: Record<string, string[]>,
): Promise<Record<string, unknown>> => constructorArgs(schema, TYPE, "thing", await received(inputs, dependencies));

/** What is known of an output. */
async function told(value: unknown): Promise<{ value: unknown; secret: boolean; from: string[]; known: boolean }> {
  assert.ok(pulumi.Output.isInstance(value), "this is no output");
  const internal = value as unknown as {
    promise(): Promise<unknown>;
    isKnown: Promise<boolean>;
    resources(): Set<pulumi.Resource>;
  };
  const urns = [...internal.resources()].map(({ urn }) => (urn as unknown as { promise(): Promise<string> }).promise());
  return {
    value: await internal.promise(),
    secret: await pulumi.isSecret(value),
    from: await Promise.all(urns),
    known: await internal.isKnown,
  };
}

/** The refusal, as the user reads it. */
const refused = async (inputs: Record<string, JavaScriptValue>): Promise<string> => {
  const error: unknown = await given(inputs).catch((reason: unknown) => reason);
  assert.ok(error instanceof InvalidArgs);
  return error.message;
};

describe("arguments from another language", () => {
  // A preview, where values may be unknown.
  before(() => pulumi.runtime.setMocks(MOCKS, "proj", "test", true));
  after(() => pulumi.runtime.setMocks(MOCKS, "proj", "test", false));

  it("are values where the schema says plain, however deep", async () => {
    const inputs = {
      size: output("big", false, [URN]),
      block: output({ kind: "a" }, false, [URN]),
      names: [output("one"), "two"],
      labels: output({ team: "blue" }),
      blocks: { first: { kind: output("b") } },
    };
    assert.deepEqual(await given(inputs), {
      size: "big",
      block: { kind: "a" },
      names: ["one", "two"],
      labels: { team: "blue" },
      blocks: { first: { kind: "b" } },
    });
  });

  it("stay outputs elsewhere, with their secrecy and what they depend on", async () => {
    const { token, block, ranges } = await given({
      token: output("t", true),
      block: { kind: "a", secret: output("s", true, [URN]) },
      ranges: [output("r", false, [URN]), "plain"],
    });
    assert.deepEqual(await told(token), { value: "t", secret: true, from: [], known: true });
    const { kind, secret } = block as Record<string, unknown>;
    assert.equal(kind, "a");
    assert.deepEqual(await told(secret), { value: "s", secret: true, from: [URN], known: true });
    const [first, second] = ranges as unknown[];
    assert.deepEqual(await told(first), { value: "r", secret: false, from: [URN], known: true });
    assert.equal(second, "plain");
  });

  it("are outputs inside of an output, where the whole of it came as one", async () => {
    const { facts } = await given({ facts: { ready: "yes", balanced: true, mode: "open" } }, { facts: [URN] });
    const { ready, ...values } = facts as Record<string, unknown>;
    assert.deepEqual(values, { balanced: true, mode: "open" });
    assert.deepEqual(await told(ready), { value: "yes", secret: false, from: [URN], known: true });
  });

  it("may be known in part", async () => {
    const { facts } = await given(
      { facts: { ready: UNKNOWN_ON_WIRE, balanced: false, mode: "open" } },
      { facts: [URN] },
    );
    const { ready, ...values } = facts as Record<string, unknown>;
    assert.deepEqual(values, { balanced: false, mode: "open" });
    assert.equal((await told(ready)).known, false);
  });

  it("are refused all at once where a plain one is not known, or secret, or of another shape", async () => {
    assert.equal(
      await refused({
        size: unknown,
        block: { kind: output("a", true) },
        facts: { balanced: unknown, mode: output("open") },
        names: ["one", unknown],
        blocks: { first: "none" },
        labels: output({ team: "blue" }, true),
      }),
      [
        'Thing "thing" has invalid arguments:',
        `  - block.kind: ${SECRET}`,
        "  - blocks.first: is not an object.",
        `  - facts.balanced: ${NOT_KNOWN}`,
        `  - labels.team: ${SECRET}`,
        `  - names[1]: ${NOT_KNOWN}`,
        `  - size: ${NOT_KNOWN}`,
      ].join("\n"),
    );
  });

  it("are refused as a whole where nothing of them is known", async () => {
    assert.equal(await refused({ facts: unknown }), `Thing "thing" has invalid arguments:\n  - facts: ${NOT_KNOWN}`);
  });

  it("are absent where another language says null, but in Helm values", async () => {
    const args = await given({
      size: null,
      token: null,
      block: { kind: null },
      values: { keep: null, deep: { no: null } },
    });
    assert.deepEqual(args, {
      size: undefined,
      token: undefined,
      block: { kind: undefined },
      values: { keep: null, deep: { no: null } },
    });
    const { token } = await given({ token: output(null, false, [URN]) });
    assert.deepEqual(await told(token), { value: undefined, secret: false, from: [URN], known: true });
  });

  it("keep names that the schema does not know, for the component to refuse", async () => {
    assert.deepEqual(await given({ sise: "big", block: { knd: "a" } }), { sise: "big", block: { knd: "a" } });
  });
});

const NOT_KNOWN =
  "is not known yet, but decides what is created. Write a value, or an output that is known before the update starts.";
const SECRET = "is a secret, but decides what is created, which is visible to everybody. Write it without a secret.";
