import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  GraphNodeType,
  IngressController,
  IngressLayer,
  ModelDeployment,
  ModelProtocol,
  ModelServer,
  SeldonCore,
  type ModelDeploymentArgs,
} from "../../../components";
import { deploy, type Deployed } from "../../helpers/deploy";
import { everythingBefore } from "../../helpers/outlives";
import { cluster, seldonFacts } from "../platform";

const TYPE = "kubernetes:machinelearning.seldon.io/v1:SeldonDeployment";
const iris = { name: "main", server: ModelServer.Sklearn, modelUri: "gs://models/iris" };

/** The pod of a single step, as the custom resource has it. */
const pods = (container: object = {}) => [{ spec: { containers: [{ name: "model", ...container }] } }];

/** One model named `iris` in `models`, unless the arguments say otherwise. */
const model = (args: Partial<ModelDeploymentArgs> = {}): Promise<Deployed> =>
  deploy(() => {
    const all = { seldon: seldonFacts, namespace: "models", predictors: [iris], ...args };
    const { name, namespace, restUrl, grpcUrl } = new ModelDeployment("iris", all, { provider: cluster().provider });
    return { name, namespace, restUrl, grpcUrl };
  });

const manifest = (graph: Deployed) => graph.byName(TYPE, "iris").inputs.values;

describe("ModelDeployment", () => {
  it("has one child, the custom resource, and waits for the operator's word", async () => {
    const graph = await model();
    const children = graph.childrenOf(graph.byName("mlplatform:index:ModelDeployment", "iris"));
    assert.deepEqual(
      children.map(({ type, name }) => [type, name]),
      [[TYPE, "iris"]],
    );
    assert.deepEqual(manifest(graph), {
      apiVersion: "machinelearning.seldon.io/v1",
      kind: "SeldonDeployment",
      metadata: {
        name: "iris",
        namespace: "models",
        annotations: {
          "pulumi.com/waitFor": "jsonpath={.status.state}=Available",
          "pulumi.com/timeoutSeconds": "600",
        },
      },
      spec: {
        protocol: "seldon",
        predictors: [
          {
            name: "main",
            traffic: 100,
            graph: { name: "model", type: "MODEL", implementation: "SKLEARN_SERVER", modelUri: "gs://models/iris" },
            componentSpecs: pods(),
          },
        ],
      },
    });
  });

  it("answers below the ingress", async () => {
    assert.deepEqual((await model()).outputs.values, {
      name: "iris",
      namespace: "models",
      restUrl: "http://lb.example.org/seldon/models/iris/api/v1.0/predictions",
      grpcUrl: "lb.example.org:80",
    });
  });

  for (const [protocol, server, path] of [
    [ModelProtocol.V2, ModelServer.Sklearn, "/v2/models/model/infer"],
    [ModelProtocol.Tensorflow, ModelServer.Tensorflow, "/v1/models/model:predict"],
  ] as const) {
    it(`answers at the path of protocol ${protocol}`, async () => {
      const { outputs } = await model({ protocol, predictors: [{ ...iris, server }] });
      assert.equal(outputs.values["restUrl"], `http://lb.example.org/seldon/models/iris${path}`);
    });
  }

  it("names the port of TLS for gRPC", async () => {
    const { outputs } = await model({ seldon: { ...seldonFacts, url: "https://models.example.org" } });
    assert.equal(outputs.values["grpcUrl"], "models.example.org:443");
  });

  it("fails with the fact's name where the ingress's URL turns out to be none", async () => {
    await assert.rejects(
      model({ seldon: { ...seldonFacts, url: pulumi.output("lb.example.org") } }),
      /ModelDeployment "iris" has invalid arguments:\n {2}- seldon\.url: "lb\.example\.org" is not a URL/,
    );
  });

  it("waits for the operator's component, though none of its values flows in", async () => {
    const graph = await deploy(() => {
      const { provider } = cluster();
      const ready = new pulumi.ComponentResource("test:index:Seldon", "gate");
      const gate = pulumi.output(provider.id).apply(() => "ready");
      new ModelDeployment(
        "iris",
        { seldon: { ...seldonFacts, ready: gate }, namespace: "models", predictors: [iris] },
        { provider, parent: ready },
      );
    });
    assert.deepEqual(
      graph.byName(TYPE, "iris").dependencies.map((urn) => urn.split("::").pop()),
      ["ml"],
    );
  });

  /** A model behind an operator and an ingress of the same program, and a resource that is given its URL. */
  const inOneProgram = (output: "restUrl" | "grpcUrl" = "restUrl") =>
    deploy(() => {
      const ml = cluster();
      const k8s = { provider: ml.provider };
      const ingress = new IngressLayer("ingress", { cluster: ml, istio: {}, allowPublic: true }, k8s);
      const seldon = new SeldonCore("seldon", { cluster: ml, ingress, modelNamespaces: ["models"] }, k8s);
      const deployed = new ModelDeployment("iris", { seldon, namespace: "models", predictors: [iris] }, k8s);
      new (class extends pulumi.CustomResource {})("test:index:After", "after", { url: deployed[output] });
    });

  it("a model waits for the operator and its namespace, not for a gateway", async () => {
    const graph = await inOneProgram();
    const resource = graph.byName(TYPE, "iris");
    assert.deepEqual(resource.dependencies.map((urn) => urn.split("::").pop()).sort(), [
      "seldon",
      "seldon-models-models",
    ]);
    const before = everythingBefore(graph, resource);
    for (const { urn, name } of graph.resources) {
      if (/^ingress-(istiod|gateway|service|seldon-gateway)$/.test(name)) assert.ok(!before.has(urn), name);
    }
  });

  for (const output of ["restUrl", "grpcUrl"] as const) {
    it(`a model's ${output} waits for the model and until the ingress routes`, async () => {
      const graph = await inOneProgram(output);
      assert.deepEqual(
        graph
          .byName("test:index:After", "after")
          .dependencies.map((urn) => urn.split("::").pop())
          .sort(),
        ["ingress-class", "ingress-gateway", "ingress-seldon-gateway", "ingress-service", "iris"],
      );
    });
  }

  it("registers its outputs once", async () => {
    assert.equal((await model()).byName("mlplatform:index:ModelDeployment", "iris").outputsRegistered, 1);
  });
});

describe("each input of ModelDeployment changes the custom resource", () => {
  const spec = (graph: Deployed) => manifest(graph)["spec"] as { predictors: unknown[] };

  it("predictors share traffic, and a shadow gets a copy of everything", async () => {
    const predictors = [
      { ...iris, traffic: 75 },
      { name: "canary", image: "registry.example.org/iris:2", traffic: 25 },
      { name: "shadow", customServer: "MY_SERVER", modelUri: "s3://models/iris", shadow: true },
    ];
    assert.deepEqual(spec(await model({ predictors })).predictors, [
      {
        name: "main",
        traffic: 75,
        graph: { name: "model", type: "MODEL", implementation: "SKLEARN_SERVER", modelUri: "gs://models/iris" },
        componentSpecs: pods(),
      },
      {
        name: "canary",
        traffic: 25,
        graph: { name: "model", type: "MODEL" },
        componentSpecs: pods({ image: "registry.example.org/iris:2" }),
      },
      {
        name: "shadow",
        traffic: 100,
        shadow: true,
        graph: { name: "model", type: "MODEL", implementation: "MY_SERVER", modelUri: "s3://models/iris" },
        componentSpecs: pods(),
      },
    ]);
  });

  it("replicas and resources", async () => {
    const resources = { requests: { cpu: "1" }, limits: { memory: "2Gi" } };
    assert.deepEqual(spec(await model({ predictors: [{ ...iris, replicas: 3, resources }] })).predictors, [
      {
        name: "main",
        traffic: 100,
        replicas: 3,
        graph: { name: "model", type: "MODEL", implementation: "SKLEARN_SERVER", modelUri: "gs://models/iris" },
        componentSpecs: pods({ resources }),
      },
    ]);
  });

  for (const order of ["before", "behind"]) {
    it(`a predictor has all the traffic ${order} a shadow`, async () => {
      const both = [iris, { ...iris, name: "shadow", shadow: true }];
      const { predictors } = spec(await model({ predictors: order === "before" ? both : both.reverse() }));
      assert.deepEqual(
        (predictors as { traffic?: number }[]).map(({ traffic }) => traffic),
        [100, 100],
      );
    });
  }

  it("graph, each step that is not built in in a pod of its own", async () => {
    const graph = {
      name: "scale",
      type: GraphNodeType.Transformer,
      image: "registry.example.org/scale:1",
      children: [
        {
          name: "ab",
          abTest: { firstPercent: 30 },
          children: [
            { name: "a", server: ModelServer.Sklearn, modelUri: "gs://a", resources: { requests: { cpu: "1" } } },
            { name: "b", server: ModelServer.Xgboost, modelUri: "gs://b" },
          ],
        },
      ],
    };
    assert.deepEqual(spec(await model({ predictors: [{ name: "main", graph }] })).predictors, [
      {
        name: "main",
        traffic: 100,
        graph: {
          name: "scale",
          type: "TRANSFORMER",
          children: [
            {
              name: "ab",
              implementation: "RANDOM_ABTEST",
              parameters: [{ name: "ratioA", value: "0.3", type: "FLOAT" }],
              children: [
                { name: "a", type: "MODEL", implementation: "SKLEARN_SERVER", modelUri: "gs://a" },
                { name: "b", type: "MODEL", implementation: "XGBOOST_SERVER", modelUri: "gs://b" },
              ],
            },
          ],
        },
        componentSpecs: [
          { spec: { containers: [{ name: "scale", image: "registry.example.org/scale:1" }] } },
          { spec: { containers: [{ name: "a", resources: { requests: { cpu: "1" } } }] } },
          { spec: { containers: [{ name: "b" }] } },
        ],
      },
    ]);
  });

  const metadata = (graph: Deployed) => manifest(graph)["metadata"] as Record<string, unknown>;

  it("deploymentName, labels", async () => {
    const graph = await model({ deploymentName: "flowers", labels: { team: "ml" } });
    assert.deepEqual([metadata(graph)["name"], metadata(graph)["labels"]], ["flowers", { team: "ml" }]);
  });

  it("namespace that exists", async () => {
    const graph = await model({ namespace: "elsewhere", existingNamespace: true });
    assert.equal(metadata(graph)["namespace"], "elsewhere");
  });

  it("annotations, for the operator", async () => {
    const annotations = { "seldon.io/rest-timeout": "5000" };
    const { annotations: written } = spec(await model({ annotations })) as { annotations?: unknown };
    assert.deepEqual(written, annotations);
  });

  it("existingServiceAccount, at every pod", async () => {
    const children = ["a", "b"].map((name) => ({ ...iris, name }));
    const graph = { name: "ab", abTest: { firstPercent: 50 }, children };
    const deployed = await model({ existingServiceAccount: "reader", predictors: [{ name: "main", graph }] });
    const [predictor] = spec(deployed).predictors as { componentSpecs: { spec: { serviceAccountName?: string } }[] }[];
    assert.deepEqual(
      predictor?.componentSpecs.map(({ spec }) => spec.serviceAccountName),
      ["reader", "reader"],
    );
  });

  it("the ingress's id, which an Emissary asks of its routes", async () => {
    const seldon = { ...seldonFacts, controller: IngressController.Emissary, gateway: undefined };
    const written = async (ambassadorId?: string) =>
      (spec(await model({ seldon: { ...seldon, ambassadorId } })) as { annotations?: unknown }).annotations;
    assert.deepEqual(await written("models"), { "seldon.io/ambassador-id": "models" });
    assert.equal(await written(), undefined);
  });

  it("wait: false", async () => {
    assert.deepEqual(metadata(await model({ wait: false })), { name: "iris", namespace: "models" });
  });

  it("waitSeconds", async () => {
    assert.deepEqual(metadata(await model({ waitSeconds: 30 }))["annotations"], {
      "pulumi.com/waitFor": "jsonpath={.status.state}=Available",
      "pulumi.com/timeoutSeconds": "30",
    });
  });

  it("overrides of predictors, by name: a part changes one, a whole one takes its place or is added", async () => {
    const graph = { name: "step", implementation: "MY_SERVER", modelUri: "s3://models/other" };
    const predictors = [
      { ...iris, traffic: 60 },
      { ...iris, name: "canary", traffic: 40 },
    ];
    const overrides = {
      spec: {
        predictors: [
          { name: "shadow", shadow: true, traffic: 100, graph },
          { name: "canary", labels: { a: "b" }, graph: { endpoint: { type: "REST" } } },
          { name: "main", traffic: 60, graph },
        ],
      },
    };
    const sklearn = { type: "MODEL", implementation: "SKLEARN_SERVER", modelUri: "gs://models/iris" };
    assert.deepEqual(spec(await model({ predictors, overrides })).predictors, [
      { name: "main", traffic: 60, graph },
      {
        name: "canary",
        traffic: 40,
        labels: { a: "b" },
        graph: { name: "model", ...sklearn, endpoint: { type: "REST" } },
        componentSpecs: pods(),
      },
      { name: "shadow", shadow: true, traffic: 100, graph },
    ]);
  });

  it("overrides, merged last", async () => {
    const graph = await model({ overrides: { spec: { replicas: 2 }, metadata: { annotations: { a: "b" } } } });
    assert.equal((spec(graph) as { replicas?: number }).replicas, 2);
    assert.equal((metadata(graph)["annotations"] as Record<string, string>)["a"], "b");
  });
});
