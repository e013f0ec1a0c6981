import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { IngressLayer, MlCluster, type IngressLayerArgs } from "../../../components";
import { deploy, type Deployed } from "../../helpers/deploy";
import { kubeconfig } from "../kubeconfig";

const RELEASE = "kubernetes:helm.sh/v3:Release";

/** A layer on an existing cluster, open to one network unless the arguments say otherwise. */
const layer = (args: Partial<IngressLayerArgs> = {}, outputs = {}): Promise<Deployed> =>
  deploy(
    () => {
      const cluster = new MlCluster("ml", { existing: { kubeconfig, context: "dev" }, kubernetesVersion: "1.35" });
      const ingress = new IngressLayer(
        "ingress",
        { cluster, istio: {}, sourceRanges: ["203.0.113.0/24"], ...args },
        { provider: cluster.provider },
      );
      return { facts: ingress.facts, ip: ingress.ip, hostname: ingress.hostname };
    },
    {
      outputs: (type, name) =>
        type === "kubernetes:core/v1:Service" && name === "ingress-service" ? { outputs } : undefined,
    },
  );

const children = (graph: Deployed) =>
  graph.childrenOf(graph.byName("mlplatform:index:IngressLayer", "ingress")).map(({ type, name }) => `${type} ${name}`);

const waitsFor = (graph: Deployed, type: string, name: string) =>
  graph
    .byName(type, name)
    .dependencies.map((urn) => urn.split("::").pop())
    .sort();

const values = (graph: Deployed, name: string) => graph.byName(RELEASE, name).inputs.values["values"];

describe("IngressLayer with Istio", () => {
  it("has exactly these children", async () => {
    assert.deepEqual(children(await layer()).sort(), [
      "kubernetes:core/v1:Namespace ingress-namespace",
      "kubernetes:core/v1:Service ingress-service",
      `${RELEASE} ingress-gateway`,
      `${RELEASE} ingress-istio-base`,
      `${RELEASE} ingress-istiod`,
      "kubernetes:networking.istio.io/v1:Gateway ingress-seldon-gateway",
      "kubernetes:networking.k8s.io/v1:IngressClass ingress-class",
    ]);
  });

  it("puts every child on the cluster's provider", async () => {
    const graph = await layer();
    const provider = graph.byName("pulumi:providers:kubernetes", "ml").urn;
    for (const child of graph.childrenOf(graph.byName("mlplatform:index:IngressLayer", "ingress"))) {
      assert.equal(child.provider, provider, child.name);
    }
  });

  it("goes base, istiod, gateway, and routes only once istiod's webhook is there", async () => {
    const graph = await layer();
    assert.deepEqual(waitsFor(graph, "kubernetes:core/v1:Namespace", "ingress-namespace"), ["ml"]);
    assert.deepEqual(waitsFor(graph, RELEASE, "ingress-istio-base"), ["ingress-namespace"]);
    assert.deepEqual(waitsFor(graph, RELEASE, "ingress-istiod"), ["ingress-istio-base", "ingress-namespace"]);
    assert.deepEqual(waitsFor(graph, RELEASE, "ingress-gateway"), ["ingress-istiod", "ingress-namespace"]);
    assert.deepEqual(waitsFor(graph, "kubernetes:networking.istio.io/v1:Gateway", "ingress-seldon-gateway"), [
      "ingress-istiod",
      "ingress-namespace",
    ]);
    assert.deepEqual(waitsFor(graph, "kubernetes:networking.k8s.io/v1:IngressClass", "ingress-class"), ["ml"]);
  });

  it("installs the pinned charts", async () => {
    const graph = await layer();
    const common = { namespace: "istio-system", version: "1.30.3", timeout: 600, resetValues: true, compat: "true" };
    const repositoryOpts = { repo: "https://blob.istio.io/istio-release/charts" };
    const expected = {
      "ingress-istio-base": {
        name: "istio-base",
        chart: "base",
        values: { global: { istioNamespace: "istio-system" } },
        skipAwait: true,
      },
      "ingress-istiod": {
        name: "istiod",
        chart: "istiod",
        values: {
          global: { istioNamespace: "istio-system", hub: "docker.io/istio" },
          env: { K8S_INGRESS_NS: "istio-system" },
          autoscaleEnabled: true,
          autoscaleMin: 1,
          autoscaleMax: 5,
          cpu: { targetAverageUtilization: 80 },
        },
      },
      "ingress-gateway": {
        name: "istio-ingressgateway",
        chart: "gateway",
        values: {
          service: { type: "LoadBalancer", annotations: {}, loadBalancerSourceRanges: ["203.0.113.0/24"] },
          autoscaling: { enabled: true, minReplicas: 1, maxReplicas: 5, targetCPUUtilizationPercentage: 80 },
        },
      },
    };
    for (const [name, inputs] of Object.entries(expected)) {
      assert.deepEqual(graph.byName(RELEASE, name).inputs.values, { ...common, ...inputs, repositoryOpts }, name);
    }
  });

  it("makes the Gateway and the IngressClass of the guides", async () => {
    const graph = await layer();
    assert.deepEqual(
      graph.byName("kubernetes:networking.istio.io/v1:Gateway", "ingress-seldon-gateway").inputs.values,
      {
        apiVersion: "networking.istio.io/v1",
        kind: "Gateway",
        metadata: { name: "seldon-gateway", namespace: "istio-system" },
        spec: {
          selector: { istio: "ingressgateway" },
          servers: [{ port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["*"] }],
        },
      },
    );
    assert.deepEqual(graph.byName("kubernetes:networking.k8s.io/v1:IngressClass", "ingress-class").inputs.values, {
      apiVersion: "networking.k8s.io/v1",
      kind: "IngressClass",
      metadata: { name: "istio" },
      spec: { controller: "istio.io/ingress-controller" },
    });
  });

  const addresses: [string, object, Record<string, string>][] = [
    ["a host name", { hostname: "lb.example.org" }, { host: "lb.example.org", hostname: "lb.example.org" }],
    ["an address", { ip: "198.51.100.7" }, { host: "198.51.100.7", ip: "198.51.100.7" }],
  ];
  for (const [title, ingress, { host, ...rest }] of addresses) {
    it(`answers at the load balancer's ${title}`, async () => {
      const { outputs } = await layer({}, { status: { loadBalancer: { ingress: [ingress] } } });
      assert.deepEqual(outputs.values, {
        ...rest,
        facts: {
          controller: "istio",
          controllerVersion: "1.30.3",
          host,
          port: 80,
          url: `http://${String(host)}`,
          hosts: [],
          tls: false,
          tlsAtLoadBalancer: false,
          certManager: false,
          gateway: "istio-system/seldon-gateway",
          gatewayNamespace: "istio-system",
          gatewaySelector: { istio: "ingressgateway" },
          ingressClassName: "istio",
          crdsReady: "istio-system",
          ready: `http://${String(host)}`,
        },
      });
    });
  }

  it("puts an IPv6 address into brackets", async () => {
    const { outputs } = await layer({}, { status: { loadBalancer: { ingress: [{ ip: "2001:db8::1" }] } } });
    assert.equal((outputs.values["facts"] as { url: string }).url, "http://[2001:db8::1]");
  });

  it("is ready only once Gateway, IngressClass, Service and labels are", async () => {
    const graph = await deploy(() => {
      const cluster = new MlCluster("ml", { existing: { kubeconfig, context: "dev" } });
      const args = { cluster, istio: { injectedNamespaces: ["default"] }, allowPublic: true };
      const { ready } = new IngressLayer("ingress", args, { provider: cluster.provider });
      new (class extends pulumi.CustomResource {})("test:index:After", "after", { ready });
    });
    assert.deepEqual(waitsFor(graph, "test:index:After", "after"), [
      "ingress-class",
      "ingress-gateway",
      "ingress-injected-default-labels",
      "ingress-seldon-gateway",
      "ingress-service",
    ]);
  });

  type Output = "crdsReady" | "gateway" | "gatewayNamespace" | "ingressClassName" | "url";

  /** What a resource waits for if its only input is one output of a layer. */
  const waitsWith = async (output: Output, istio: IngressLayerArgs["istio"] = {}) => {
    const graph = await deploy(() => {
      const cluster = new MlCluster("ml", { existing: { kubeconfig, context: "dev" } });
      const args = { cluster, istio, allowPublic: true };
      const ingress = new IngressLayer("ingress", args, { provider: cluster.provider });
      new (class extends pulumi.CustomResource {})("test:index:After", "after", { value: ingress[output] });
    });
    return waitsFor(graph, "test:index:After", "after");
  };

  const outputs: [output: Output, what: string, waits: string[], istio?: IngressLayerArgs["istio"]][] = [
    ["crdsReady", "the chart with the definitions", ["ingress-istio-base", "ingress-namespace"]],
    [
      "crdsReady",
      "the labels that inject sidecars, which pods without them would never get",
      ["ingress-injected-default-labels", "ingress-istio-base", "ingress-namespace"],
      { injectedNamespaces: ["default"] },
    ],
    ["gateway", "the definitions, not the Gateway itself", ["ingress-istio-base", "ingress-namespace"]],
    ["gatewayNamespace", "the definitions, not the gateway's pods", ["ingress-istio-base", "ingress-namespace"]],
    ["ingressClassName", "the IngressClass", ["ingress-class"]],
    ["url", "the gateway's Service and its chart", ["ingress-gateway", "ingress-service"]],
  ];
  for (const [output, what, expected, istio] of outputs) {
    it(`an IngressLayer's ${output} waits for ${what}`, async () => {
      assert.deepEqual(await waitsWith(output, istio), expected);
    });
  }

  it("answers inside the cluster where there is no load balancer", async () => {
    const { outputs } = await layer({ service: { type: "ClusterIP" as never }, sourceRanges: undefined });
    assert.equal(
      (outputs.values["facts"] as { host: string }).host,
      "istio-ingressgateway.istio-system.svc.cluster.local",
    );
  });

  it("registers every output once", async () => {
    const component = (await layer()).byName("mlplatform:index:IngressLayer", "ingress");
    assert.equal(component.outputsRegistered, 1);
    assert.deepEqual(Object.keys(component.outputs?.values ?? {}).sort(), [
      "certManager",
      "controller",
      "controllerVersion",
      "crdsReady",
      "facts",
      "gateway",
      "gatewayNamespace",
      "gatewaySelector",
      "host",
      "hosts",
      "ingressClassName",
      "port",
      "ready",
      "tls",
      "tlsAtLoadBalancer",
      "url",
    ]);
  });

  it("leaves the address unknown in a preview", async () => {
    const graph = await deploy(
      () => {
        const cluster = new MlCluster("ml", { existing: { kubeconfig, context: "dev" } });
        const args = { cluster, istio: {}, allowPublic: true };
        return { url: new IngressLayer("ingress", args, { provider: cluster.provider }).url };
      },
      { preview: true },
    );
    assert.deepEqual(graph.outputs, { values: { url: "[unknown]" }, secrets: [], unknowns: ["url"] });
    assert.equal(children(graph).length, 7);
  });
});

describe("each input of IngressLayer changes a resource", () => {
  const gateway: [string, Partial<IngressLayerArgs>, object][] = [
    [
      "replicas",
      { replicas: 3 },
      { autoscaling: { enabled: false }, replicaCount: 3, podDisruptionBudget: { minAvailable: 1 } },
    ],
    [
      "a single replica, without a budget that would block drains",
      { replicas: 1 },
      { autoscaling: { enabled: false }, replicaCount: 1 },
    ],
    [
      "autoscaling",
      { autoscaling: { min: 2, max: 9, targetCpuPercent: 60 } },
      {
        autoscaling: { enabled: true, minReplicas: 2, maxReplicas: 9, targetCPUUtilizationPercentage: 60 },
        podDisruptionBudget: { minAvailable: 1 },
      },
    ],
    [
      "resources",
      { resources: { requests: { cpu: "1" }, limits: { memory: "2Gi" } } },
      { resources: { requests: { cpu: "1" }, limits: { memory: "2Gi" } } },
    ],
    ["labels", { labels: { team: "ml" } }, { labels: { team: "ml" } }],
    [
      "service.type",
      { service: { type: "NodePort" as never }, sourceRanges: undefined },
      { service: { type: "NodePort", annotations: {} } },
    ],
    [
      "service.annotations",
      { service: { annotations: { "example.org/a": "b" } } },
      {
        service: {
          type: "LoadBalancer",
          annotations: { "example.org/a": "b" },
          loadBalancerSourceRanges: ["203.0.113.0/24"],
        },
      },
    ],
    [
      "allowPublic",
      { allowPublic: true, sourceRanges: undefined },
      { service: { type: "LoadBalancer", annotations: {} } },
    ],
    [
      "charts.istio-gateway.values, merged last",
      { charts: { "istio-gateway": { values: { service: { externalTrafficPolicy: "Local" } } } } },
      {
        service: {
          type: "LoadBalancer",
          annotations: {},
          loadBalancerSourceRanges: ["203.0.113.0/24"],
          externalTrafficPolicy: "Local",
        },
      },
    ],
  ];
  const plain = {
    service: { type: "LoadBalancer", annotations: {}, loadBalancerSourceRanges: ["203.0.113.0/24"] },
    autoscaling: { enabled: true, minReplicas: 1, maxReplicas: 5, targetCPUUtilizationPercentage: 80 },
  };
  for (const [title, args, changed] of gateway) {
    it(title, async () => {
      assert.deepEqual(values(await layer(args), "ingress-gateway"), { ...plain, ...changed });
    });
  }

  it("the cluster's annotations for a load balancer, under the caller's", async () => {
    const loadBalancerAnnotations = { "example.org/scheme": "public", "example.org/type": "nlb" };
    const graph = await onFacts(
      { loadBalancerAnnotations },
      { service: { annotations: { "example.org/type": "alb" } }, allowPublic: true },
    );
    assert.deepEqual((values(graph, "ingress-gateway") as typeof plain).service.annotations, {
      "example.org/scheme": "public",
      "example.org/type": "alb",
    });
  });

  it("internal, with the cluster's annotations for it", async () => {
    const graph = await onFacts(
      { internalLoadBalancerAnnotations: { "example.org/scheme": "internal" }, loadBalancerAnnotations: { a: "b" } },
      { internal: true },
    );
    assert.deepEqual((values(graph, "ingress-gateway") as typeof plain).service, {
      type: "LoadBalancer",
      annotations: { "example.org/scheme": "internal" },
    });
  });

  it("labels on everything that carries them", async () => {
    const graph = await layer({ labels: { team: "ml" } });
    const labelled = ["Namespace ingress-namespace", "Gateway ingress-seldon-gateway", "IngressClass ingress-class"];
    for (const child of graph.childrenOf(graph.byName("mlplatform:index:IngressLayer", "ingress"))) {
      const metadata = child.inputs.values["metadata"] as { labels?: object } | undefined;
      if (labelled.some((end) => `${child.type.split(":").pop() ?? ""} ${child.name}` === end)) {
        assert.deepEqual(metadata?.labels, { team: "ml" }, child.name);
      }
    }
  });

  it("namespace.name, wherever Istio has to know it", async () => {
    const graph = await layer({ namespace: { name: "mesh" } });
    assert.deepEqual(graph.byName("kubernetes:core/v1:Namespace", "ingress-namespace").inputs.values["metadata"], {
      name: "mesh",
    });
    assert.deepEqual(values(graph, "ingress-istio-base"), { global: { istioNamespace: "mesh" } });
    const istiod = values(graph, "ingress-istiod") as Record<string, unknown>;
    assert.deepEqual(
      [istiod["global"], istiod["env"]],
      [{ istioNamespace: "mesh", hub: "docker.io/istio" }, { K8S_INGRESS_NS: "mesh" }],
    );
    for (const { inputs } of graph.ofType(RELEASE)) assert.equal(inputs.values["namespace"], "mesh");
  });

  it("namespace.create: false, which reads the namespace and labels it", async () => {
    const graph = await layer({ namespace: { name: "mesh", create: false }, labels: { team: "ml" } });
    const read = graph.byName("kubernetes:core/v1:Namespace", "ingress-namespace");
    assert.deepEqual([read.read, read.importId], [true, "mesh"]);
    const patch = graph.byName("kubernetes:core/v1:NamespacePatch", "ingress-namespace-labels");
    assert.deepEqual(patch.inputs.values["metadata"], { name: "mesh", labels: { team: "ml" } });
    assert.ok(waitsFor(graph, RELEASE, "ingress-istio-base").includes("ingress-namespace-labels"));
  });

  it("namespace.create: false without labels patches nothing", async () => {
    const graph = await layer({ namespace: { name: "mesh", create: false } });
    assert.deepEqual(graph.ofType("kubernetes:core/v1:NamespacePatch"), []);
  });

  it("istio.injectedNamespaces, once istiod can inject", async () => {
    const graph = await layer({ istio: { injectedNamespaces: ["default"] } });
    const patch = graph.byName("kubernetes:core/v1:NamespacePatch", "ingress-injected-default-labels");
    assert.deepEqual(patch.inputs.values["metadata"], { name: "default", labels: { "istio-injection": "enabled" } });
    assert.deepEqual(waitsFor(graph, patch.type, patch.name), ["ingress-injected-default"]);
    assert.deepEqual(waitsFor(graph, "kubernetes:core/v1:Namespace", "ingress-injected-default"), ["ingress-istiod"]);
  });

  const istiod: [string, IngressLayerArgs["istio"], object][] = [
    ["istio.istiod.replicas", { istiod: { replicas: 2 } }, { autoscaleEnabled: false, replicaCount: 2 }],
    [
      "istio.istiod.autoscaling",
      { istiod: { autoscaling: { min: 2, max: 3 } } },
      { autoscaleEnabled: true, autoscaleMin: 2, autoscaleMax: 3, cpu: { targetAverageUtilization: 80 } },
    ],
    [
      "istio.istiod.resources",
      { istiod: { replicas: 1, resources: { requests: { memory: "256Mi" } } } },
      { autoscaleEnabled: false, replicaCount: 1, resources: { requests: { memory: "256Mi" } } },
    ],
  ];
  for (const [title, istio, changed] of istiod) {
    it(title, async () => {
      assert.deepEqual(values(await layer({ istio }), "ingress-istiod"), {
        global: { istioNamespace: "istio-system", hub: "docker.io/istio" },
        env: { K8S_INGRESS_NS: "istio-system" },
        ...changed,
      });
    });
  }

  it("mirror, for every chart", async () => {
    for (const { inputs } of (await layer({ mirror: "https://charts.example.org" })).ofType(RELEASE)) {
      assert.deepEqual(inputs.values["repositoryOpts"], { repo: "https://charts.example.org" });
    }
  });

  it("charts.istiod.version and mirror, for that chart alone", async () => {
    const graph = await layer({ charts: { istiod: { version: "1.30.4", mirror: "oci://registry.example.org" } } });
    const { chart, version } = graph.byName(RELEASE, "ingress-istiod").inputs.values;
    assert.deepEqual([chart, version], ["oci://registry.example.org/istio/istiod", "1.30.4"]);
    assert.equal(graph.byName(RELEASE, "ingress-istio-base").inputs.values["version"], "1.30.3");
  });
});

/** A layer on a cluster of another stack, of which only facts are known here. */
const onFacts = (facts: Partial<IngressLayerArgs["cluster"]>, args: Partial<IngressLayerArgs>): Promise<Deployed> =>
  deploy(() => {
    const { provider, providesLoadBalancers, defaultExposure } = new MlCluster("ml", {
      existing: { kubeconfig, context: "dev" },
    });
    const cluster = {
      clusterIdentifier: "dev",
      clusterName: "lab",
      ready: "lab",
      providesLoadBalancers,
      defaultExposure,
      ...facts,
    };
    new IngressLayer("ingress", { cluster, istio: {}, ...args }, { provider });
  });
