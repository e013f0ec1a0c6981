import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  GraphNodeType,
  ModelDeployment,
  ModelProtocol,
  ModelServer,
  ParameterType,
  type ModelDeploymentArgs,
} from "../../../components";
import { deploy, type Deployed } from "../../helpers/deploy";
import { cluster, seldonFacts } from "../platform";

const TYPE = "kubernetes:machinelearning.seldon.io/v1:SeldonDeployment";
const iris = { name: "main", server: ModelServer.Sklearn, modelUri: "gs://models/iris" };

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
      },
      {
        name: "canary",
        traffic: 25,
        graph: { name: "model", type: "MODEL" },
        componentSpecs: [{ spec: { containers: [{ name: "model", image: "registry.example.org/iris:2" }] } }],
      },
      {
        name: "shadow",
        traffic: 100,
        shadow: true,
        graph: { name: "model", type: "MODEL", implementation: "MY_SERVER", modelUri: "s3://models/iris" },
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
        componentSpecs: [{ spec: { containers: [{ name: "model", resources }] } }],
      },
    ]);
  });

  it("graph, each step in a pod of its own", async () => {
    const graph = {
      name: "scale",
      type: GraphNodeType.Transformer,
      image: "registry.example.org/scale:1",
      children: [
        {
          name: "ab",
          type: GraphNodeType.Router,
          customServer: "RANDOM_ABTEST",
          parameters: [{ name: "ratioA", value: "0.5", type: ParameterType.Float }],
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
              type: "ROUTER",
              implementation: "RANDOM_ABTEST",
              parameters: [{ name: "ratioA", value: "0.5", type: "FLOAT" }],
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

  it("wait: false", async () => {
    assert.deepEqual(metadata(await model({ wait: false })), { name: "iris", namespace: "models" });
  });

  it("waitSeconds", async () => {
    assert.deepEqual(metadata(await model({ waitSeconds: 30 }))["annotations"], {
      "pulumi.com/waitFor": "jsonpath={.status.state}=Available",
      "pulumi.com/timeoutSeconds": "30",
    });
  });

  it("overrides, merged last", async () => {
    const graph = await model({ overrides: { spec: { replicas: 2 }, metadata: { annotations: { a: "b" } } } });
    assert.equal((spec(graph) as { replicas?: number }).replicas, 2);
    assert.equal((metadata(graph)["annotations"] as Record<string, string>)["a"], "b");
  });
});
