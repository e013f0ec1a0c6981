import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { realKubernetesProvider } from "../providers/kubernetes/launcher";
import { Bench } from "./bench";
import { failureOf } from "./failure";

describe("the stand-in for the Kubernetes provider: strict mode", () => {
  const bench = new Bench();

  before(function () {
    if (realKubernetesProvider() === undefined) return;
    console.log("      skipped: the real provider has no strict mode");
    this.skip();
  });

  it("refuses an unknown field of a built-in kind, already in the preview", async () => {
    const namespace = await bench.namespace();
    const program = (on: { provider: k8s.Provider }) => {
      const spec = { ports: [{ port: 80 }], nope: "x" };
      new k8s.core.v1.Service("mine", { metadata: { name: "mine", namespace }, spec }, on);
    };
    const stack = await bench.stack(program, { strict: true });
    await stack.up(bench.program(() => {}));
    assert.match((await failureOf(stack.preview(bench.program(program)))).message, /unknown field "spec\.nope"/);
    assert.match((await failureOf(stack.up())).message, /unknown field "spec\.nope"/);
    assert.equal(await bench.has("service/mine", namespace), false);
  });

  it("refuses an unknown field of a custom resource with a schema", async () => {
    const namespace = await bench.namespace();
    const { apiVersion, kind, plural } = await bench.thing();
    const program = (on: { provider: k8s.Provider }) => {
      const args = { apiVersion, kind, metadata: { name: "mine", namespace }, spec: { size: 1, x: "y" } };
      new k8s.apiextensions.CustomResource("mine", args, on);
    };
    const stack = await bench.stack(program, { strict: true });
    assert.match((await failureOf(stack.up())).message, /unknown field "spec\.x"/);
    assert.equal(await bench.has(`${plural}/mine`, namespace), false);
  });
});
