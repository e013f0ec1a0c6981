import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { recordProgram } from "../../../recorder";
import { deploy, type Deployed } from "../../helpers/deploy";

const MAP = "kubernetes:core/v1:ConfigMap";

/** A transform that adds its name to the data of config maps, and may add options. */
const mark =
  (name: string, more: pulumi.CustomResourceOptions = {}): pulumi.ResourceTransform =>
  ({ type, props, opts }) => {
    if (type !== MAP) return undefined;
    const data = props["data"] as { readonly marks: string };
    const marked = { ...props, data: { ...data, marks: `${data.marks}${name} ` } };
    return { props: marked, opts: pulumi.mergeOptions(opts, more) };
  };

const configMap = (opts: pulumi.CustomResourceOptions = {}) =>
  new kubernetes.core.v1.ConfigMap("map", { metadata: { name: "map" }, data: { marks: "" } }, opts);
const group = (name: string, opts: pulumi.ComponentResourceOptions = {}) =>
  new pulumi.ComponentResource("mlplatform:index:Group", name, {}, opts);
const marksOf = (graph: Deployed) => graph.byName(MAP, "map").inputs.values["data"];

describe("a plan of a program with transforms", () => {
  it("runs those of a resource first, then those of its parents, then those of the stack", async () => {
    const graph = await deploy(() => {
      pulumi.runtime.registerResourceTransform(mark("stack"));
      const outer = group("outer", { transforms: [mark("outer")] });
      const inner = group("inner", { parent: outer, transforms: [mark("inner 1"), mark("inner 2")] });
      configMap({ parent: inner, transforms: [mark("own")] });
    });
    assert.deepEqual(marksOf(graph), { marks: "own inner 1 inner 2 outer stack " });
  });

  it("does not run those of a component for resources outside it", async () => {
    const graph = await deploy(() => {
      group("other", { transforms: [mark("other")] });
      configMap();
    });
    assert.deepEqual(marksOf(graph), { marks: "" });
  });

  it("applies the options that a transform returns", async () => {
    const more = { protect: true, retainOnDelete: true, ignoreChanges: ["data"], customTimeouts: { create: "7m" } };
    const graph = await deploy(() => {
      const namespace = new kubernetes.core.v1.Namespace("ns", { metadata: { name: "ns" } });
      configMap({ dependsOn: namespace, transforms: [mark("own", more)], aliases: [{ name: "old" }] });
    });
    const map = graph.byName(MAP, "map");
    assert.equal(map.protect, true);
    assert.equal(map.retainOnDelete, true);
    assert.deepEqual(map.ignoreChanges, ["data"]);
    assert.deepEqual(map.customTimeouts, { create: "7m" });
    assert.deepEqual(map.dependencies, [graph.byName("kubernetes:core/v1:Namespace", "ns").urn]);
    assert.deepEqual(map.aliases, [{ name: "old", parenturn: graph.resources[0]?.urn }]);
  });

  it("keeps secrets that pass through a transform secret", async () => {
    const graph = await deploy(() => {
      pulumi.runtime.registerResourceTransform(({ props, opts }) => ({ props: { ...props }, opts }));
      new kubernetes.core.v1.ConfigMap("map", { data: { password: pulumi.secret("correct horse") } });
    });
    // The SDK gives a transform each input with its secrets around the whole.
    assert.deepEqual(graph.byName(MAP, "map").inputs.secrets, ["data"]);
    assert.doesNotMatch(JSON.stringify(graph), /correct horse/);
  });

  it("runs the transforms for calls of data sources", async () => {
    const { calls } = await deploy(
      () => {
        pulumi.runtime.registerInvokeTransform(({ args, opts }) => ({ args: { ...args, region: "eu-west-1" }, opts }));
        return { zones: pulumi.runtime.invokeOutput("aws:index/getAvailabilityZones:getAvailabilityZones", {}) };
      },
      { answers: () => ({ names: [] }) },
    );
    assert.deepEqual(
      calls.map(({ args }) => args.values),
      [{ region: "eu-west-1" }],
    );
  });

  it("fails with the message of a transform that throws", async () => {
    const program = () => {
      configMap({
        transforms: [
          () => {
            throw new Error("no config maps here");
          },
        ],
      });
    };
    const { error } = await recordProgram(program, { project: "proj", stack: "test" });
    assert.match(String(error), /transform failed: Error: no config maps here/);
  });
});
