import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { Bench } from "./bench";

/** Components label a namespace that they did not create with a NamespacePatch. */
describe("a NamespacePatch", () => {
  const bench = new Bench();

  const patch = (name: string) =>
    bench.stack((on) => {
      new k8s.core.v1.NamespacePatch("patch", { metadata: { name, labels: { ours: "1" } } }, on);
    });
  const labelsOf = async (name: string) => (await bench.read(`namespace/${name}`)).metadata.labels;

  it("adds its labels to a namespace of somebody else, and a destroy removes only those", async () => {
    const name = await bench.namespace();
    await bench.kubectl("label", "namespace", name, "theirs=stays");
    const stack = await patch(name);
    await stack.up();
    assert.deepEqual(await labelsOf(name), { "kubernetes.io/metadata.name": name, ours: "1", theirs: "stays" });
    await stack.expectNoChanges();
    await stack.destroy();
    assert.deepEqual(await labelsOf(name), { "kubernetes.io/metadata.name": name, theirs: "stays" });
  });

  it("creates a namespace that does not exist, so components must look first", async () => {
    const name = bench.name("absent");
    bench.onCleanup(() => bench.kubectl("delete", "namespace", name, "--wait=false"));
    await (await patch(name)).up();
    assert.equal((await labelsOf(name))["ours"], "1");
  });
});
