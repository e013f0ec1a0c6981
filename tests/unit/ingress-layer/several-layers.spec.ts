import assert from "node:assert/strict";
import { AcmeChallenge, IngressLayer, MlCluster, type IngressFacts, type IngressLayerArgs } from "../../../components";
import { deploy, type Deployed } from "../../helpers/deploy";
import { kubeconfig } from "../kubeconfig";
import { cluster, clusterFacts, ingressFacts } from "../platform";
import { refusal } from "../refusal";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const GATEWAY = "kubernetes:networking.istio.io/v1:Gateway";
const common = { cluster: { ...clusterFacts, kubernetesVersion: "1.35" }, sourceRanges: ["203.0.113.0/24"] };

/** A layer with a control plane, and another that uses it. */
const both = (args: Partial<IngressLayerArgs> = {}): Promise<Deployed> =>
  deploy(() => {
    const { provider } = cluster();
    const first = new IngressLayer("public", { ...common, istio: {} }, { provider });
    const second = new IngressLayer("inside", { ...common, istio: { controlPlane: first }, ...args }, { provider });
    return { facts: second.facts };
  });

const values = (graph: Deployed, name: string) =>
  graph.byName(RELEASE, name).inputs.values as { name: string; namespace: string; values: Record<string, unknown> };
const waitsFor = (graph: Deployed, type: string, name: string) =>
  graph
    .byName(type, name)
    .dependencies.map((urn) => urn.split("::").pop())
    .sort();

describe("A second IngressLayer with Istio", () => {
  it("installs a gateway only, in a namespace of its own, with a label of its own", async () => {
    const graph = await both({ hosts: ["inside.example.org"] });
    const own = graph.childrenOf(graph.byName("mlplatform:index:IngressLayer", "inside")).map(({ name }) => name);
    assert.deepEqual(own.sort(), ["inside-gateway", "inside-namespace", "inside-seldon-gateway", "inside-service"]);
    const { name, namespace } = values(graph, "inside-gateway");
    assert.deepEqual({ name, namespace }, { name: "istio-inside", namespace: "inside" });
    assert.deepEqual(graph.byName(GATEWAY, "inside-seldon-gateway").inputs.values, {
      apiVersion: "networking.istio.io/v1",
      kind: "Gateway",
      metadata: { name: "seldon-gateway", namespace: "inside" },
      spec: {
        selector: { istio: "inside" },
        servers: [{ port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["inside.example.org"] }],
      },
    });
  });

  it("says so in its facts, and names no class of Ingresses, because those lead to the first layer", async () => {
    const { outputs } = await both();
    const { controller, gateway, gatewaySelector, ingressClassName, gatewayNamespace } = outputs.values[
      "facts"
    ] as unknown as IngressFacts;
    assert.deepEqual(
      { controller, gateway, gatewaySelector, ingressClassName, gatewayNamespace },
      {
        controller: "istio",
        gateway: "inside/seldon-gateway",
        gatewaySelector: { istio: "inside" },
        ingressClassName: undefined,
        gatewayNamespace: "inside",
      },
    );
  });

  it("waits for istiod of the first layer, whose webhook fills in the image of the gateway's pods", async () => {
    const graph = await both();
    // The release of the first gateway waits for istiod.
    for (const name of ["inside-gateway", "inside-seldon-gateway"]) {
      const waits = waitsFor(graph, name === "inside-gateway" ? RELEASE : GATEWAY, name);
      assert.ok(waits.includes("public-gateway"), `${name} waits for ${waits.join(", ")}`);
    }
    assert.ok(waitsFor(graph, RELEASE, "public-gateway").includes("public-istiod"));
  });

  it("has no certificate issued before the cert-manager of the first layer answers", async () => {
    const graph = await deploy(() => {
      const { provider } = cluster();
      const tls = { selfSigned: {} };
      const first = new IngressLayer("public", { ...common, istio: {}, hosts: ["a.example.org"], tls }, { provider });
      const own = { hosts: ["b.example.org"], tls: { ...tls, certManagerExists: true } };
      new IngressLayer("inside", { ...common, istio: { controlPlane: first }, ...own }, { provider });
    });
    const waits = waitsFor(graph, "kubernetes:cert-manager.io/v1:Issuer", "inside-ca-root");
    assert.ok(waits.includes("public-cert-manager"), waits.join(", "));
  });

  it("has the version of the control plane, and is refused for an untested one", async () => {
    const plane = { ...ingressFacts, controllerVersion: "1.20.0" };
    const charts = { "istio-gateway": { version: "1.20.0" } };
    const create = (allowUntestedVersions: boolean) => () => {
      const args = { ...common, istio: { controlPlane: plane }, charts, allowUntestedVersions };
      return { version: new IngressLayer("inside", args, { provider: cluster().provider }).controllerVersion };
    };
    assert.equal((await deploy(create(true))).outputs.values["version"], "1.20.0");
    assert.deepEqual(
      (await refusal(create(false))).map(({ path }) => path),
      ["istio.controlPlane"],
    );
  });

  it("takes its namespace from the caller", async () => {
    const graph = await both({ namespace: { name: "edge" } });
    const { name, namespace } = values(graph, "inside-gateway");
    assert.deepEqual({ name, namespace }, { name: "istio-edge", namespace: "edge" });
  });

  for (const [what, block] of [
    ["control plane", (first: IngressFacts) => ({ istio: { controlPlane: first } })],
    ["definitions", (first: IngressFacts) => ({ emissary: { definitions: first, ambassadorId: "edge" } })],
  ] as const) {
    it(`is refused if the ${what} of the other layer are in another cluster`, async () => {
      const problems = await refusal(() => {
        const one = cluster();
        const other = new MlCluster("other", { existing: { kubeconfig, context: "dev" } });
        const own = what === "definitions" ? { emissary: {} } : { istio: {} };
        const args = { allowPublic: true, ...own };
        const first = new IngressLayer("public", { ...args, cluster: one }, { provider: one.provider });
        const inside = { allowPublic: true, cluster: other, ...block(first) };
        new IngressLayer("inside", inside, { provider: other.provider });
      });
      const path = what === "definitions" ? "emissary.definitions" : "istio.controlPlane";
      assert.deepEqual(problems, [
        {
          path: "opts.provider",
          reason: `the provider belongs to MlCluster "other", which is not the cluster of \`${path}\`. Pass the provider of that cluster.`,
        },
      ]);
    });
  }

  it("is refused if facts of another stack say that the control plane is in another cluster", async () => {
    const problems = await refusal(() => {
      const plane = { ...ingressFacts, clusterIdentifier: "far" };
      new IngressLayer("inside", { ...common, istio: { controlPlane: plane } }, { provider: cluster().provider });
    });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["opts.provider"],
    );
  });

  it("says in its facts which cluster it is in", async () => {
    const { outputs } = await both();
    assert.equal((outputs.values["facts"] as unknown as IngressFacts).clusterIdentifier, "dev");
  });

  const refused: [title: string, args: Partial<IngressLayerArgs>, path: string, reason: RegExp][] = [
    [
      "a control plane of another controller",
      { istio: { controlPlane: { ...ingressFacts, controller: "emissary" as never } } },
      "istio.controlPlane",
      /^is a layer with emissary, which has no control plane of Istio\. Name a layer with Istio\.$/,
    ],
    [
      "settings of a control plane that it does not install",
      { istio: { controlPlane: ingressFacts, istiod: { replicas: 2 } } },
      "istio.istiod",
      /^belongs to the layer that installs the control plane\. Write it there\.$/,
    ],
    [
      "namespaces with sidecars",
      { istio: { controlPlane: ingressFacts, injectedNamespaces: ["models"] } },
      "istio.injectedNamespaces",
      /^belongs to the layer that installs the control plane\./,
    ],
    [
      "the namespace of the control plane",
      { istio: { controlPlane: ingressFacts }, namespace: { name: "istio-system" } },
      "namespace.name",
      /^"istio-system" is the namespace of the control plane\. Name another one\.$/,
    ],
    [
      "a namespace that gives it the label of the first gateway",
      { istio: { controlPlane: ingressFacts }, namespace: { name: "ingressgateway" } },
      "namespace.name",
      /^"ingressgateway" gives the gateway the label of a gateway of the first layer\./,
    ],
    [
      "a namespace whose name is too long for a release",
      { istio: { controlPlane: ingressFacts }, namespace: { name: "a".repeat(48) } },
      "namespace.name",
      /is longer than 47 characters, and the release of the gateway is named after it\.$/,
    ],
    [
      "another minor version than the control plane has",
      { istio: { controlPlane: ingressFacts }, charts: { "istio-gateway": { version: "1.29.0" } } },
      "charts",
      /^mixes minor versions of Istio: istio\.controlPlane 1\.30\.3, istio-gateway 1\.29\.0\./,
    ],
    [
      "challenges by plain HTTP, which Istio leads to the first gateway",
      {
        istio: { controlPlane: ingressFacts },
        hosts: ["inside.example.org"],
        tls: { letsEncrypt: { email: "ml@example.org", challenge: AcmeChallenge.Http01 } },
        sourceRanges: undefined,
        allowPublic: true,
      },
      "tls.letsEncrypt.challenge",
      /^cannot be Http01 \(the default\) here, because Istio leads challenges to the gateway of the first layer\./,
    ],
  ];
  for (const [title, args, path, reason] of refused) {
    it(`refuses ${title}`, async () => {
      const problems = await refusal(() => {
        new IngressLayer("inside", { ...common, ...args }, { provider: cluster().provider });
      });
      assert.deepEqual(
        problems.map((problem) => problem.path),
        [path],
      );
      assert.match(problems[0]?.reason ?? "", reason);
    });
  }

  it("refuses a name that cannot be its namespace's", async () => {
    const problems = await refusal(() => {
      const args = { ...common, istio: { controlPlane: ingressFacts } };
      new IngressLayer("Inside_Layer", args, { provider: cluster().provider });
    });
    assert.deepEqual(
      problems.map((problem) => problem.path),
      ["namespace.name"],
    );
  });

  it("refuses a second control plane, and names the layer that has one", async () => {
    const problems = await refusal(() => {
      const { provider } = cluster();
      new IngressLayer("public", { ...common, istio: {} }, { provider });
      new IngressLayer("inside", { ...common, istio: {}, namespace: { name: "edge" } }, { provider });
    });
    assert.ok(
      problems.some(
        ({ path, reason }) =>
          path === "istio" && reason.includes('already has the Istio control plane of IngressLayer "public"'),
      ),
      JSON.stringify(problems),
    );
  });
});
