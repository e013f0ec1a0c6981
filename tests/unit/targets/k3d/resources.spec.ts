import assert from "node:assert/strict";
import { goneTooSoon } from "../../../helpers/outlives";
import { CLUSTER_PROGRAM, KUBECONFIG_PROGRAM } from "../../../../components/targets/k3d/commands";
import { commands, k3d, k3dIn } from "./cluster";

const COMMAND = "command:local:Command";
const CONFIG = JSON.stringify({
  apiVersion: "k3d.io/v1alpha5",
  kind: "Simple",
  metadata: { name: "ml" },
  servers: 1,
  agents: 0,
  image: "rancher/k3s:v1.35.8-k3s1",
  kubeAPI: { hostIP: "127.0.0.1", hostPort: "6443" },
  ports: [
    { port: "127.0.0.1:8080:80", nodeFilters: ["loadbalancer"] },
    { port: "127.0.0.1:8443:443", nodeFilters: ["loadbalancer"] },
  ],
  options: {
    k3d: { wait: true, timeout: "10m" },
    k3s: { extraArgs: [{ arg: "--disable=traefik", nodeFilters: ["server:*"] }] },
    kubeconfig: { updateDefaultKubeconfig: false, switchCurrentContext: false },
  },
});
const COMMON = {
  interpreter: ["node", "-e", CLUSTER_PROGRAM],
  stdin: CONFIG,
  environment: { MLPLATFORM_K3D_OWNER: "5eed", MLPLATFORM_K3D_ADOPT: "false" },
  logging: "stderr",
};
const REPLACED = { ...COMMON, triggers: [CONFIG] };

describe("the resources of a cluster of k3d", () => {
  it("are exactly the listed ones, in a preview too", async () => {
    for (const graph of [await k3d(), await k3dIn({ ...commands(), preview: true })]) {
      const children = graph.childrenOf(graph.byName("mlplatform:index:MlCluster", "ml"));
      assert.deepEqual(
        children.map(({ type, name }) => `${type} ${name}`),
        [
          "pulumi:providers:command ml-command",
          "pulumi:providers:random ml-random",
          "random:index/randomId:RandomId ml-owner",
          `${COMMAND} ml-check`,
          `${COMMAND} ml-remains`,
          `${COMMAND} ml`,
          `${COMMAND} ml-kubeconfig`,
          "pulumi:providers:kubernetes ml",
        ],
      );
    }
  });

  it("check the machine first, and replace the cluster only after it was deleted", async () => {
    const graph = await k3d();
    const check = graph.byName(COMMAND, "ml-check");
    const cluster = graph.byName(COMMAND, "ml");
    assert.deepEqual(graph.revealInputs(check), {
      ...REPLACED,
      create: "check this machine for k3d",
      update: "skip the check of this machine",
    });
    assert.deepEqual(graph.revealInputs(cluster), {
      ...REPLACED,
      create: "create the k3d cluster: rancher/k3s:v1.35.8-k3s1, 1 server, ports 8080 and 8443 at 127.0.0.1",
      update: "look at the k3d cluster",
      delete: "delete the k3d cluster",
    });
    const remains = graph.byName(COMMAND, "ml-remains");
    assert.deepEqual(graph.revealInputs(remains), {
      ...COMMON,
      delete: "clear away what an interrupted run left of the k3d cluster",
    });
    assert.ok(remains.dependencies.includes(check.urn));
    assert.ok(cluster.dependencies.includes(remains.urn));
    assert.deepEqual([cluster.deleteBeforeReplace, cluster.protect], [true, true]);
    assert.ok(!check.deleteBeforeReplace && !check.protect);
  });

  it("read the kubeconfig without printing or passing it on, and keep it secret", async () => {
    const graph = await k3d();
    const reading = graph.byName(COMMAND, "ml-kubeconfig");
    assert.deepEqual(graph.revealInputs(reading), {
      create: "read the kubeconfig of the k3d cluster",
      interpreter: ["node", "-e", KUBECONFIG_PROGRAM],
      environment: { MLPLATFORM_K3D_CLUSTER: "ml" },
      logging: "none",
      addPreviousOutputInEnv: false,
      triggers: ["ml0a1b2c3d"],
    });
    assert.deepEqual(reading.additionalSecretOutputs, ["stdout", "stderr"]);
    assert.deepEqual(graph.byName("pulumi:providers:kubernetes", "ml").inputs.secrets, ["kubeconfig"]);
  });

  it("are all deleted after workloads", async () => {
    const graph = await k3d();
    assert.deepEqual(goneTooSoon(graph, graph.byName("pulumi:providers:kubernetes", "ml")), []);
  });

  it("are identified by the command that created the cluster", async () => {
    const { outputs } = (await k3d()).byName("mlplatform:index:MlCluster", "ml");
    const { clusterIdentifier, loadBalancerNetwork, storageClass, endpoint } = outputs?.values ?? {};
    assert.deepEqual(
      [clusterIdentifier, loadBalancerNetwork, storageClass, endpoint],
      ["ml0a1b2c3d", "172.25.0.0/16", "local-path", "https://127.0.0.1:6443"],
    );
  });

  it("have a network that a preview knows if it is written", async () => {
    const graph = await k3dIn({ ...commands(), preview: true }, { k3d: { subnet: "172.28.0.0/16" } });
    const { outputs } = graph.byName("mlplatform:index:MlCluster", "ml");
    assert.equal(outputs?.values["loadBalancerNetwork"], "172.28.0.0/16");
  });
});
