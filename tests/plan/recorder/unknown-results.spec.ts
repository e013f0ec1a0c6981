import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { recordProgram, type Recording } from "../../../recorder/record-program";

const TOKEN = "aws:index/getCallerIdentity:getCallerIdentity";
const MESSAGE =
  `The result of ${TOKEN} is not known in a plan, because only its provider can compute it. ` +
  "Use getCallerIdentityOutput instead of getCallerIdentity: an output can be unknown.";

const plan = (program: () => unknown): Promise<Recording> => recordProgram(program, { project: "proj", stack: "test" });

/** The data of a config map that a program creates with these values. */
async function planned(values: () => Record<string, pulumi.Input<string>>) {
  const { graph, error } = await plan(() => new kubernetes.core.v1.ConfigMap("map", { data: values() }));
  assert.equal(error, undefined);
  const map = graph.resources.find(({ name }) => name === "map");
  assert.ok(map);
  return { data: map.inputs.values["data"], unknowns: map.inputs.unknowns };
}

const neverRuns = (): string => assert.fail("a callback ran with an unknown value");

describe("the result of a data source in a plan", () => {
  const zones = () => aws.getAvailabilityZonesOutput();
  const identity = () => aws.getCallerIdentityOutput();
  const table: readonly [what: string, value: () => pulumi.Input<string>][] = [
    ["a field", () => identity().accountId],
    ["a text with a field", () => pulumi.interpolate`arn:aws:iam::${identity().accountId}:role/x`],
    ["what a callback makes of a field", () => identity().accountId.apply(neverRuns)],
    ["what a callback makes of the whole", () => identity().apply(neverRuns)],
    ["an item of a list", () => zones().names[0] as pulumi.Output<string>],
    ["what a callback makes of an item", () => zones().names.apply(neverRuns)],
    ["a field in an item of a list", () => aws.ec2.getRouteTableOutput().routes[0]?.cidrBlock as pulumi.Output<string>],
    ["a field that is optional", () => pulumi.output(aws.ec2.getVpcOutput().state).apply(neverRuns)],
    ["a field of a promise as an output", () => pulumi.output(aws.getCallerIdentity()).accountId],
    ["a field together with a known value", () => pulumi.all([identity().accountId, "x"]).apply(neverRuns)],
    ["a single value", () => pulumi.runtime.invokeSingleOutput<string>("x:index:getOne", {})],
    [
      "what a callback makes of a single value",
      () => pulumi.runtime.invokeSingleOutput("x:index:getOne", {}).apply(neverRuns),
    ],
    ["a single value of a promise", () => pulumi.runtime.invokeSingle("x:index:getOne", {}) as Promise<string>],
    ["a field of the result of a method", () => pulumi.runtime.call<{ field: string }>("x:index:R/m", {}).field],
    ["a single result of a method", () => pulumi.runtime.callSingle<string>("x:index:R/m", {}).apply(neverRuns)],
  ];
  for (const [what, value] of table) {
    it(`has as unknown ${what}`, async () => {
      assert.deepEqual(await planned(() => ({ it: value() })), { data: { it: "[unknown]" }, unknowns: ["data.it"] });
    });
  }
});

describe("a promise of the result of a data source in a plan", () => {
  const one = (): Promise<string> => pulumi.runtime.invokeSingle(TOKEN, {});
  const reads: readonly [what: string, program: () => Promise<unknown>][] = [
    ["a field", async () => (await aws.getCallerIdentity()).accountId],
    ["a field in a callback", () => aws.getCallerIdentity().then(({ accountId }) => accountId)],
    ["a text of the whole", async () => `it is ${(await aws.getCallerIdentity()) as unknown as string}`],
    ["JSON of the whole", async () => JSON.stringify(await aws.getCallerIdentity())],
    ["a single value as text", async () => `arn:${await one()}`],
    ["a method of a single value", async () => (await one()).toLowerCase()],
  ];
  for (const [what, program] of reads) {
    it(`is refused to give ${what}`, async () => {
      const { error } = await plan(program);
      assert.equal(String(error), `ResultUnknown: ${MESSAGE}`);
    });
  }

  it("fails the program where a field of it is an input", async () => {
    const { error } = await plan(() => {
      const accountId = aws.getCallerIdentity().then((found) => found.accountId);
      new kubernetes.core.v1.ConfigMap("map", { data: { accountId } });
    });
    assert.ok(error instanceof Error);
    assert.ok(error.message.endsWith(MESSAGE), error.message);
  });

  it("is unknown as an export", async () => {
    const { outputs, error } = await plan(async () => ({ identity: await aws.getCallerIdentity() }));
    assert.equal(error, undefined);
    assert.deepEqual(outputs, { values: { identity: "[unknown]" }, secrets: [], unknowns: ["identity"] });
  });

  it("gives the result that a test supplies", async () => {
    const { outputs } = await recordProgram(async () => ({ id: (await aws.getCallerIdentity()).accountId }), {
      project: "proj",
      stack: "test",
      answers: (token) => (token === TOKEN ? { accountId: "123456789012" } : undefined),
    });
    assert.deepEqual(outputs.values, { id: "123456789012" });
  });

  it("ends a plan with what to use instead, where a component of kubernetes.yaml asks for it", async () => {
    const { error } = await plan(() => new kubernetes.yaml.ConfigGroup("group", { yaml: "kind: Namespace" }));
    assert.match(
      String(error),
      /The result of kubernetes:yaml:decode is not known in a plan.* Use ConfigGroup and ConfigFile of kubernetes\.yaml\.v2/,
    );
  });
});
