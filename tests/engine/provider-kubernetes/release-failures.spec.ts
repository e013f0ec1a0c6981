import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import * as k8s from "@pulumi/kubernetes";
import { Bench, thingDefinition } from "./bench";
import { TINY, writeChart } from "./charts";
import { failureOf, namesIn } from "./failure";
import { helmStatus, withRelease } from "./release";
import { row } from "./rows";

describe("the Kubernetes provider: releases that fail, hang or find things", () => {
  const bench = new Bench();
  const tiny = async () => ({
    namespace: await bench.namespace(),
    chart: await writeChart(await bench.folder(), TINY),
  });
  const unready = { replicas: 1, neverReady: true };

  row("not ready within timeout", "failed but kept; the next up is an update, which can succeed", async () => {
    const { namespace, chart } = await tiny();
    const stack = await bench.stack(() => {});
    const { message } = await failureOf(
      stack.up(withRelease(bench, { chart, namespace, values: unready, timeout: 3 })),
    );
    assert.match(message, /was created, but failed to initialize completely[\s\S]*context deadline exceeded/);
    assert.deepEqual(await helmStatus(bench, namespace, "tiny"), { status: "failed", revision: 1 });
    assert.deepEqual(await namesIn(stack), ["mine"]);
    const run = await stack.up(withRelease(bench, { chart, namespace, values: { replicas: 1 } }));
    assert.deepEqual(run.opsOf("mine"), ["update"]);
    assert.deepEqual(await helmStatus(bench, namespace, "tiny"), { status: "deployed", revision: 2 });
    await stack.expectNoChanges();
  });

  row("not ready within timeout, with atomic", "uninstalled again; the next up creates it", async () => {
    const { namespace, chart } = await tiny();
    const stack = await bench.stack(() => {});
    const atomic = { chart, namespace, atomic: true };
    const { message } = await failureOf(stack.up(withRelease(bench, { ...atomic, values: unready, timeout: 3 })));
    assert.match(message, /release tiny failed, and has been uninstalled due to atomic being set/);
    assert.equal(await helmStatus(bench, namespace, "tiny"), undefined);
    assert.deepEqual(await namesIn(stack), []);
    const run = await stack.up(withRelease(bench, { ...atomic, values: { replicas: 1 } }));
    assert.deepEqual(run.opsOf("mine"), ["create"]);
  });

  row("skipAwait", "returns although nothing gets ready", async () => {
    const { namespace, chart } = await tiny();
    const stack = await bench.stack(() => {});
    await stack.up(withRelease(bench, { chart, namespace, values: unready, skipAwait: true }));
    assert.deepEqual(await helmStatus(bench, namespace, "tiny"), { status: "deployed", revision: 1 });
    assert.notEqual((await bench.read("deployment/tiny", namespace)).status.readyReplicas, 1);
  });

  /** Installs the chart as somebody else would. */
  const helm = (namespace: string, chart: string, ...flags: string[]) =>
    spawn(bench.helmProgram, [
      "install",
      "tiny",
      chart,
      "-n",
      namespace,
      "--kubeconfig",
      bench.on.kubeconfigPath,
      ...flags,
    ]);

  const ended = (child: ReturnType<typeof helm>) => new Promise((resolve) => child.once("close", resolve));

  row(
    "a release of that name exists, or hangs in pending-install",
    "refused; after an uninstall it works",
    async () => {
      const { namespace, chart } = await tiny();
      await ended(helm(namespace, chart));
      const stack = await bench.stack(() => {});
      const { message } = await failureOf(stack.up(withRelease(bench, { chart, namespace })));
      assert.match(message, /cannot re-use a name that is still in use/);
      assert.deepEqual(await namesIn(stack), []);
      await bench.kubectl("delete", "secret", "-l", "owner=helm", "-n", namespace);
      await bench.kubectl("delete", "configmap", "tiny", "-n", namespace);
      assert.deepEqual((await stack.up()).opsOf("mine"), ["create"]);
    },
  );

  row(
    "a release of that name exists, or hangs in pending-install",
    "nothing is repaired, atomic does not help",
    async () => {
      const { namespace, chart } = await tiny();
      const killed = helm(namespace, chart, "--set", "replicas=1,neverReady=true", "--wait");
      while ((await helmStatus(bench, namespace, "tiny"))?.status !== "pending-install") await sleep(100);
      killed.kill("SIGKILL");
      await ended(killed);
      const stack = await bench.stack(() => {});
      const { message } = await failureOf(stack.up(withRelease(bench, { chart, namespace, atomic: true })));
      assert.match(message, /cannot re-use a name that is still in use/);
      assert.deepEqual(await helmStatus(bench, namespace, "tiny"), { status: "pending-install", revision: 1 });
    },
  );

  row("the chart's objects exist but no release record", "adopted when they carry this release's labels", async () => {
    const { namespace, chart } = await tiny();
    const annotations = { "meta.helm.sh/release-name": "tiny", "meta.helm.sh/release-namespace": namespace };
    const labels = { "app.kubernetes.io/managed-by": "Helm" };
    const left = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "tiny", namespace, labels, annotations } };
    await bench.create({ ...left, data: { message: "left over" } });
    const stack = await bench.stack(() => {});
    await stack.up(withRelease(bench, { chart, namespace, values: { message: "ours" } }));
    assert.equal((await bench.read("configmap/tiny", namespace)).data.message, "ours");
  });

  row("the chart's objects exist but no release record", "refused when they are somebody else's", async () => {
    const { namespace, chart } = await tiny();
    await bench.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "tiny", namespace } });
    const stack = await bench.stack(() => {});
    const { message } = await failureOf(stack.up(withRelease(bench, { chart, namespace })));
    assert.match(message, /cannot be imported into the current release: invalid ownership metadata/);
  });

  row("release uninstalled by hand", "seen by a refresh only, then installed again", async () => {
    const { namespace, chart } = await tiny();
    const stack = await bench.stack(() => {});
    await stack.up(withRelease(bench, { chart, namespace }));
    await bench.kubectl("delete", "secret", "-l", "owner=helm", "-n", namespace);
    await bench.kubectl("delete", "configmap", "tiny", "-n", namespace);
    assert.deepEqual((await stack.up()).changes(), {});
    assert.deepEqual((await stack.refresh()).opsOf("mine"), ["delete"]);
    assert.deepEqual((await stack.up()).opsOf("mine"), ["create"]);
    assert.equal(await bench.has("configmap/tiny", namespace), true);
  });

  /** A release that brings a CRD, and a resource of that kind which depends on it. */
  const operator = (namespace: string, chart: string, group: string) =>
    bench.program((on) => {
      // The garbage collector learns of a new kind within 30 s only, and a foreground deletion waits for it.
      const annotations = { "pulumi.com/deletionPropagationPolicy": "background" };
      const metadata = { name: "mine", namespace, annotations };
      const release = new k8s.helm.v3.Release("operator", { name: "operator", chart, namespace, timeout: 60 }, on);
      const args = {
        apiVersion: `${group}/v1`,
        kind: "Thing",
        metadata,
        spec: { size: 1 },
      };
      new k8s.apiextensions.CustomResource("mine", args, { ...on, dependsOn: release });
    });

  row("CRDs in crds/", "there in time for the same up; they stay after destroy", async () => {
    const namespace = await bench.namespace();
    const group = `${bench.name("g")}.test`;
    const chart = await writeChart(await bench.folder(), { name: "operator", crds: [thingDefinition(group)] });
    bench.onCleanup(() => bench.kubectl("delete", "crd", `things.${group}`));
    const stack = await bench.stack(() => {});
    assert.deepEqual((await stack.preview(operator(namespace, chart, group))).opsOf("mine"), ["create"]);
    await stack.up(operator(namespace, chart, group));
    assert.deepEqual((await bench.read(`things.${group}/mine`, namespace)).spec, { size: 1 });
    await stack.expectNoChanges();
    await stack.destroy();
    assert.equal(await bench.has(`crd/things.${group}`), true);
  });

  row("CRDs in crds/", "kept ones of the templates are reported by destroy", async () => {
    const namespace = await bench.namespace();
    const group = `${bench.name("g")}.test`;
    const definition = thingDefinition(group);
    const kept = {
      ...definition,
      metadata: { ...definition.metadata, annotations: { "helm.sh/resource-policy": "keep" } },
    };
    const chart = await writeChart(await bench.folder(), {
      name: "operator",
      templates: { "crd.yaml": JSON.stringify(kept) },
    });
    bench.onCleanup(() => bench.kubectl("delete", "crd", `things.${group}`));
    const stack = await bench.stack(() => {});
    await stack.up(operator(namespace, chart, group));
    const { diagnostics } = await stack.destroy();
    const warnings = diagnostics.filter(({ severity, passing }) => severity === "warning" && !passing);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]?.message ?? "", /These resources were kept due to the resource policy/);
    assert.ok(warnings[0]?.message.includes(`[CustomResourceDefinition] things.${group}`));
    assert.equal(await bench.has(`crd/things.${group}`), true);
  });

  row("destroy", "the release first, then its namespace, then the provider", async () => {
    const name = bench.name("whole");
    const chart = await writeChart(await bench.folder(), TINY);
    const stack = await bench.stack((on) => {
      const namespace = new k8s.core.v1.Namespace("namespace", { metadata: { name } }, on);
      new k8s.helm.v3.Release("release", { name: "tiny", chart, namespace: namespace.metadata.name, timeout: 60 }, on);
    });
    await stack.up();
    const deleted = (await stack.destroy()).operations
      .filter(({ op }) => op === "delete")
      .map((operation) => operation.name);
    assert.deepEqual(deleted.slice(0, 3), ["release", "namespace", "k8s"]);
    assert.equal(await bench.has(`namespace/${name}`), false);
  });
});
