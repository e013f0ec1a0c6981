import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { Bench, onCluster } from "./bench";
import { failureOf } from "./failure";
import { row } from "./rows";

describe("the Kubernetes provider: its own inputs", () => {
  const bench = new Bench();

  const configMap = (namespace: string) => (on: { provider: k8s.Provider }) => {
    new k8s.core.v1.ConfigMap("mine", { metadata: { name: "mine", namespace } }, on);
  };

  row("API server unreachable at create", "refused at once", async () => {
    const { kubeconfig, context, server } = bench.on;
    const elsewhere = { kubeconfig: kubeconfig.replace(server, "https://127.0.0.1:1"), context };
    const stack = await bench.stack(() => {});
    const { message } = await failureOf(stack.up({ program: onCluster(elsewhere, configMap("default")) }));
    assert.match(
      message,
      /configured Kubernetes cluster is unreachable: unable to load schema information from the API server: .*connection refused/,
    );
  });

  row("kubeconfig unparsable", "the same error, with the parser's", async () => {
    const { context } = bench.on;
    const broken = { kubeconfig: "a: b: c", context };
    const stack = await bench.stack(() => {});
    const { message } = await failureOf(stack.up({ program: onCluster(broken, configMap("default")) }));
    assert.match(
      message,
      /configured Kubernetes cluster is unreachable: failed to parse kubeconfig data .*yaml: line 1:/,
    );
  });

  row("kubeconfig text changed, clusterIdentifier unchanged", "update of the provider only", async () => {
    const namespace = await bench.namespace();
    const { kubeconfig, context } = bench.on;
    const stack = await bench.stack(configMap(namespace));
    await stack.up();
    const rewritten = { kubeconfig: `${kubeconfig}\n# rewritten\n`, context };
    const run = await stack.up({ program: onCluster(rewritten, configMap(namespace)) });
    assert.deepEqual(run.changes(), { "pulumi:providers:kubernetes::k8s": ["update"] });
  });

  row(
    "clusterIdentifier changed",
    "everything is replaced, creates first, which fail on the same cluster",
    async () => {
      const namespace = await bench.namespace();
      const stack = await bench.stack(configMap(namespace));
      await stack.up();
      const before = await bench.read("configmap/mine", namespace);
      const { message, run } = await failureOf(
        stack.up(bench.program(configMap(namespace), { clusterIdentifier: "other" })),
      );
      assert.match(message, /configmaps "mine" already exists/);
      assert.equal(run.opsOf("k8s")[0], "create-replacement");
      assert.equal((await bench.read("configmap/mine", namespace)).metadata.uid, before.metadata.uid);
    },
  );
});
