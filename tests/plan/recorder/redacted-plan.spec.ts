import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { planJson } from "../../../cli/plan/json";
import { planText } from "../../../cli/plan/text/plan-text";
import type { Plan } from "../../../cli/plan/plan-program";
import { recordProgram } from "../../../recorder/record-program";

/** The plan of a program that has a secret, and uses the same text without a mark. */
async function planOf(secret: string, bare: unknown, key = "bare"): Promise<Plan> {
  const program = () => {
    const data = { marked: pulumi.secret(secret), [key]: bare };
    new kubernetes.apiextensions.CustomResource("it", { apiVersion: "example.org/v1", kind: "It", data });
    return { count: 100000 };
  };
  const { graph, outputs, secretTexts, revealInputs } = await recordProgram(program, { project: "p", stack: "dev" });
  return { project: "p", stack: "dev", entry: "i.ts", graph, outputs, warnings: [], secretTexts, revealInputs };
}

interface Json {
  readonly resources: { type: string; inputs: { values: { data?: Record<string, unknown> } } }[];
  readonly outputs: { values: object };
}
const jsonOf = (plan: Plan): Json => JSON.parse(planJson(plan)) as Json;
const dataOf = ({ resources }: Json) => resources.map(({ inputs }) => inputs.values.data).find((data) => data);

describe("a plan without secrets", () => {
  it("keeps numbers that have the digits of a secret, and stays JSON", async () => {
    const json = jsonOf(await planOf("100000", [100000, "port 100000"]));
    assert.deepEqual(dataOf(json), { marked: "[secret]", bare: [100000, "port [secret]"] });
    assert.deepEqual(json.outputs.values, { count: 100000 });
  });

  for (const word of ["resources", "inputs", "values", "creation", "children"]) {
    it(`keeps its own fields if the secret is the word ${word}`, async () => {
      assert.deepEqual(dataOf(jsonOf(await planOf(word, `all ${word}`))), {
        marked: "[secret]",
        bare: "all [secret]",
      });
    });
  }

  it("keeps the types of resources", async () => {
    const { resources } = jsonOf(await planOf("example.org", "x"));
    assert.deepEqual(
      resources.map(({ type }) => type),
      ["kubernetes:example.org/v1:It", "pulumi:pulumi:Stack"],
    );
  });

  it("has no secret as a key of a map", async () => {
    const plan = await planOf("hunter22", "x", "of hunter22");
    assert.deepEqual(dataOf(jsonOf(plan)), { marked: "[secret]", "of [secret]": "x" });
  });

  it("keeps the headings of the text", async () => {
    const text = planText(await planOf("Resources", "Resources"), { width: 100, colours: false });
    assert.match(text, /^Resources$/m);
  });
});
