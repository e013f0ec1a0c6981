import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { Bench, onCluster } from "./bench";

/** What MlCluster relies on when it identifies a cluster (docs/decisions, identity of the control plane). */
describe("a Kubernetes provider whose kubeconfig changes", () => {
  const bench = new Bench();
  const PROVIDER = "pulumi:providers:kubernetes::k8s";

  const configMap = (namespace: string) => (on: { provider: k8s.Provider }) => {
    new k8s.core.v1.ConfigMap("mine", { metadata: { name: "mine", namespace } }, on);
  };
  const rewritten = () => ({ ...bench.on, kubeconfig: `${bench.on.kubeconfig}\n# rewritten\n` });
  const ofAnotherServer = () => ({
    ...bench.on,
    kubeconfig: bench.on.kubeconfig.replace(bench.on.server, "https://127.0.0.1:1"),
  });

  it("is updated, and nothing is replaced, if an identifier stays the same", async () => {
    const namespace = await bench.namespace();
    const identified = { clusterIdentifier: "test" };
    const stack = await bench.stack(configMap(namespace), identified);
    await stack.up();
    const run = await stack.up({ program: onCluster(rewritten(), configMap(namespace), identified) });
    assert.deepEqual(run.changes(), { [PROVIDER]: ["update"] });
  });

  it("is updated, and nothing is replaced, if its identifier is removed and the server stays the same", async () => {
    const namespace = await bench.namespace();
    const stack = await bench.stack(configMap(namespace), { clusterIdentifier: "test" });
    await stack.up();
    const run = await stack.up({ program: onCluster(rewritten(), configMap(namespace)) });
    assert.deepEqual(run.changes(), { [PROVIDER]: ["update"] });
  });

  it("is replaced with everything that it created if the server changes, unless the identifier stays the same", async () => {
    const namespace = await bench.namespace();
    const stack = await bench.stack(configMap(namespace));
    await stack.up();
    const opsOf = async (args: k8s.ProviderArgs) => {
      const program = onCluster(ofAnotherServer(), configMap(namespace), args);
      return (await stack.preview({ program })).opsOf("k8s");
    };
    assert.deepEqual(await opsOf({}), ["create-replacement", "replace", "delete-replaced"]);

    await stack.up(bench.program(configMap(namespace), { clusterIdentifier: "test" }));
    assert.deepEqual(await opsOf({ clusterIdentifier: "test" }), ["update"]);
  });
});
