import * as kubernetes from "@pulumi/kubernetes";
import assert from "node:assert/strict";
import { InvalidArgs, MlCluster } from "../../../components";
import { kubernetesStackSettings } from "../../../components/shared/kubernetes-settings";
import { deploy, type Deployed } from "../../helpers/deploy";
import { kubeconfig } from "../kubeconfig";
import { aws, eksIn } from "../targets/aws/eks";

const existing = { kubeconfig, context: "dev" };
const run = (config: Readonly<Record<string, string>>): Promise<Deployed> =>
  deploy(() => new MlCluster("ml", { existing }), { config });

async function refused(config: Readonly<Record<string, string>>): Promise<string[]> {
  const error: unknown = await run(config).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof InvalidArgs, `expected InvalidArgs, got ${String(error)}`);
  return error.problems.map(({ path, reason }) => `${path}: ${reason}`);
}

const SETTINGS = {
  "kubernetes:deleteUnreachable": "true",
  "kubernetes:enableServerSideApply": "false",
  "kubernetes:kubeClientSettings": '{"qps":50}',
  "kubernetes:namespace": "platform",
  "kubernetes:suppressHelmHookWarnings": "true",
};

describe("settings of the Kubernetes provider in the stack's config", () => {
  /** What the provider got of the settings above. */
  const reached = (graph: Deployed, name: string): object => {
    const { values } = graph.byName("pulumi:providers:kubernetes", name).inputs;
    return Object.fromEntries(Object.keys(SETTINGS).map((key) => [key, values[key.slice("kubernetes:".length)]]));
  };

  it("reach the provider of an existing cluster", async () => {
    assert.deepEqual(reached(await run(SETTINGS), "ml"), SETTINGS);
  });

  it("reach both providers of a cluster that is created", async () => {
    const graph = await eksIn({ ...aws(), config: SETTINGS });
    assert.deepEqual([reached(graph, "ml"), reached(graph, "ml-internal")], [SETTINGS, SETTINGS]);
  });

  it("do not replace the kubeconfig of the cluster", async () => {
    const graph = await run({ "kubernetes:context": "prod", "kubernetes:kubeconfig": "x", "kubernetes:cluster": "c" });
    const inputs = graph.revealInputs(graph.byName("pulumi:providers:kubernetes", "ml"));
    assert.deepEqual(Object.keys(inputs), ["kubeconfig"]);
    assert.match(inputs["kubeconfig"] as string, /dev-token/);
  });

  it("are refused if the SDK does not read them", async () => {
    assert.deepEqual(await refused({ "kubernetes:deleteUnreachble": "true", "kubernetes:enableDryRun": "true" }), [
      "kubernetes:deleteUnreachble: is in the stack's config, but the installed @pulumi/kubernetes does not read it; write deleteUnreachable.",
      "kubernetes:enableDryRun: is in the stack's config, but the installed @pulumi/kubernetes does not read it; write kubernetes:enableServerSideApply.",
    ]);
  });

  it("are refused if they have the wrong form", async () => {
    assert.deepEqual(await refused({ "kubernetes:deleteUnreachable": "yes" }), [
      "kubernetes:deleteUnreachable: is not JSON, which this key of the stack's config must be.",
    ]);
  });

  it("are all that the installed SDK has", async () => {
    const all = Object.fromEntries(Object.keys(kubernetesStackSettings.readers).map((name) => [name, "x"]));
    const read = new Set<string>();
    const args = new Proxy(all, { get: (target, name) => (read.add(String(name)), target[String(name)]) });
    await deploy(() => new kubernetes.Provider("all", args));
    assert.deepEqual([...read].sort(), Object.keys(all).sort());
  });
});
