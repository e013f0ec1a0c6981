import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { recordProgram } from "../../../recorder";
import { deploy } from "../../helpers/deploy";
import { smallPlatform } from "./fixtures/small-platform";

const STACK = "urn:pulumi:test::proj::pulumi:pulumi:Stack::proj-test";
const PROVIDER = "urn:pulumi:test::proj::pulumi:providers:kubernetes::cluster";
const GROUP = "urn:pulumi:test::proj::mlplatform:index:Group::group";
const LAYER = "urn:pulumi:test::proj::mlplatform:index:Group$mlplatform:index:Layer::layer";
const RELEASE_TYPE = "kubernetes:helm.sh/v3:Release";
const below = (type: string, name: string) => `${LAYER.replace(/::layer$/, "")}$${type}::${name}`;

describe("recorder", () => {
  it("gives the URNs that the engine gives, in the order of registration", async () => {
    const { resources } = await deploy(() => smallPlatform());

    assert.deepEqual(
      resources.map(({ urn }) => urn),
      [
        STACK,
        PROVIDER,
        GROUP,
        LAYER,
        below("kubernetes:core/v1:Namespace", "layer-namespace"),
        below(RELEASE_TYPE, "layer"),
        below("kubernetes:networking.istio.io/v1:Gateway", "layer-gateway"),
      ],
    );
  });

  it("keeps parents, and finds children by them", async () => {
    const graph = await deploy(() => smallPlatform());

    assert.equal(graph.byUrn(LAYER).parent, GROUP);
    assert.deepEqual(
      graph.childrenOf(GROUP).map(({ name }) => name),
      ["layer"],
    );
    assert.deepEqual(
      graph.childrenOf(graph.byUrn(LAYER)).map(({ name }) => name),
      ["layer-namespace", "layer", "layer-gateway"],
    );
  });

  it("hides secrets under their exact paths, and shows them only when asked", async () => {
    const graph = await deploy(() => smallPlatform());
    const release = graph.byName(RELEASE_TYPE, "layer");

    assert.deepEqual(release.inputs.secrets, ["values.auth.password"]);
    assert.deepEqual(release.inputs.values["values"], { auth: { user: "admin", password: "[secret]" } });
    assert.doesNotMatch(JSON.stringify(graph), /correct horse/);
    assert.deepEqual(graph.revealInputs(release)["values"], { auth: { user: "admin", password: "correct horse" } });
  });

  it("keeps dependencies, those of each input and those that were only declared", async () => {
    const graph = await deploy(() => smallPlatform());
    const [namespace, release] = [
      below("kubernetes:core/v1:Namespace", "layer-namespace"),
      below(RELEASE_TYPE, "layer"),
    ];

    assert.deepEqual(graph.byUrn(release).dependencies, [namespace]);
    assert.deepEqual(graph.byUrn(release).propertyDependencies, { namespace: [namespace] });
    assert.deepEqual(graph.byName("kubernetes:networking.istio.io/v1:Gateway", "layer-gateway").dependencies, [
      release,
    ]);
  });

  it("hands provider, protection and retention down as the engine does", async () => {
    const graph = await deploy(() => smallPlatform());
    const children = graph.childrenOf(LAYER);

    assert.deepEqual(
      children.map(({ provider }) => provider),
      [PROVIDER, PROVIDER, PROVIDER],
    );
    assert.deepEqual(
      children.map(({ protect }) => protect),
      [true, true, true],
    );
    assert.deepEqual(
      children.map(({ retainOnDelete }) => retainOnDelete),
      [true, false, false],
    );
    assert.deepEqual(graph.byUrn(GROUP).providers, { kubernetes: PROVIDER });
  });

  it("keeps the options of a resource", async () => {
    const graph = await deploy(() => {
      const old = new kubernetes.core.v1.Namespace("old", { metadata: { name: "old" } });
      new kubernetes.core.v1.ConfigMap(
        "options",
        { metadata: { name: "options" }, data: { a: "1" } },
        {
          additionalSecretOutputs: ["data"],
          aliases: [{ name: "was" }, "urn:pulumi:test::proj::kubernetes:core/v1:ConfigMap::older"],
          customTimeouts: { create: "5m" },
          deleteBeforeReplace: true,
          deletedWith: old,
          ignoreChanges: ["metadata"],
          import: "default/options",
          replaceOnChanges: ["data"],
          version: "4.30.0",
        },
      );
    });
    const options = graph.byName("kubernetes:core/v1:ConfigMap", "options");

    assert.deepEqual(options.additionalSecretOutputs, ["data"]);
    assert.deepEqual(options.outputs?.secrets, ["data"]);
    assert.deepEqual(options.aliases, [
      { name: "was", parenturn: STACK },
      { urn: "urn:pulumi:test::proj::kubernetes:core/v1:ConfigMap::older" },
      // The SDK's own, for objects that moved between API versions.
      ...options.aliases.slice(2),
    ]);
    assert.deepEqual(options.customTimeouts, { create: "5m" });
    assert.equal(options.deleteBeforeReplace, true);
    assert.equal(options.deletedWith, graph.byName("kubernetes:core/v1:Namespace", "old").urn);
    assert.deepEqual(options.ignoreChanges, ["metadata"]);
    assert.equal(options.importId, "default/options");
    assert.deepEqual(options.replaceOnChanges, ["data"]);
    assert.equal(options.pluginVersion, "4.30.0");
  });

  it("says which line of ours made a resource, not which of an installed package", async () => {
    const graph = await deploy(() => smallPlatform(), { lines: true });

    assert.match(
      graph.byName(RELEASE_TYPE, "layer").source ?? "",
      /^tests\/plan\/recorder\/fixtures\/small-platform\.ts:\d+$/,
    );
    assert.match(graph.byUrn(PROVIDER).source ?? "", /^tests\/plan\/recorder\/fixtures\/small-platform\.ts:\d+$/);
  });

  it("leaves the lines out if they are not wanted, and says otherwise the same", async () => {
    const options = { project: "proj", stack: "test", projectDir: resolve(__dirname, "../../..") };
    const { graph: withLines } = await recordProgram(() => smallPlatform(), options);
    const { graph: without } = await recordProgram(() => smallPlatform(), { ...options, lines: false });

    assert.ok(withLines.resources.slice(1).every(({ source }) => source !== undefined));
    assert.deepEqual(
      without.resources,
      withLines.resources.map((resource) => ({ ...resource, source: undefined })),
    );
  });

  it("keeps what is registered inside apply", async () => {
    const graph = await deploy(() => {
      const first = new kubernetes.core.v1.Namespace("first", { metadata: { name: "first" } });
      first.metadata.name.apply((name) => {
        const second = new kubernetes.core.v1.Namespace("second", { metadata: { name: `${name}-2` } });
        second.metadata.name.apply(
          (next) => new kubernetes.core.v1.Namespace("third", { metadata: { name: `${next}-3` } }),
        );
      });
    });

    assert.deepEqual(graph.byName("kubernetes:core/v1:Namespace", "third").inputs.values["metadata"], {
      name: "first-2-3",
    });
  });

  it("counts how often a component registered its outputs", async () => {
    const graph = await deploy(() => smallPlatform());

    assert.equal(graph.byUrn(LAYER).outputsRegistered, 1);
    assert.deepEqual(graph.byUrn(LAYER).outputs?.values, { host: "chart.layer.svc" });
    assert.equal(graph.byUrn(PROVIDER).outputsRegistered, 0);
  });

  it("keeps what is only looked up apart from what is created", async () => {
    const graph = await deploy(() => {
      kubernetes.core.v1.Service.get("found", "kube-system/kube-dns");
    });
    const { read, importId } = graph.byName("kubernetes:core/v1:Service", "found");

    assert.deepEqual({ read, importId }, { read: true, importId: "kube-system/kube-dns" });
  });

  it("sends a remote component its inputs as output values, and keeps their paths", async () => {
    const graph = await deploy(
      () => {
        const chart = new kubernetes.helm.v4.Chart("remote", {
          chart: "c",
          values: { token: pulumi.secret("hush hush") },
        });
        return { resources: chart.resources };
      },
      { outputs: (type) => (type === "kubernetes:helm.sh/v4:Chart" ? { outputs: { resources: [] } } : undefined) },
    );
    const remote = graph.byName("kubernetes:helm.sh/v4:Chart", "remote");

    assert.equal(remote.remote, true);
    assert.deepEqual(remote.inputs.secrets, ["values.token"]);
    assert.deepEqual(graph.outputs.values, { resources: [] });
  });

  describe("in a preview", () => {
    it("knows nothing but inputs", async () => {
      const graph = await deploy(() => ({ ...smallPlatform(), id: new kubernetes.Provider("p").id }), {
        preview: true,
      });

      assert.deepEqual(graph.outputs.unknowns, ["host", "id"]);
      assert.deepEqual(graph.byName("kubernetes:networking.istio.io/v1:Gateway", "layer-gateway").inputs.unknowns, [
        "metadata.namespace",
      ]);
    });
  });

  describe("outside a preview", () => {
    it("gives ids, and what a release says of itself", async () => {
      const graph = await deploy(() => {
        const namespace = new kubernetes.core.v1.Namespace("n", { metadata: { name: "models" } });
        const account = new kubernetes.core.v1.ServiceAccount("a", { metadata: { name: "sa", namespace: "models" } });
        const provider = new kubernetes.Provider("p");
        const release = new kubernetes.helm.v3.Release("r", {
          name: "rel",
          namespace: "models",
          chart: "c",
          version: "1",
        });
        return { ids: [namespace.id, account.id, provider.id, release.id], status: release.status };
      });

      assert.deepEqual(graph.outputs.values, {
        ids: ["models", "models/sa", "p-id", "models/rel"],
        status: { name: "rel", namespace: "models", revision: 1, status: "deployed", version: "1" },
      });
    });

    it("takes what a test supplies", async () => {
      const ingress = [{ hostname: "lb.example.org" }];
      const graph = await deploy(
        () => {
          const service = new kubernetes.core.v1.Service("s", { metadata: { name: "s" } });
          return { id: service.id, host: service.status.loadBalancer.ingress[0]?.hostname };
        },
        {
          outputs: (_type, name) => (name === "s" ? { outputs: { status: { loadBalancer: { ingress } } } } : undefined),
        },
      );

      assert.deepEqual(graph.outputs.values, { id: "s", host: "lb.example.org" });
    });
  });

  it("marks secrets and unknowns among the program's outputs", async () => {
    const { outputs } = await deploy(() => smallPlatform(), { preview: true });

    assert.deepEqual(outputs, {
      values: { host: "[unknown]", password: "[secret]" },
      secrets: ["password"],
      unknowns: ["host"],
    });
  });

  it("gives the program its config, with what is secret marked so", async () => {
    const { outputs } = await deploy(
      () => {
        const config = new pulumi.Config();
        return { region: config.require("region"), token: config.requireSecret("token") };
      },
      { config: { "proj:region": "eu", "proj:token": "hush hush" }, secretKeys: ["proj:token"] },
    );

    assert.deepEqual(outputs.values, { region: "eu", token: "[secret]" });
  });

  it("answers data sources from the table it is given, and records the question", async () => {
    const graph = await deploy(
      async () => ({
        zones: (await pulumi.runtime.invoke("aws:index/getZones:getZones", { state: "available" })) as object,
      }),
      { answers: (token) => (token === "aws:index/getZones:getZones" ? { names: ["a", "b"] } : undefined) },
    );

    assert.deepEqual(graph.outputs.values, { zones: { names: ["a", "b"] } });
    assert.deepEqual(graph.calls, [
      {
        token: "aws:index/getZones:getZones",
        args: { values: { state: "available" }, secrets: [], unknowns: [] },
      },
    ]);
  });
});
