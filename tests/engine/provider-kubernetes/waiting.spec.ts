import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as k8s from "@pulumi/kubernetes";
import { neverReady, startCluster } from "../cluster";
import { Bench, type BenchProgram, onCluster } from "./bench";
import { failureOf, namesIn } from "./failure";
import { row } from "./rows";

describe("the Kubernetes provider: waiting until objects are ready", () => {
  const bench = new Bench();

  const deployment = (namespace: string, annotations: Record<string, string>) =>
    bench.program((on) => {
      const labels = { app: "mine" };
      const template = { metadata: { labels, annotations }, spec: { containers: [{ name: "c", image: "i" }] } };
      const args = {
        metadata: { name: "mine", namespace },
        spec: { replicas: 2, selector: { matchLabels: labels }, template },
      };
      const made = new k8s.apps.v1.Deployment("mine", args, { ...on, customTimeouts: { create: "4s", update: "60s" } });
      return { available: made.status.availableReplicas };
    });

  row("Deployment", "done when the rollout is complete", async () => {
    const namespace = await bench.namespace();
    const stack = await bench.stack(() => {});
    assert.deepEqual((await stack.up(deployment(namespace, {}))).outputs, { available: 2 });
    assert.equal((await bench.read("deployment/mine", namespace)).status.readyReplicas, 2);
  });

  row("Deployment", "warns, fails at the time-out, and stays; the next up is an update", async () => {
    const namespace = await bench.namespace();
    const stack = await bench.stack(() => {});
    const { message, run } = await failureOf(stack.up(deployment(namespace, { [neverReady]: "true" })));
    assert.match(message, /'mine' timed out waiting to be Ready/);
    const warnings = run.diagnostics.filter(({ severity }) => severity === "warning").map((line) => line.message);
    assert.ok(
      warnings.some((line) => line.startsWith("[MinimumReplicasUnavailable]")),
      warnings.join("\n"),
    );
    assert.deepEqual(await namesIn(stack), ["mine"]);
    assert.equal(await bench.has("deployment/mine", namespace), true);
    assert.deepEqual((await stack.up(deployment(namespace, {}))).opsOf("mine"), ["update"]);
    await stack.expectNoChanges();
  });

  row(
    "Service of type LoadBalancer",
    "done with an address, which is then known, although no pod matches",
    async () => {
      const namespace = await bench.namespace();
      const stack = await bench.stack((on) => {
        const spec = { type: "LoadBalancer", selector: { app: "nobody" }, ports: [{ port: 80 }] };
        const service = new k8s.core.v1.Service("mine", { metadata: { name: "mine", namespace }, spec }, on);
        return { hostname: service.status.loadBalancer.ingress.apply(([first]) => first?.hostname) };
      });
      assert.deepEqual((await stack.up()).outputs, { hostname: `mine.${namespace}.lb.test` });
    },
  );

  row("Service of type LoadBalancer", "fails at the time-out where nobody gives it an address", async () => {
    const bare = await startCluster({ loadBalancers: false });
    bench.onCleanup(() => bare.stop());
    const program: BenchProgram = (on) => {
      const spec = { type: "LoadBalancer", ports: [{ port: 80 }] };
      new k8s.core.v1.Service(
        "mine",
        { metadata: { name: "mine" }, spec },
        { ...on, customTimeouts: { create: "2s" } },
      );
    };
    const stack = await bench.stack(() => {});
    const { message } = await failureOf(stack.up({ program: onCluster(bare, program) }));
    assert.match(message, /'mine' timed out waiting to be Ready/);
    assert.match(message, /Service was not allocated an IP address; does your cloud provider support this\?/);
  });

  row("Service of type LoadBalancer", "waits while its pods are not ready", async () => {
    const namespace = await bench.namespace();
    const metadata = { name: "p", namespace, labels: { app: "slow" }, annotations: { [neverReady]: "true" } };
    await bench.create({ apiVersion: "v1", kind: "Pod", metadata, spec: { containers: [{ name: "c", image: "i" }] } });
    await bench.kubectl("wait", "--for=jsonpath={.status.phase}=Running", "pod/p", "-n", namespace);
    const stack = await bench.stack((on) => {
      const spec = { type: "LoadBalancer", selector: { app: "slow" }, ports: [{ port: 80 }] };
      const options = { ...on, customTimeouts: { create: "3s" } };
      new k8s.core.v1.Service("mine", { metadata: { name: "mine", namespace }, spec }, options);
    });
    const { message } = await failureOf(stack.up());
    assert.match(message, /'mine' timed out waiting to be Ready/);
    assert.match(message, /Service does not target any Pods\. Selected Pods may not be ready/);
  });

  const thing = (apiVersion: string, namespace: string, annotations: Record<string, string>) =>
    bench.program((on) => {
      const args = { apiVersion, kind: "Thing", metadata: { name: "mine", namespace, annotations }, spec: { size: 1 } };
      new k8s.apiextensions.CustomResource("mine", args, on);
    });
  const waitFor = { "pulumi.com/waitFor": "jsonpath={.status.state}=Available" };

  row("custom resource", "nothing to wait for without an annotation", async () => {
    const namespace = await bench.namespace();
    const { apiVersion } = await bench.thing();
    const stack = await bench.stack(() => {});
    const run = await stack.up(thing(apiVersion, namespace, {}));
    assert.deepEqual(run.opsOf("mine"), ["create"]);
    assert.deepEqual(run.diagnostics, []);
  });

  row("custom resource", "waits for what pulumi.com/waitFor names", async () => {
    const namespace = await bench.namespace();
    const { apiVersion, plural } = await bench.thing();
    const stack = await bench.stack(() => {});
    let available = false;
    const makeAvailable = async () => {
      while (!(await bench.has(`${plural}/mine`, namespace))) await sleep(200);
      await sleep(1000);
      available = true;
      await bench.patch(`${plural}/mine`, namespace, { status: { state: "Available" } });
    };
    const [run] = await Promise.all([stack.up(thing(apiVersion, namespace, waitFor)), makeAvailable()]);
    assert.equal(available, true);
    const lines = run.diagnostics.filter(({ passing }) => passing).map(({ severity, message }) => [severity, message]);
    assert.deepEqual(lines[0], ["info", "{.status.state} selected nothing"]);
  });

  row(
    "custom resource",
    "fails after pulumi.com/timeoutSeconds, and stays; the next up is an update that waits again",
    async () => {
      const namespace = await bench.namespace();
      const { apiVersion, plural } = await bench.thing();
      const stack = await bench.stack(() => {});
      const impatient = thing(apiVersion, namespace, { ...waitFor, "pulumi.com/timeoutSeconds": "2" });
      const { message, run } = await failureOf(stack.up(impatient));
      assert.match(message, /was successfully created, but/);
      assert.match(message, /failed to fully initialize or become live: timed out waiting for the condition/);
      assert.equal(run.operations.find(({ name }) => name === "mine")?.op, "create");
      assert.deepEqual(await namesIn(stack), ["mine"]);

      const again = await failureOf(stack.up(impatient));
      assert.match(again.message, /timed out waiting for the condition/);
      assert.equal(again.run.operations.find(({ name }) => name === "mine")?.op, "update");
      await bench.patch(`${plural}/mine`, namespace, { status: { state: "Available" } });
      assert.deepEqual((await stack.up(impatient)).opsOf("mine"), ["update"]);
      await stack.expectNoChanges();
    },
  );
});
