import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  IngressController,
  IngressLayer,
  SeldonCore,
  SeldonLogLevel,
  type SeldonCoreArgs,
  type SeldonFacts,
} from "../../../components";
import { deploy, type Deployed } from "../../helpers/deploy";
import { everythingBefore } from "../../helpers/outlives";
import { cluster, clusterFacts, ingressFacts } from "../platform";
import { refusal } from "../refusal";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const NAMESPACE = "kubernetes:core/v1:Namespace";
const DEFINITION = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";

/** An operator behind an ingress of another stack, unless the arguments say otherwise. */
const operator = (args: Partial<SeldonCoreArgs> = {}): Promise<Deployed> =>
  deploy(() => {
    const ml = cluster();
    const seldon = new SeldonCore("seldon", { cluster: ml, ingress: ingressFacts, ...args }, { provider: ml.provider });
    return { facts: seldon.facts };
  });

const values = (graph: Deployed) => graph.byName(RELEASE, "seldon").inputs.values["values"];

const waitsFor = (graph: Deployed, type: string, name: string) =>
  graph
    .byName(type, name)
    .dependencies.map((urn) => urn.split("::").pop())
    .sort();

const plain = {
  istio: { enabled: true, gateway: "istio-system/seldon-gateway" },
  usageMetrics: { enabled: false },
  certManager: { enabled: false },
  crd: { annotations: { "helm.sh/resource-policy": "keep" } },
};

describe("SeldonCore", () => {
  it("has exactly these children", async () => {
    const graph = await operator({ modelNamespaces: ["models", "staging"] });
    const children = graph.childrenOf(graph.byName("mlplatform:index:SeldonCore", "seldon"));
    assert.deepEqual(children.map(({ type, name }) => `${type} ${name}`).sort(), [
      `${NAMESPACE} seldon-models-models`,
      `${NAMESPACE} seldon-models-staging`,
      `${NAMESPACE} seldon-namespace`,
      `${RELEASE} seldon`,
    ]);
  });

  it("installs the operator of the last Apache-2.0 release", async () => {
    assert.deepEqual((await operator()).byName(RELEASE, "seldon").inputs.values, {
      name: "seldon-core",
      namespace: "seldon-system",
      chart: "seldon-core-operator",
      version: "1.17.1",
      repositoryOpts: { repo: "https://storage.googleapis.com/seldon-charts" },
      timeout: 600,
      resetValues: true,
      compat: "true",
      values: plain,
    });
  });

  /** An operator behind an ingress of the same program, and a resource that is given one of its outputs. */
  const inOneProgram = (output: "ready" | "url", labels?: Record<string, string>) =>
    deploy(() => {
      const ml = cluster();
      const k8s = { provider: ml.provider };
      const ingress = new IngressLayer("ingress", { cluster: ml, istio: {}, allowPublic: true }, k8s);
      const seldon = new SeldonCore("seldon", { cluster: ml, ingress, modelNamespaces: ["models"], labels }, k8s);
      new (class extends pulumi.CustomResource {})("test:index:After", "after", { value: seldon[output] });
    });

  it("the operator's chart waits for Istio's definitions and its namespace, not for a gateway", async () => {
    const graph = await inOneProgram("ready");
    const expected = ["ingress-istio-base", "ingress-namespace", "seldon-namespace"];
    assert.deepEqual(waitsFor(graph, RELEASE, "seldon"), expected);
    const before = new Set([...everythingBefore(graph, graph.byName(RELEASE, "seldon"))]);
    for (const { urn, name } of graph.resources) {
      if (/^ingress-(istiod|gateway|service|seldon-gateway)$/.test(name)) assert.ok(!before.has(urn), name);
    }
  });

  it("namespaces of the operator and of models wait for the cluster only", async () => {
    const graph = await inOneProgram("ready");
    assert.deepEqual(waitsFor(graph, NAMESPACE, "seldon-namespace"), ["ml"]);
    assert.deepEqual(waitsFor(graph, NAMESPACE, "seldon-models-models"), ["ml"]);
  });

  for (const label of ["istio-injection", "istio.io/rev"]) {
    it(`the operator's chart waits for the whole ingress if its namespaces have the label ${label}`, async () => {
      const graph = await inOneProgram("ready", { [label]: "enabled" });
      assert.ok(waitsFor(graph, RELEASE, "seldon").includes("ingress-gateway"));
    });
  }

  it("the operator's chart waits for the whole ingress if its facts name no finer readiness", async () => {
    const graph = await deploy(() => {
      const ml = cluster();
      const routes = new (class extends pulumi.CustomResource {})("test:index:Gateway", "routes");
      const ingress = { ...ingressFacts, ready: routes.id };
      new SeldonCore("seldon", { cluster: ml, ingress }, { provider: ml.provider });
    });
    assert.deepEqual(waitsFor(graph, RELEASE, "seldon"), ["routes", "seldon-namespace"]);
  });

  it("an operator is ready with its chart and the models' namespaces, before the ingress routes", async () => {
    const graph = await inOneProgram("ready");
    assert.deepEqual(waitsFor(graph, "test:index:After", "after"), ["seldon", "seldon-models-models"]);
  });

  it("an operator's URL waits until the ingress routes", async () => {
    const graph = await inOneProgram("url");
    assert.deepEqual(waitsFor(graph, "test:index:After", "after"), [
      "ingress-class",
      "ingress-gateway",
      "ingress-seldon-gateway",
      "ingress-service",
    ]);
  });

  it("hands on what models need to know", async () => {
    const { outputs } = await operator({ modelNamespaces: ["models"] });
    assert.deepEqual(outputs.values["facts"], {
      clusterIdentifier: "dev",
      namespace: "seldon-system",
      controller: "istio",
      annotationRoutes: false,
      controllerVersion: "1.30.3",
      gatewayNamespace: "istio-system",
      modelNamespaces: ["models"],
      servers: {
        SKLEARN_SERVER: ["seldon", "v2"],
        XGBOOST_SERVER: ["seldon", "v2"],
        MLFLOW_SERVER: ["seldon", "v2"],
        TENSORFLOW_SERVER: ["seldon", "tensorflow"],
        TRITON_SERVER: ["v2"],
        HUGGINGFACE_SERVER: ["v2"],
        TEMPO_SERVER: ["v2"],
      },
      shortPaths: false,
      singleNamespace: false,
      keda: false,
      gateway: "istio-system/seldon-gateway",
      url: "http://lb.example.org",
      ready: "seldon-system",
    });
  });

  it("hands on what the chart's values let models ask for", async () => {
    const predictor_servers = {
      MY_SERVER: { protocols: { kfserving: { image: "example.org/mine" } } },
      SKLEARN_SERVER: { protocols: { seldon: null } },
      TEMPO_SERVER: null,
    };
    const charts = { "seldon-core-operator": { values: { predictor_servers, keda: { enabled: true } } } };
    const { servers, keda } = (await operator({ charts })).outputs.values["facts"] as unknown as SeldonFacts;
    assert.deepEqual(
      [servers["MY_SERVER"], servers["SKLEARN_SERVER"], servers["TEMPO_SERVER"], keda],
      [["v2"], ["v2"], undefined, true],
    );
  });

  it("hands on the hosts of the ingress, unless another Gateway has others", async () => {
    const ingress = { ...ingressFacts, hosts: ["models.example.org"] };
    const hosts = async (args: object) =>
      ((await operator({ ingress, ...args })).outputs.values["facts"] as unknown as SeldonFacts).hosts;
    assert.deepEqual([await hosts({}), await hosts({ gateway: "edge/public" })], [["models.example.org"], undefined]);
  });

  it("hands on whether the operator writes annotations", async () => {
    const ingress = { ...ingressFacts, controller: IngressController.Emissary, controllerVersion: "4.1.0" };
    const written = async (legacyVersions?: boolean) =>
      ((await operator({ ingress: { ...ingress, legacyVersions } })).outputs.values["facts"] as unknown as SeldonFacts)
        .annotationRoutes;
    assert.deepEqual([await written(), await written(true), await written(false)], [false, false, true]);
  });

  it("hands on the id of an Emissary", async () => {
    const ingress = { ...ingressFacts, controller: IngressController.Emissary, controllerVersion: "4.1.0" };
    const graph = await operator({ ingress: { ...ingress, ambassadorId: "models" } });
    assert.equal((graph.outputs.values["facts"] as unknown as SeldonFacts).ambassadorId, "models");
  });

  it("registers its outputs once", async () => {
    assert.equal((await operator()).byName("mlplatform:index:SeldonCore", "seldon").outputsRegistered, 1);
  });
});

describe("each input of SeldonCore changes a resource", () => {
  const changed: [string, Partial<SeldonCoreArgs>, object][] = [
    ["gateway", { gateway: "mesh/own" }, { istio: { enabled: true, gateway: "mesh/own" } }],
    ["usageMetrics", { usageMetrics: true }, { usageMetrics: { enabled: true } }],
    ["ingress.certManager", { ingress: { ...ingressFacts, certManager: true } }, { certManager: { enabled: true } }],
    [
      "resources",
      { resources: { requests: { cpu: "200m", memory: "200Mi" }, limits: { cpu: "1", memory: "1Gi" } } },
      { manager: { cpuRequest: "200m", memoryRequest: "200Mi", cpuLimit: "1", memoryLimit: "1Gi" } },
    ],
    [
      "orchestratorResources",
      { orchestratorResources: { requests: { cpu: "50m" } } },
      { executor: { resources: { cpuRequest: "50m" } } },
    ],
    ["logLevel", { logLevel: SeldonLogLevel.Warning }, { manager: { logLevel: "WARNING" } }],
    ["priorityClass", { priorityClass: "high" }, { manager: { priorityClassName: "high" } }],
    ["hostNetwork", { hostNetwork: true }, { hostNetwork: true }],
    ["webhookPort", { webhookPort: 9443 }, { webhook: { port: 9443 } }],
    ["metricsPort", { metricsPort: 9090 }, { metrics: { port: 9090 } }],
    ["defaultUserId", { defaultUserId: "" }, { defaultUserID: "" }],
    [
      "requestLogger",
      { requestLogger: { endpoint: "http://logger.logs:8080", queueSize: 2_000_000, timeoutMs: 0 } },
      // As text: Helm writes 2000000 as 2e+06.
      {
        executor: {
          requestLogger: { defaultEndpoint: "http://logger.logs:8080", workQueueSize: "2000000", writeTimeoutMs: "0" },
        },
      },
    ],
    [
      "storageInitializer.resources",
      { storageInitializer: { resources: { limits: { memory: "4Gi" } } } },
      { storageInitializer: { memoryLimit: "4Gi" } },
    ],
    [
      "charts.seldon-core-operator.values",
      { charts: { "seldon-core-operator": { values: { defaultUserID: "0" } } } },
      { defaultUserID: "0" },
    ],
  ];
  for (const [title, args, difference] of changed) {
    it(title, async () => {
      assert.deepEqual(values(await operator(args)), { ...plain, ...difference });
    });
  }

  it("ingress, of which Emissary is told in the operator's own words", async () => {
    const emissary = { controller: IngressController.Emissary, controllerVersion: "4.1.0", gateway: undefined };
    const { istio: _istio, ...rest } = plain;
    assert.deepEqual(values(await operator({ ingress: { ...ingressFacts, ...emissary } })), {
      ...rest,
      ambassador: { enabled: true, version: "v2" },
    });
  });

  it("namespace, labels and modelNamespaces", async () => {
    const graph = await operator({
      namespace: { name: "serving" },
      labels: { team: "ml" },
      modelNamespaces: ["models"],
    });
    const metadata = (name: string) => graph.byName(NAMESPACE, name).inputs.values["metadata"];
    assert.deepEqual(metadata("seldon-namespace"), { name: "serving", labels: { team: "ml" } });
    assert.deepEqual(metadata("seldon-models-models"), {
      name: "models",
      labels: {
        "app.kubernetes.io/component": "models",
        "app.kubernetes.io/managed-by": "pulumi-mlplatform",
        team: "ml",
      },
    });
    assert.equal(graph.byName(RELEASE, "seldon").inputs.values["namespace"], "serving");
  });

  it("keda, whose definition is looked up before the operator is installed", async () => {
    const graph = await operator({ keda: {} });
    assert.deepEqual(values(graph), { ...plain, keda: { enabled: true } });
    const { read, inputs } = graph.byName(DEFINITION, "seldon-keda");
    assert.deepEqual([read, inputs.values["metadata"]], [true, { name: "scaledobjects.keda.sh" }]);
    assert.deepEqual(waitsFor(graph, RELEASE, "seldon"), ["seldon-keda", "seldon-namespace"]);
    assert.equal((graph.outputs.values["facts"] as unknown as SeldonFacts).keda, true);
  });

  it("keda.ready, after which KEDA is looked up", async () => {
    const graph = await deploy(() => {
      const ml = cluster();
      const keda = new (class extends pulumi.CustomResource {})("test:index:Keda", "keda");
      new SeldonCore(
        "seldon",
        { cluster: ml, ingress: ingressFacts, keda: { ready: keda.id } },
        { provider: ml.provider },
      );
    });
    assert.ok(waitsFor(graph, DEFINITION, "seldon-keda").includes("keda"));
  });

  it("mirror", async () => {
    const { chart } = (await operator({ mirror: "oci://registry.example.org" })).byName(RELEASE, "seldon").inputs
      .values;
    assert.equal(chart, "oci://registry.example.org/seldon/seldon-core-operator");
  });
});

describe("SeldonCore refuses", () => {
  const own = (version: string) => ({ charts: { "seldon-core-operator": { version } } });
  const refused: [string, object, [path: string, reason: RegExp][]][] = [
    ["no ingress", { ingress: undefined }, [["ingress", /^is missing.* The ingress that routes to models/]]],
    ["no cluster", { cluster: undefined }, [["cluster", /^is missing/]]],
    [
      "a model namespace that is not a DNS-1123 label",
      { modelNamespaces: ["Models"] },
      [["modelNamespaces[0]", /"Models" is not a DNS-1123 label/]],
    ],
    [
      "model namespaces that are listed twice, the operator's own, or in every cluster",
      { modelNamespaces: ["a", "a", "seldon-system", "kube-system", "default"] },
      [
        ["modelNamespaces[1]", /"a" is listed twice/],
        ["modelNamespaces[2]", /is the operator's own namespace/],
        ["modelNamespaces[3]", /"kube-system" exists in every cluster/],
        ["modelNamespaces[4]", /"default" exists in every cluster/],
      ],
    ],
    [
      "an ingress with an unknown controller",
      { ingress: { ...ingressFacts, controller: "nginx" } },
      [["ingress.controller", /^"nginx" is not one of istio, emissary, other\.$/]],
    ],
    [
      "a gateway that is none",
      { gateway: "seldon-gateway" },
      [
        [
          "gateway",
          /is not the namespace and name of a Gateway; write <namespace>\/<name>, such as istio-system\/seldon-gateway\.$/,
        ],
      ],
    ],
    [
      "a gateway of the ingress that is none",
      { ingress: { ...ingressFacts, gateway: "seldon-gateway" } },
      [["ingress.gateway", /^"seldon-gateway" is not the namespace and name of a Gateway/]],
    ],
    [
      "an Istio without gateway",
      { ingress: { ...ingressFacts, gateway: undefined } },
      [["gateway", /^is missing, and the ingress has no Gateway/]],
    ],
    [
      "a gateway beside Emissary",
      { gateway: "a/b", ingress: { ...ingressFacts, controller: "emissary", controllerVersion: "4.1.0" } },
      [["gateway", /applies to Istio only, and the ingress is emissary/]],
    ],
    [
      "requests over the chart's limits",
      { resources: { requests: { memory: "1Gi" } }, orchestratorResources: { requests: { cpu: "1" } } },
      [
        ["resources.requests.memory", /^1Gi exceeds the chart's default limit of 300Mi/],
        ["orchestratorResources.requests.cpu", /^1 exceeds the chart's default limit of 500m/],
      ],
    ],
    [
      "an operator whose licence nobody accepted, and nothing else of its version",
      own("1.18.2"),
      [
        [
          "charts.seldon-core-operator.version",
          /^Seldon Core 1\.18\.2 has the Business Source License 1\.1, .* write acceptBusinessSourceLicense: true, and allowUntestedVersions: true, because it is not tested\.$/,
        ],
      ],
    ],
    [
      "the same where untested versions are allowed",
      { ...own("v2.0.0"), allowUntestedVersions: true },
      [
        [
          "charts.seldon-core-operator.version",
          /^Seldon Core v2\.0\.0 has .* write acceptBusinessSourceLicense: true\.$/,
        ],
      ],
    ],
    [
      "a licence that is accepted without need",
      { acceptBusinessSourceLicense: true },
      [
        [
          "acceptBusinessSourceLicense",
          /^has no effect, because Seldon Core 1\.17\.1 is under Apache-2\.0\. Leave it out\.$/,
        ],
      ],
    ],
    [
      "an untested operator",
      { ...own("1.18.2"), acceptBusinessSourceLicense: true },
      [
        ["charts.seldon-core-operator.version", /^Seldon Core 1\.18\.2 on Istio 1\.30\.3/],
        ["charts.seldon-core-operator.version", /^Seldon Core 1\.18\.2 on Kubernetes 1\.35/],
      ],
    ],
    ...["1,35", "v1", "latest", "1.35.x", ""].map(
      (kubernetesVersion) =>
        [
          `a cluster whose version is no version: ${kubernetesVersion}`,
          { cluster: { ...clusterFacts, kubernetesVersion } },
          [["cluster.kubernetesVersion", /^(".*"|is empty, so it) is not a version, such as 1\.35 or 1\.30\.3\.$/]],
        ] as [string, object, [string, RegExp][]],
    ),
    [
      "an ingress whose version is no version",
      { ingress: { ...ingressFacts, controllerVersion: "latest" } },
      [["ingress.controllerVersion", /^"latest" is not a version/]],
    ],
    [
      "a label of the namespaces that keeps the operator from their models",
      { labels: { "seldon.io/controller-id": "other" } },
      [
        [
          "labels.seldon.io/controller-id",
          /^would make the operator ignore every model in the namespaces\. Leave it out\.$/,
        ],
      ],
    ],
    [
      "settings that are none",
      {
        priorityClass: "High",
        webhookPort: 70_000,
        metricsPort: 0,
        defaultUserId: "root",
        imageRegistry: "https://registry.example.org/",
        requestLogger: { endpoint: "logger:80", queueSize: 0, timeoutMs: -1 },
        storageInitializer: { resources: { requests: { memory: "1" } } },
      },
      [
        ["priorityClass", /^"High" is not a DNS-1123 subdomain/],
        ["webhookPort", /^70000 is too large\. Write at most 65535\.$/],
        ["metricsPort", /^0 is not a whole number of at least 1\.$/],
        [
          "defaultUserId",
          /^"root" is not a user id; write a whole number as text, such as 8888, or an empty text for none\.$/,
        ],
        ["requestLogger.endpoint", /^"logger:80" is not a URL that starts with http:\/\/ or https:\/\/\.$/],
        ["requestLogger.queueSize", /^0 is not a whole number of at least 1\.$/],
        ["requestLogger.timeoutMs", /^-1 is not a whole number of at least 0\.$/],
        ["storageInitializer.resources.requests.memory", /is less than a mebibyte/],
        ["imageRegistry", /has a scheme; write registry\.example\.org\.$/],
      ],
    ],
    [
      "a log level that the operator reads as another one",
      { logLevel: "WARN" },
      [["logLevel", /^"WARN" is not one of DEBUG, INFO, WARNING, ERROR, FATAL\.$/]],
    ],
    [
      "one port for two things, and ports of root on a node",
      { webhookPort: 80, metricsPort: 80, hostNetwork: true },
      [
        ["webhookPort", /^80 is also the port of the metrics\. Write another one\.$/],
        ["webhookPort", /^80 needs root with hostNetwork: true\. Write a port from 1024\.$/],
        ["metricsPort", /^80 needs root/],
      ],
    ],
    [
      "a port that the webhook has by default",
      { metricsPort: 4443 },
      [["metricsPort", /^4443 is also the port of the webhook\. Write another one\.$/]],
    ],
    [
      "a container that loads models with requests over the chart's limits",
      { storageInitializer: { resources: { requests: { memory: "2Gi" } } } },
      [["storageInitializer.resources.requests.memory", /^2Gi exceeds the chart's default limit of 1Gi/]],
    ],
    [
      "values that contradict settings",
      {
        logLevel: "DEBUG",
        defaultUserId: "1000",
        keda: {},
        charts: {
          "seldon-core-operator": {
            values: {
              manager: { logLevel: "INFO" },
              defaultUserID: "0",
              keda: { enabled: false },
              serviceAccount: { name: "own" },
            },
          },
        },
      },
      [
        ["charts.seldon-core-operator.values.keda.enabled", /^false contradicts keda/],
        [
          "charts.seldon-core-operator.values.manager.logLevel",
          /^the value contradicts logLevel, which makes it "DEBUG"/,
        ],
        ["charts.seldon-core-operator.values.defaultUserID", /^the value contradicts defaultUserId/],
        [
          "charts.seldon-core-operator.values.serviceAccount.name",
          /may not read Secrets and service accounts of models/,
        ],
      ],
    ],
    [
      "an untested Istio",
      { ingress: { ...ingressFacts, controllerVersion: "1.29.0" } },
      [["ingress.controllerVersion", /^Seldon Core 1\.17\.1 on Istio 1\.29\.0/]],
    ],
    [
      "values that contradict typed inputs",
      {
        charts: { "seldon-core-operator": { values: { istio: { enabled: false }, usageMetrics: { enabled: true } } } },
      },
      [
        ["charts.seldon-core-operator.values.istio", /contradicts ingress and gateway/],
        ["charts.seldon-core-operator.values.usageMetrics.enabled", /^true contradicts usageMetrics/],
      ],
    ],
    [
      "values that undo what it promises",
      {
        charts: {
          "seldon-core-operator": {
            values: {
              crd: { create: false, annotations: { "helm.sh/resource-policy": null } },
              namespaceOverride: "other",
              singleNamespace: true,
              controllerId: "mine",
              managerCreateResources: true,
              executor: { port: 8001 },
              predictiveUnit: { httpPort: 9001, grpcPort: 9501 },
            },
          },
        },
      },
      [
        [
          "charts.seldon-core-operator.values.crd.create",
          /^false is not allowed: with this value, the cluster does not know the kind/,
        ],
        [
          "charts.seldon-core-operator.values.crd.annotations.helm.sh/resource-policy",
          /^null is not allowed: with this value, deleting the operator deletes every model/,
        ],
        [
          "charts.seldon-core-operator.values.namespaceOverride",
          /^the value is not allowed: with this value, the operator is not in `namespace`/,
        ],
        [
          "charts.seldon-core-operator.values.singleNamespace",
          /^true is not allowed: with this value, the operator serves other models than/,
        ],
        [
          "charts.seldon-core-operator.values.controllerId",
          /ignores models with the label that the input controllerId says/,
        ],
        ["charts.seldon-core-operator.values.managerCreateResources", /remain on destroy/],
        ...["executor.port", "predictiveUnit.httpPort", "predictiveUnit.grpcPort"].map((key): [string, RegExp] => [
          `charts.seldon-core-operator.values.${key}`,
          /is not allowed: with this value, a model's own routes lead to ports where nothing answers/,
        ]),
      ],
    ],
    [
      "a null above a value that it promises",
      { charts: { "seldon-core-operator": { values: { crd: { annotations: null }, ambassador: null } } } },
      [
        ["charts.seldon-core-operator.values.crd.annotations", /^null is not an object/],
        [
          "charts.seldon-core-operator.values.ambassador",
          /^null is not an object\. Write the keys to change below it\.$/,
        ],
      ],
    ],
    [
      "an output that hides a value that it promises",
      { charts: { "seldon-core-operator": { values: { crd: pulumi.output({ create: false }) } } } },
      [["charts.seldon-core-operator.values.crd", /^is an output, which would hide the keys below it/]],
    ],
    [
      "values for Emissary that fail every model",
      {
        ingress: { ...ingressFacts, controller: "emissary", controllerVersion: "4.1.0" },
        charts: { "seldon-core-operator": { values: { ambassador: { singleNamespace: true } } } },
      },
      [
        [
          "charts.seldon-core-operator.values.ambassador.singleNamespace",
          /other URLs than the input emissary\.shortPaths says/,
        ],
      ],
    ],
    [
      "servers and KEDA that are not known yet",
      {
        charts: {
          "seldon-core-operator": {
            values: { predictor_servers: pulumi.output({}), keda: { enabled: pulumi.output(true) } },
          },
        },
      },
      [
        ["charts.seldon-core-operator.values.predictor_servers", /^is not known yet/],
        ["charts.seldon-core-operator.values.keda.enabled", /^is not known yet/],
      ],
    ],
  ];
  for (const [title, args, expected] of refused) {
    it(title, async () => {
      const problems = await refusal(() => {
        const ml = cluster();
        const all = { cluster: ml, ingress: ingressFacts, ...args };
        new SeldonCore("seldon", all, { provider: ml.provider });
      });
      assert.deepEqual(
        problems.map(({ path }) => path),
        expected.map(([path]) => path),
      );
      problems.forEach(({ reason }, index) => {
        assert.match(reason, expected[index]?.[1] ?? /never/);
      });
    });
  }

  it("an ingress in another cluster", async () => {
    const problems = await refusal(() => {
      const { provider } = cluster();
      const ingress = { ...ingressFacts, clusterIdentifier: "far" };
      new SeldonCore("seldon", { cluster: clusterFacts, ingress }, { provider });
    });
    assert.deepEqual(problems, [
      {
        path: "opts.provider",
        reason:
          'the provider belongs to MlCluster "ml", which is not the cluster of `ingress`. Pass the provider of that cluster.',
      },
    ]);
  });

  it("to fall back to the ambient kubeconfig", async () => {
    const problems = await refusal(() => new SeldonCore("seldon", { cluster: clusterFacts, ingress: ingressFacts }));
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["opts.provider"],
    );
  });

  it("a cluster that turns out too old when its version resolves", async () => {
    const late = deploy(() => {
      const old = { ...clusterFacts, kubernetesVersion: pulumi.output("1.27") };
      new SeldonCore("seldon", { cluster: old, ingress: ingressFacts }, { provider: cluster().provider });
    });
    await assert.rejects(late, /Seldon Core 1\.17\.1 on Kubernetes 1\.27 is not a combination we test/);
  });

  it("a cluster whose version turns out to be none when it resolves", async () => {
    const late = deploy(() => {
      const facts = { ...clusterFacts, kubernetesVersion: pulumi.output("latest") };
      new SeldonCore("seldon", { cluster: facts, ingress: ingressFacts }, { provider: cluster().provider });
    });
    await assert.rejects(late, /cluster\.kubernetesVersion: "latest" is not a version/);
  });

  const lateGateways: [string, Partial<SeldonCoreArgs>][] = [
    ["its own", { gateway: pulumi.output("seldon-gateway") }],
    ["the ingress's", { ingress: { ...ingressFacts, gateway: pulumi.output("seldon-gateway") } }],
    ["no", { ingress: { ...ingressFacts, gateway: pulumi.output(undefined) } }],
  ];
  for (const [whose, args] of lateGateways) {
    it(`${whose} gateway that turns out to be none when it resolves`, async () => {
      await assert.rejects(
        operator(args),
        /gateway: ("seldon-gateway"|is empty, so it) is not the namespace and name of a Gateway/,
      );
    });
  }

  it("but takes an untested operator where that is written out", async () => {
    const graph = await operator({
      ...own("1.18.2"),
      acceptBusinessSourceLicense: true,
      allowUntestedVersions: true,
    });
    assert.equal(graph.byName(RELEASE, "seldon").inputs.values["version"], "1.18.2");
  });
});
