import assert from "node:assert/strict";
import type { Setting } from "../../cli/project/config";
import { knownPlan } from "./known-plan";
import { planOf, refusalOf } from "./plan-of-program";

const charts = async (...settings: Setting[]): Promise<unknown[]> => {
  const { graph } = await planOf("k3d", ...settings);
  return graph.resources
    .filter(({ type }) => type === "kubernetes:helm.sh/v3:Release")
    .map(({ inputs }) => inputs.values["name"]);
};

const refusal = (...settings: Setting[]): Promise<string> => refusalOf("k3d", ...settings);

describe("the program k3d, by its config", () => {
  it("gives the gateway an address of MetalLB, which only this machine reaches", async () => {
    assert.ok((await charts()).includes("metallb"));
    const graph = await knownPlan("k3d");
    const { values } = graph.byName("kubernetes:metallb.io/v1beta1:IPAddressPool", "ingress-pool-default").inputs;
    assert.deepEqual((values["spec"] as { addresses: unknown }).addresses, ["172.25.1.1-172.25.1.100"]);
    const config = graph.byName("command:local:Command", "ml").inputs.values["stdin"];
    assert.match(config as string, /"serversMemory":"8G"/);
  });

  it("uses ServiceLB at a port of the machine instead, without MetalLB", async () => {
    const settings: Setting[] = [["k3d", '{"serviceLb":true,"httpPort":9080}']];
    assert.ok(!(await charts(...settings)).includes("metallb"));
    assert.equal((await planOf("k3d", ...settings)).outputs.values["localUrl"], "http://localhost:9080");
  });

  it("lets source ranges decide who reaches the gateway if they are written", async () => {
    const graph = await knownPlan("k3d", [["sourceRanges", '["203.0.113.0/24"]']]);
    const { values } = graph.byName("kubernetes:helm.sh/v3:Release", "ingress-gateway").inputs;
    assert.match(JSON.stringify(values), /"loadBalancerSourceRanges":\["203\.0\.113\.0\/24"\]/);
  });

  it("asks who reaches the gateway if other machines reach the ports that ServiceLB answers at", async () => {
    const open = (serviceLb: boolean): Setting => ["k3d", JSON.stringify({ serviceLb, listenAddress: "0.0.0.0" })];
    assert.match(
      await refusal(open(true)),
      / {2}- sourceRanges: is empty, so the whole internet could reach the gateway\. Write sourceRanges, or allowPublic: true\./,
    );
    await planOf("k3d", open(true), ["allowPublic", "true"]);
    await planOf("k3d", open(false)); // MetalLB's addresses are not at these ports
  });

  it("names the hosts below its domain", async () => {
    const { outputs } = await planOf("k3d", ["domain", "lab.example.org"]);
    assert.equal(outputs.values["siteUrl"], "http://nginx.lab.example.org");
  });

  it("installs Pachyderm on SeaweedFS if its config asks for it", async () => {
    const pachyderm = JSON.stringify({ seaweedFs: { storageSize: "10Gi" }, service: { type: "ClusterIP" } });
    const found = await charts(["pachyderm", pachyderm]);
    assert.ok(
      found.some((name) => String(name).includes("pachyderm")) &&
        found.some((name) => String(name).includes("seaweedfs")),
    );
  });

  it("refuses what is wrong by the names of the config", async () => {
    assert.match(
      await refusal(["k3d", '{"httpPort":8443}']),
      / {2}- k3d\.httpsPort: 8443 is also httpPort\. Write another port\./,
    );
    assert.match(await refusal(["k3d", '{"name":"my_lab"}']), / {2}- k3d\.name: "my_lab" is not a host name/);
    assert.match(await refusal(["domain", "A_b"]), / {2}- domain: "jupyterhub\.A_b" is not /);
    assert.match(await refusal(["hosts", '["models.example.org"]']), / {2}- domain: /);
  });
});
