import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { RancherServer } from "../../../components";
import { deploy } from "../../helpers/deploy";
import { cluster } from "../platform";
import { EMISSARY, HOST, HTTPS, rancher, RELEASE, valuesOf } from "./rancher";

const PASSWORD = "random:index/randomPassword:RandomPassword";

describe("the outputs of RancherServer", () => {
  const url = async (args: Parameters<typeof rancher>[0]) => (await rancher(args)).outputs.values["url"];

  it("have the URL of each way in", async () => {
    assert.equal(await url({}), `https://${HOST}`);
    assert.equal(await url(EMISSARY), `https://${HOST}`);
    assert.equal(await url({ kubernetesIngress: {} }), `https://${HOST}`);
    assert.equal(await url({ host: "r.example.org", kubernetesIngress: {} }), "https://r.example.org");
    assert.equal(await url({ ingress: { ...HTTPS, port: 8443 } }), `https://${HOST}:8443`);
  });

  it("have the namespace, the version and the URL when Rancher answers", async () => {
    const { namespace, version, ready } = (await rancher({ version: "2.14" })).outputs.values;
    assert.deepEqual([namespace, version, ready], ["cattle-system", "2.14.4", `https://${HOST}`]);
  });

  it("have a random password, a secret, which the chart gets", async () => {
    const graph = await rancher();
    assert.deepEqual(graph.byName(PASSWORD, "rancher-bootstrap-password").inputs.values, {
      length: 24,
      special: false,
    });
    assert.deepEqual(graph.outputs.secrets, ["bootstrapPassword"]);
    assert.deepEqual(graph.byName(RELEASE, "rancher").inputs.secrets, ["values.bootstrapPassword"]);
    assert.equal(valuesOf(graph)["bootstrapPassword"], "a random value");
  });

  it("have the caller's password, a secret too, and no random one", async () => {
    const graph = await rancher({ bootstrapPassword: "correct horse" });
    assert.deepEqual(graph.ofType(PASSWORD), []);
    assert.deepEqual(graph.ofType("pulumi:providers:random"), []);
    assert.deepEqual(graph.outputs.secrets, ["bootstrapPassword"]);
    assert.equal(valuesOf(graph)["bootstrapPassword"], "correct horse");
    assert.ok(!JSON.stringify([graph.resources, graph.outputs]).includes("correct horse"));
  });

  it("have the namespace when it exists, and are ready when the chart and the route are there", async () => {
    const graph = await deploy(() => {
      const ml = cluster();
      const own = new RancherServer("rancher", { cluster: ml, host: HOST, ingress: HTTPS }, { provider: ml.provider });
      const after = (name: string, value: unknown) =>
        new (class extends pulumi.CustomResource {})("test:index:After", name, { value });
      after("namespace", own.namespace);
      after("ready", own.ready);
    });
    const behind = (name: string) =>
      graph
        .byName("test:index:After", name)
        .dependencies.map((urn) => urn.split("::").pop())
        .sort();
    assert.deepEqual(behind("namespace"), ["rancher-namespace"]);
    assert.deepEqual(behind("ready"), ["rancher", "rancher-route"]);
  });

  it("identify the cluster", async () => {
    const graph = await deploy(() => {
      const ml = cluster();
      const own = new RancherServer("rancher", { cluster: ml, host: HOST, ingress: HTTPS }, { provider: ml.provider });
      return { identifier: own.clusterIdentifier, release: own.release.name };
    });
    assert.deepEqual(graph.outputs.values, { identifier: "dev", release: "rancher" });
  });
});
