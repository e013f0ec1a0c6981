import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as k8s from "@pulumi/kubernetes";
import { Bench } from "./bench";
import { failureOf, namesIn } from "./failure";
import { row } from "./rows";

describe("the Kubernetes provider: objects that others edit, delete or hold", () => {
  const bench = new Bench();

  row("foreign edit of a field", "seen by a refresh only, then undone: a ConfigMap by delete and create", async () => {
    const namespace = await bench.namespace();
    const stack = await bench.stack((on) => {
      new k8s.core.v1.ConfigMap("mine", { metadata: { name: "mine", namespace }, data: { a: "ours" } }, on);
    });
    await stack.up();
    await bench.patch("configmap/mine", namespace, { data: { a: "theirs" } });
    assert.deepEqual((await stack.up()).changes(), {});
    assert.deepEqual((await stack.refresh()).opsOf("mine"), ["update"]);
    assert.deepEqual((await stack.up()).opsOf("mine"), ["delete-replaced", "replace", "create-replacement"]);
    assert.deepEqual((await bench.read("configmap/mine", namespace)).data, { a: "ours" });
  });

  row("object deleted by hand", "seen by a refresh only, then created again; a destroy does not mind", async () => {
    const namespace = await bench.namespace();
    const stack = await bench.stack((on) => {
      new k8s.core.v1.ConfigMap("mine", { metadata: { name: "mine", namespace } }, on);
    });
    await stack.up();
    await bench.kubectl("delete", "configmap", "mine", "-n", namespace);
    assert.deepEqual((await stack.up()).changes(), {});
    assert.deepEqual((await stack.refresh()).opsOf("mine"), ["delete"]);
    assert.deepEqual((await stack.up()).opsOf("mine"), ["create"]);
    await bench.kubectl("delete", "configmap", "mine", "-n", namespace);
    assert.deepEqual((await stack.destroy()).opsOf("mine"), ["delete"]);
    assert.deepEqual(await namesIn(stack), []);
  });

  row("object with a finalizer nobody removes", "destroy warns and fails at the time-out", async () => {
    const namespace = await bench.namespace();
    const stack = await bench.stack((on) => {
      const metadata = { name: "held", namespace, finalizers: ["x.test/hold"] };
      new k8s.core.v1.ConfigMap("held", { metadata }, { ...on, customTimeouts: { delete: "2s" } });
    });
    await stack.up();
    bench.onCleanup(() => bench.patch("configmap/held", namespace, { metadata: { finalizers: null } }));
    const { message, run } = await failureOf(stack.destroy());
    assert.match(message, /timed out waiting for the condition/);
    const warnings = run.diagnostics
      .filter(({ severity, passing }) => severity === "warning" && !passing)
      .map((line) => line.message);
    assert.deepEqual(warnings, ["finalizers might be preventing deletion (x.test/hold)"]);
    assert.deepEqual(await namesIn(stack), ["held"]);
    assert.notEqual((await bench.read("configmap/held", namespace)).metadata.deletionTimestamp, undefined);
  });

  row("namespace whose content is held", "destroy waits for the content", async () => {
    const name = bench.name("held");
    const stack = await bench.stack((on) => {
      new k8s.core.v1.Namespace("mine", { metadata: { name } }, on);
    });
    await stack.up();
    const metadata = { name: "content", namespace: name, finalizers: ["x.test/hold"] };
    await bench.create({ apiVersion: "v1", kind: "ConfigMap", metadata });
    let released = false;
    const release = async () => {
      while ((await bench.read(`namespace/${name}`)).metadata.deletionTimestamp === undefined) await sleep(200);
      // Longer than the provider takes to see that nothing is left, if it looked at the wrong thing.
      await sleep(1500);
      released = true;
      await bench.patch("configmap/content", name, { metadata: { finalizers: null } });
    };
    const [run] = await Promise.all([stack.destroy(), release()]);
    assert.equal(released, true);
    assert.deepEqual(run.opsOf("mine"), ["delete"]);
    assert.equal(await bench.has(`namespace/${name}`), false);
  });

  row("retainOnDelete namespace, destroyed, created again", "AlreadyExists, unless it is imported", async () => {
    const name = bench.name("kept");
    bench.onCleanup(() => bench.kubectl("delete", "namespace", name, "--ignore-not-found", "--wait=false"));
    const namespace = (options: { retainOnDelete?: boolean; import?: string }, labels: Record<string, string> = {}) =>
      bench.program((on) => {
        new k8s.core.v1.Namespace("mine", { metadata: { name, labels } }, { ...on, ...options });
      });
    const stack = await bench.stack(() => {});
    await stack.up(namespace({ retainOnDelete: true }));
    await stack.destroy();
    assert.equal((await bench.read(`namespace/${name}`)).status.phase, "Active");

    const { message } = await failureOf(stack.up(namespace({ retainOnDelete: true })));
    assert.ok(message.includes(`namespaces "${name}" already exists`), message);

    const adopted = await stack.up(namespace({ import: name }, { ours: "again" }));
    assert.deepEqual(adopted.opsOf("mine"), ["import", "update"]);
    assert.equal((await bench.read(`namespace/${name}`)).metadata.labels.ours, "again");
    assert.deepEqual((await stack.up(namespace({}, { ours: "again" }))).changes(), {});
    await stack.destroy();
    assert.equal(await bench.has(`namespace/${name}`), false);
  });

  row("NamespacePatch", "applies only the given fields and removes only those", async () => {
    const name = await bench.namespace();
    await bench.kubectl("label", "namespace", name, "theirs=stays");
    const stack = await bench.stack((on) => {
      new k8s.core.v1.NamespacePatch("patch", { metadata: { name, labels: { ours: "1" } } }, on);
    });
    await stack.up();
    const labels = async () => (await bench.read(`namespace/${name}`)).metadata.labels;
    assert.deepEqual(await labels(), { "kubernetes.io/metadata.name": name, ours: "1", theirs: "stays" });
    await stack.expectNoChanges();
    await stack.destroy();
    assert.deepEqual(await labels(), { "kubernetes.io/metadata.name": name, theirs: "stays" });
  });

  row("NamespacePatch", "creates a namespace that is absent", async () => {
    const name = bench.name("absent");
    bench.onCleanup(() => bench.kubectl("delete", "namespace", name, "--wait=false"));
    const stack = await bench.stack((on) => {
      new k8s.core.v1.NamespacePatch("patch", { metadata: { name, labels: { ours: "1" } } }, on);
    });
    await stack.up();
    assert.equal((await bench.read(`namespace/${name}`)).metadata.labels.ours, "1");
  });
});
