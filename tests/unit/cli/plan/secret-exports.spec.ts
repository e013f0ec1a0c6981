import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { recordProgram } from "../../../../recorder/record-program";

/** What only a provider knows: a secret of it, and something else of it. */
function later() {
  const all = pulumi.runtime.invokeOutput<{ key: string; name: string }>("some:index/getThing:getThing", {});
  return { key: pulumi.secret(all.apply(({ key }) => key)), name: all.apply(({ name }) => name) };
}

const outputsOf = async (program: () => unknown) => {
  const { graph, outputs, error } = await recordProgram(program, { project: "proj", stack: "dev" });
  assert.equal(error, undefined);
  assert.deepEqual(graph.resources[0]?.outputs, outputs);
  return outputs;
};

describe("what a program exports", () => {
  it("is known to be secret before it is known", async () => {
    assert.deepEqual(await outputsOf(later), {
      values: { key: "[secret]", name: "[unknown]" },
      secrets: ["key"],
      unknowns: ["key", "name"],
    });
  });

  it("is so at any depth, behind a promise, and of a resource", async () => {
    class Thing extends pulumi.ComponentResource {
      readonly key = later().key;
      readonly self = this;
    }
    const { secrets, unknowns } = await outputsOf(async () => {
      const nested = { list: [1, Promise.resolve(later())], "a.b": later().key };
      return Promise.resolve({ nested, thing: new Thing("some:index:Thing", "thing"), plain: pulumi.secret("x") });
    });
    const both = ['nested["a.b"]', "nested.list[1].key", "thing.key"];
    assert.deepEqual(secrets, [...both, "plain"].sort());
    assert.deepEqual(
      unknowns.filter((path) => both.includes(path)),
      [...both].sort(),
    );
  });

  it("is known where it is a secret without a value", async () => {
    assert.deepEqual(await outputsOf(() => ({ none: pulumi.secret(null) })), {
      values: { none: "[secret]" },
      secrets: ["none"],
      unknowns: [],
    });
  });

  it("may be nothing, or one output of everything", async () => {
    assert.deepEqual(await outputsOf(() => undefined), { values: {}, secrets: [], unknowns: [] });
    const known = await outputsOf(() => pulumi.output({ a: 1, b: pulumi.secret("x") }));
    assert.deepEqual(known.secrets, [""]);
  });
});
