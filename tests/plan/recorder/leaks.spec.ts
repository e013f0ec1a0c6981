import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { findLeaks } from "../../../recorder/secrets";
import { recordProgram } from "../../../recorder/record-program";
import { redact } from "../../../recorder/secrets";

async function leaksOf(program: () => unknown): Promise<string[]> {
  const { graph, secretTexts, error } = await recordProgram(program, { project: "proj", stack: "test" });
  assert.equal(error, undefined);
  return findLeaks(graph, secretTexts).map(({ resource, path }) => `${resource.name} ${path}`);
}

const password = pulumi.secret("correct horse");
const configMap = (name: string, data: pulumi.Input<Record<string, pulumi.Input<string>>>) =>
  new kubernetes.core.v1.ConfigMap(name, { metadata: { name }, data });

describe("secrets in the open", () => {
  it("are none where every copy is marked", async () => {
    assert.deepEqual(await leaksOf(() => void configMap("marked", { password })), []);
  });

  it("are found where a copy is not marked, inside a longer text too", async () => {
    const leaks = await leaksOf(() => {
      configMap("marked", { password });
      configMap("bare", { "app.ini": "password=correct horse" });
    });

    assert.deepEqual(leaks, ["bare data.app.ini"]);
  });

  it("are not every short text that happens to be equal", async () => {
    const leaks = await leaksOf(() => {
      configMap("short", { stage: pulumi.secret("dev") });
      configMap("plain", { stage: "dev" });
    });

    assert.deepEqual(leaks, []);
  });
});

describe("redact", () => {
  it("takes secrets out of a text, the longest first", () => {
    assert.equal(redact("a secret-two b secret c", ["secret", "secret-two"]), "a [secret] b [secret] c");
  });

  it("finds them inside JSON", () => {
    assert.equal(redact(JSON.stringify({ a: 'line "one"\nline two' }), ['line "one"\nline two']), '{"a":"[secret]"}');
  });

  it("finds them in whatever encoding a text has", () => {
    const secret = 'so "secret"\\ as/ü+?';
    const documents = ["", "a", "ab", "abc"].map((before) => `${before}${secret}and more`);
    for (const text of [
      ...documents.map((document) => Buffer.from(document).toString("base64")),
      ...documents.map((document) => Buffer.from(document).toString("base64url")),
      ...documents.map((document) => Buffer.from(document).toString("hex")),
      JSON.stringify(JSON.stringify({ secret })),
      `https://example.org/?token=${encodeURIComponent(secret)}`,
    ]) {
      const redacted = redact(`before ${text} after`, [secret]);
      assert.match(redacted, /^before .*\[secret\].* after$/);
      const left = redacted.slice("before ".length, -" after".length);
      for (const encoding of ["base64", "hex"] as const) {
        assert.ok(!Buffer.from(left, encoding).toString().includes("secret"), left);
      }
    }
  });

  it("spares everyday words", () => {
    assert.equal(redact("dev stack", ["dev", ""]), "dev stack");
  });
});
