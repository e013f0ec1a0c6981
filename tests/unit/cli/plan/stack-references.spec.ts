import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { recordProgram, type RecordOptions } from "../../../../recorder/record-program";
import type { StackOutputs } from "../../../../recorder/stack-references";

/** A program that asks a stack for one thing, of which this is known. */
function asking(outputs: Partial<StackOutputs>, options: Partial<RecordOptions> = {}) {
  const { masked = {}, open = masked } = outputs;
  const program = async () => {
    const other = new pulumi.StackReference("ref", { name: "organization/proj/other" });
    const details = await other.getOutputDetails("it");
    return { value: details.value as unknown, hidden: details.secretValue as unknown, secret: other.secretOutputNames };
  };
  const readStack = () => Promise.resolve({ masked, open });
  return recordProgram(program, { project: "proj", stack: "dev", readStack, ...options });
}

describe("what another stack exports", () => {
  const table: readonly [what: string, outputs: Partial<StackOutputs>, seen: unknown][] = [
    ["plain text", { masked: { it: "a" } }, { value: "a", secret: [] }],
    ["a list", { masked: { it: [1, { a: null }] } }, { value: [1, { a: null }], secret: [] }],
    ["text that looks like a secret", { masked: { it: "[secret]" } }, { value: "[secret]", secret: [] }],
    ["nothing", {}, { secret: [] }],
    ["a secret", { masked: { it: "[secret]" }, open: { it: "hunter22" } }, { hidden: "hunter22", secret: ["it"] }],
    ["a secret map", { masked: { it: "[secret]" }, open: { it: { a: 1 } } }, { hidden: { a: 1 }, secret: ["it"] }],
    [
      "a secret in a list",
      { masked: { it: [1, { a: "[secret]" }] }, open: { it: [1, { a: "hunter22" }] } },
      { hidden: [1, { a: "hunter22" }], secret: ["it"] },
    ],
    ["what is only seen in the open", { masked: {}, open: { it: "hunter22" } }, { hidden: "hunter22", secret: ["it"] }],
  ];
  for (const [what, outputs, seen] of table) {
    it(`is told as the engine tells it: ${what}`, async () => {
      const { outputs: told, error } = await asking(outputs);
      assert.equal(error, undefined);
      assert.deepEqual(told.values, seen);
    });
  }

  const hidden: readonly [what: string, masked: Record<string, unknown>, kept: unknown, path: string][] = [
    ["a secret in a list", { it: ["[secret]"] }, ["[secret]"], "outputs.it[0]"],
    ["what is only seen in the open", {}, "[secret]", "outputs.it"],
  ];
  for (const [what, masked, kept, path] of hidden) {
    it(`is kept masked, and out of what is shown: ${what}`, async () => {
      const { graph, secretTexts } = await asking({ masked, open: { it: ["hunter22"] } });
      assert.deepEqual(graph.resources[1]?.outputs, {
        values: { name: "organization/proj/other", outputs: { it: kept }, secretOutputNames: ["it"] },
        secrets: [path],
        unknowns: [],
      });
      assert.deepEqual([...secretTexts], ["hunter22"]);
    });
  }

  it("is waited for, however long it takes", async () => {
    const outputs = { masked: { it: "late" }, open: { it: "late" } };
    const readStack = () => new Promise<StackOutputs>((resolve) => setTimeout(resolve, 500, outputs));
    const recording = await asking({}, { readStack, stallAfterMs: 100 });
    assert.equal(recording.error, undefined);
    assert.equal(recording.outputs.values["value"], "late");
  });

  it("is not known where it cannot be read, and it is told why", async () => {
    const readStack = () => Promise.reject(new Error("no such stack."));
    const { outputs, unreadStacks } = await asking({}, { readStack });
    assert.deepEqual(outputs, { values: { secret: "[unknown]" }, secrets: [], unknowns: ["secret"] });
    assert.deepEqual(unreadStacks, [{ stack: "organization/proj/other", reason: "no such stack." }]);
  });

  it("is not read where the name of the stack is known later", async () => {
    const asked: string[] = [];
    const readStack = (stack: string) => Promise.reject(new Error(`asked for ${stack}: ${asked.push(stack)}`));
    const program = () => {
      const later = pulumi.runtime.invokeOutput<string>("some:index/getName:getName", {}).apply((name) => name);
      return { it: new pulumi.StackReference("ref", { name: later }).getOutput("it") };
    };
    const { outputs, error } = await recordProgram(program, { project: "proj", stack: "dev", readStack });
    assert.deepEqual([error, asked, outputs.unknowns], [undefined, [], ["it"]]);
  });

  it("is not known where nobody reads it", async () => {
    const { outputs, unreadStacks } = await asking({}, { readStack: undefined });
    assert.deepEqual([outputs.unknowns, unreadStacks], [["secret"], []]);
  });
});
