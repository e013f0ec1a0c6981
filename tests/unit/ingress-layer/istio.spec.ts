import assert from "node:assert/strict";
import {
  AccessLog,
  IngressLayer,
  IstioProfile,
  OutboundTraffic,
  type IngressLayerArgs,
  type IstioArgs,
} from "../../../components";
import { claimedBy } from "../../../components/shared/claims";
import { istioVersions } from "../../../components/shared/pinned-charts";
import { deploy, type Deployed } from "../../helpers/deploy";
import { cluster, clusterFacts, ingressFacts } from "../platform";
import { refusal } from "../refusal";

const RELEASE = "kubernetes:helm.sh/v3:Release";

const create = (args: Partial<IngressLayerArgs> = {}) =>
  new IngressLayer(
    "ingress",
    {
      cluster: { ...clusterFacts, kubernetesVersion: "1.35" },
      istio: {},
      sourceRanges: ["203.0.113.0/24"],
      ...args,
    },
    { provider: cluster().provider },
  );
const layer = (istio: IstioArgs, args: Partial<IngressLayerArgs> = {}): Promise<Deployed> =>
  deploy(() => ({ version: create({ istio, ...args }).controllerVersion }));

const release = (graph: Deployed, name: string) =>
  graph.byName(RELEASE, name).inputs.values as { name: string; version: string; values: Record<string, unknown> };
const values = (graph: Deployed, name: string) => release(graph, name).values;
const waitsFor = (graph: Deployed, name: string) =>
  graph
    .byName(RELEASE, name)
    .dependencies.map((urn) => urn.split("::").pop())
    .sort();
const CHARTS = ["ingress-istio-base", "ingress-istiod", "ingress-gateway"];

describe("The version of Istio", () => {
  for (const [minor, patch] of Object.entries(istioVersions)) {
    it(`${minor} installs all charts in ${patch}`, async () => {
      const graph = await layer({ version: minor, egress: {} });
      for (const name of [...CHARTS, "ingress-egress"]) assert.equal(release(graph, name).version, patch, name);
      assert.equal(graph.outputs.values["version"], patch);
    });
  }

  it("may be a whole one", async () => {
    const graph = await layer({ version: "1.31.2" });
    for (const name of CHARTS) assert.equal(release(graph, name).version, "1.31.2", name);
  });

  it("may be written with a v", async () => {
    for (const [written, installed] of [
      ["v1.31", "1.31.4"],
      ["v1.32.0", "1.32.0"],
    ] as const) {
      const graph = await layer({ version: written });
      for (const name of CHARTS) assert.equal(release(graph, name).version, installed, name);
    }
  });

  it("changes nothing but the version of the charts, so that an upgrade replaces nothing", async () => {
    const [before, after] = [await layer({}), await layer({ version: "1.31" })];
    const inputs = (graph: Deployed) =>
      graph.resources.map(({ urn, inputs }) => [urn, { ...inputs.values, version: undefined }]);
    assert.deepEqual(inputs(after), inputs(before));
  });

  it("gives way to that of a single chart", async () => {
    const graph = await layer({ version: "1.31" }, { charts: { istiod: { version: "1.31.2" } } });
    assert.deepEqual(
      CHARTS.map((name) => release(graph, name).version),
      ["1.31.4", "1.31.2", "1.31.4"],
    );
  });

  it("of a further gateway is that of the control plane", async () => {
    const plane = { ...ingressFacts, controllerVersion: "1.32.0" };
    assert.equal(release(await layer({ controlPlane: plane }), "ingress-gateway").version, "1.32.0");
  });

  const refused: [title: string, args: Partial<IngressLayerArgs>, path: string, reason: RegExp][] = [
    ["that is none", { istio: { version: "latest" } }, "istio.version", /^"latest" is not a version/],
    [
      "of which no patch version is known",
      { istio: { version: "1.29" } },
      "istio.version",
      /^"1\.29" is a minor version that we do not test \(tested: 1\.30, 1\.31, 1\.32\)\. Choose one of them, or write a whole version, such as 1\.29\.0, and allowUntestedVersions: true\.$/,
    ],
    [
      "that is not tested",
      { istio: { version: "1.29.3" } },
      "istio.version",
      /^Istio 1\.29\.3 on Kubernetes 1\.35 is not a combination we test/,
    ],
    [
      "and another minor version of the charts",
      {
        istio: { version: "1.31" },
        charts: Object.fromEntries(
          ["istio-base", "istiod", "istio-gateway"].map((name) => [name, { version: "1.32.0" }]),
        ),
      },
      "charts",
      /^mixes minor versions of Istio: istio\.version 1\.31\.4, istio-base 1\.32\.0, istiod 1\.32\.0, istio-gateway 1\.32\.0\./,
    ],
  ];
  for (const [title, args, path, reason] of refused) {
    it(`${title} is refused`, async () => {
      const [problem, ...others] = await refusal(() => {
        create(args);
      });
      assert.deepEqual(others, []);
      assert.equal(problem?.path, path);
      assert.match(problem.reason, reason);
    });
  }

  it("that is not tested can be allowed", async () => {
    const graph = await layer({ version: "1.29.3" }, { allowUntestedVersions: true });
    assert.equal(release(graph, "ingress-istiod").version, "1.29.3");
  });
});

describe("The demo profile of Istio", () => {
  const single = { autoscaling: { enabled: false }, replicaCount: 1 };
  const small = { requests: { cpu: "10m", memory: "40Mi" } };

  it("has single pods with small requests, access logs, traces, and an egress gateway", async () => {
    const graph = await layer({ profile: IstioProfile.Demo });
    assert.deepEqual(values(graph, "ingress-istiod"), {
      global: { istioNamespace: "istio-system", hub: "docker.io/istio", proxy: { resources: small } },
      env: { K8S_INGRESS_NS: "istio-system" },
      autoscaleEnabled: false,
      replicaCount: 1,
      resources: { requests: { cpu: "10m", memory: "100Mi" } },
      traceSampling: 100,
      meshConfig: { accessLogFile: "/dev/stdout", accessLogEncoding: "TEXT" },
    });
    const { service: _service, ...gateway } = values(graph, "ingress-gateway");
    assert.deepEqual(gateway, { ...single, resources: small });
    assert.deepEqual(values(graph, "ingress-egress"), { service: { type: "ClusterIP" }, ...single, resources: small });
  });

  it("gives way to other inputs", async () => {
    const limits = { memory: "1Gi" };
    const graph = await layer(
      {
        profile: IstioProfile.Demo,
        istiod: { autoscaling: { min: 2, max: 3 }, resources: { limits } },
        mesh: { accessLog: AccessLog.Off },
        egress: { replicas: 3, resources: { limits } },
      },
      { replicas: 2, resources: { requests: { cpu: "1" } } },
    );
    const istiod = values(graph, "ingress-istiod");
    assert.deepEqual(
      [istiod["autoscaleMin"], istiod["resources"], istiod["meshConfig"]],
      [2, { requests: { cpu: "10m", memory: "100Mi" }, limits }, { accessLogFile: "" }],
    );
    const gateway = values(graph, "ingress-gateway");
    assert.deepEqual([gateway["replicaCount"], gateway["resources"]], [2, { requests: { cpu: "1", memory: "40Mi" } }]);
    const egress = values(graph, "ingress-egress");
    assert.deepEqual([egress["replicaCount"], egress["resources"]], [3, { ...small, limits }]);
  });
});

describe("An egress gateway of Istio", () => {
  it("is a release of its own, which only the cluster reaches", async () => {
    const graph = await layer({ egress: {} }, { labels: { team: "ml" } });
    assert.deepEqual(release(graph, "ingress-egress"), {
      name: "istio-egressgateway",
      namespace: "istio-system",
      chart: "gateway",
      version: "1.30.3",
      repositoryOpts: { repo: "https://blob.istio.io/istio-release/charts" },
      values: {
        service: { type: "ClusterIP" },
        autoscaling: { enabled: true, minReplicas: 1, maxReplicas: 5, targetCPUUtilizationPercentage: 80 },
        labels: { team: "ml" },
      },
      timeout: 600,
      resetValues: true,
      compat: "true",
    });
  });

  it("waits for istiod, whose webhook fills in the image of its pods, and the ingress gateway does not wait for it", async () => {
    const graph = await layer({ egress: {} });
    assert.deepEqual(waitsFor(graph, "ingress-egress"), ["ingress-istiod", "ingress-namespace"]);
    assert.deepEqual(waitsFor(graph, "ingress-gateway"), ["ingress-istiod", "ingress-namespace"]);
  });

  it("has several pods behind a disruption budget", async () => {
    const autoscaling = { min: 2, max: 4, targetCpuPercent: 60 };
    const { autoscaling: bounds, podDisruptionBudget } = values(
      await layer({ egress: { autoscaling } }),
      "ingress-egress",
    );
    assert.deepEqual(
      [bounds, podDisruptionBudget],
      [{ enabled: true, minReplicas: 2, maxReplicas: 4, targetCPUUtilizationPercentage: 60 }, { minAvailable: 1 }],
    );
  });

  it("has the proxy of the registry, which istiod alone names", async () => {
    const graph = await layer({ egress: {} }, { imageRegistry: "registry.example.org/ml" });
    const hubs = ["ingress-istio-base", "ingress-istiod", "ingress-gateway", "ingress-egress"].map(
      (name) => (values(graph, name)["global"] as Record<string, unknown> | undefined)?.["hub"],
    );
    assert.deepEqual(hubs, [undefined, "registry.example.org/ml/istio", undefined, undefined]);
  });

  it("has the mirror and the version of the gateway's chart, but not its values", async () => {
    const own = {
      version: "1.30.4",
      mirror: "https://charts.example.org",
      values: { terminationGracePeriodSeconds: 60 },
    };
    const graph = await layer({ egress: {} }, { charts: { "istio-gateway": own } });
    const { version, values: emitted } = release(graph, "ingress-egress");
    assert.deepEqual([version, emitted["terminationGracePeriodSeconds"]], ["1.30.4", undefined]);
    assert.deepEqual(graph.byName(RELEASE, "ingress-egress").inputs.values["repositoryOpts"], {
      repo: "https://charts.example.org",
    });
    assert.equal(values(graph, "ingress-gateway")["terminationGracePeriodSeconds"], 60);
  });

  it("claims its release and its Service", async () => {
    await deploy(() => {
      const { provider } = cluster();
      new IngressLayer("ingress", { cluster: clusterFacts, istio: { egress: {} }, allowPublic: true }, { provider });
      for (const object of [
        "Helm release istio-system/istio-egressgateway",
        "Service istio-system/istio-egressgateway",
      ])
        assert.equal(claimedBy({ provider }, object), 'IngressLayer "ingress"');
    });
  });
});

describe("The mesh of Istio", () => {
  const rows: [title: string, mesh: IstioArgs["mesh"], expected: object | undefined][] = [
    ["nothing", {}, undefined],
    ["no access log", { accessLog: AccessLog.Off }, { accessLogFile: "" }],
    ["lines of text", { accessLog: AccessLog.Text }, { accessLogFile: "/dev/stdout", accessLogEncoding: "TEXT" }],
    ["JSON", { accessLog: AccessLog.Json }, { accessLogFile: "/dev/stdout", accessLogEncoding: "JSON" }],
    [
      "registered destinations only",
      { outboundTraffic: OutboundTraffic.RegistryOnly },
      { outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } },
    ],
    ["no mutual TLS by itself", { autoMtls: false }, { enableAutoMtls: false }],
  ];
  for (const [title, mesh, expected] of rows) {
    it(`is set to ${title}`, async () => {
      assert.deepEqual(values(await layer({ mesh }), "ingress-istiod")["meshConfig"], expected);
    });
  }

  it("can have further settings among the chart's values", async () => {
    const charts = { istiod: { values: { meshConfig: { defaultConfig: { holdApplicationUntilProxyStarts: true } } } } };
    const graph = await layer({ mesh: { autoMtls: true } }, { charts });
    assert.deepEqual(values(graph, "ingress-istiod")["meshConfig"], {
      enableAutoMtls: true,
      defaultConfig: { holdApplicationUntilProxyStarts: true },
    });
  });
});

describe("IngressLayer with Istio refuses", () => {
  const istiod = (values: object): Partial<IngressLayerArgs> => ({ charts: { istiod: { values } } });
  const rows: [title: string, args: Partial<IngressLayerArgs>, path: string, reason: RegExp][] = [
    [
      "mesh settings that contradict inputs",
      { istio: { mesh: { autoMtls: true } }, ...istiod({ meshConfig: { enableAutoMtls: false } }) },
      "charts.istiod.values.meshConfig.enableAutoMtls",
      /^false contradicts istio\.mesh\.autoMtls, which makes it true\. Set istio\.mesh\.autoMtls instead\.$/,
    ],
    [
      "another mode of traffic that leaves the mesh",
      {
        istio: { mesh: { outboundTraffic: OutboundTraffic.RegistryOnly } },
        ...istiod({ meshConfig: { outboundTrafficPolicy: { mode: "ALLOW_ANY" } } }),
      },
      "charts.istiod.values.meshConfig.outboundTrafficPolicy.mode",
      /contradicts istio\.mesh\.outboundTraffic/,
    ],
    [
      "another share of traces than the profile has",
      { istio: { profile: IstioProfile.Demo }, ...istiod({ traceSampling: 1 }) },
      "charts.istiod.values.traceSampling",
      /^1 contradicts istio\.profile, which makes it 100\./,
    ],
    [
      "keys at their older place",
      istiod({ pilot: { autoscaleMin: 3 } }),
      "charts.istiod.values.pilot",
      /older place of these keys/,
    ],
    [
      "a control plane elsewhere",
      istiod({ istiodRemote: { enabled: true } }),
      "charts.istiod.values.istiodRemote.enabled",
      /^true is not allowed: would install no istiod\./,
    ],
    [
      "mesh settings that istiod would not read",
      istiod({ configMap: false }),
      "charts.istiod.values.configMap",
      /^false is not allowed: would leave istiod without its mesh settings/,
    ],
    [
      "another reading of Ingresses",
      istiod({ meshConfig: { ingressControllerMode: "OFF" } }),
      "charts.istiod.values.meshConfig.ingressControllerMode",
      /^the value is not allowed: would change which Ingresses have an effect\./,
    ],
    [
      "a second bound of the disruption budget",
      { charts: { "istio-gateway": { values: { podDisruptionBudget: { maxUnavailable: 1 } } } } },
      "charts.istio-gateway.values.podDisruptionBudget.maxUnavailable",
      /cannot stand beside minAvailable/,
    ],
    ["no pods of an egress gateway", { istio: { egress: { replicas: 0 } } }, "istio.egress.replicas", /at least 1\.$/],
    [
      "two sizes of an egress gateway",
      { istio: { egress: { replicas: 2, autoscaling: { min: 1, max: 2 } } } },
      "istio.egress.replicas",
      /has no effect together with autoscaling/,
    ],
    [
      "a limit below what the profile requests",
      { istio: { profile: IstioProfile.Demo, istiod: { resources: { limits: { memory: "50Mi" } } } } },
      "istio.istiod.resources.limits.memory",
      /^50Mi is below the chart's default request of 100Mi\./,
    ],
    ...(
      [
        ["a version", { version: "1.30" }],
        ["a profile", { profile: IstioProfile.Demo }],
        ["mesh settings", { mesh: {} }],
        ["an egress gateway", { egress: {} }],
      ] as const
    ).map(([what, istio]): [string, Partial<IngressLayerArgs>, string, RegExp] => [
      `${what} beside the control plane of another layer`,
      { istio: { controlPlane: ingressFacts, ...istio } },
      `istio.${Object.keys(istio)[0] ?? ""}`,
      /^belongs to the layer that installs the control plane\. Write it there\.$/,
    ]),
    [
      "a namespace that gives a further gateway the label of the egress gateway",
      { istio: { controlPlane: ingressFacts }, namespace: { name: "egressgateway" } },
      "namespace.name",
      /^"egressgateway" gives the gateway the label of a gateway of the first layer\./,
    ],
  ];
  for (const [title, args, path, reason] of rows) {
    it(title, async () => {
      const [problem, ...others] = await refusal(() => {
        create(args);
      });
      assert.deepEqual(others, []);
      assert.equal(problem?.path, path);
      assert.match(problem.reason, reason);
    });
  }
});
