import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { ModelExplainerType, ModelProtocol, ModelServer, type ModelDeploymentArgs } from "../../../../components";
import { main } from "../refuses";
import { annotated, istio, mappings, routed } from "./routed";

const outputs = async (args: Partial<ModelDeploymentArgs>) => (await routed(args)).outputs.values;

/** What a shell makes of a command: one argument a line. */
const argumentsOf = (command: unknown): string[] =>
  execFileSync("sh", ["-c", `printf '%s\\n' ${String(command)}`], { encoding: "utf8" })
    .trimEnd()
    .split("\n");

const https = { ...istio, url: "https://models.example.org" };

describe("Outputs of a model", () => {
  const rows: [title: string, args: Partial<ModelDeploymentArgs>, expected: Record<string, unknown>][] = [
    [
      "name URLs, metadata and documentation",
      {},
      {
        restUrl: "http://lb.example.org/seldon/models/iris/api/v1.0/predictions",
        grpcUrl: "lb.example.org:80",
        grpcMetadata: { seldon: "iris", namespace: "models" },
        docsUrl: "http://lb.example.org/seldon/models/iris/api/v1.0/doc/",
        explainerUrls: {},
        curl: `curl 'http://lb.example.org/seldon/models/iris/api/v1.0/predictions' -H 'Content-Type: application/json' -d '{"data":{"ndarray":[[5.1,3.5,1.4,0.2]]}}'`,
      },
    ],
    [
      "follow the protocol v2",
      { protocol: ModelProtocol.V2 },
      {
        restUrl: "http://lb.example.org/seldon/models/iris/v2/models/model/infer",
        docsUrl: "http://lb.example.org/seldon/models/iris/v2/docs/",
        curl: `curl 'http://lb.example.org/seldon/models/iris/v2/models/model/infer' -H 'Content-Type: application/json' -d '{"inputs":[{"name":"predict","shape":[1,4],"datatype":"FP32","data":[[5.1,3.5,1.4,0.2]]}]}'`,
      },
    ],
    [
      "follow the protocol of TensorFlow, which has no documentation",
      { protocol: ModelProtocol.Tensorflow, predictors: [{ ...main, server: ModelServer.Tensorflow }] },
      {
        restUrl: "http://lb.example.org/seldon/models/iris/v1/models/model:predict",
        docsUrl: undefined,
        curl: `curl 'http://lb.example.org/seldon/models/iris/v1/models/model:predict' -H 'Content-Type: application/json' -d '{"instances":[[5.1,3.5,1.4,0.2]]}'`,
      },
    ],
    [
      "have no explainers with a configuration, which takes the place of their routes too",
      {
        seldon: annotated,
        predictors: [{ ...main, explainer: { type: ModelExplainerType.AnchorTabular } }],
        ambassador: { config: "kind: Mapping\nname: mine\nprefix: /mine/\nservice: a.b:8000" },
      },
      { restUrl: "http://lb.example.org/mine/api/v1.0/predictions", explainerUrls: {} },
    ],
    [
      "have no documentation without the orchestrator, which serves it",
      { predictors: [{ ...main, orchestrator: { enabled: false } }] },
      { restUrl: "http://lb.example.org/seldon/models/iris/api/v1.0/predictions", docsUrl: undefined },
    ],
    [
      "follow the first host, and the command needs no record in DNS for it",
      { hosts: ["iris.example.org", "other.example.org"] },
      {
        restUrl: "http://iris.example.org/seldon/models/iris/api/v1.0/predictions",
        grpcUrl: "iris.example.org:80",
        docsUrl: "http://iris.example.org/seldon/models/iris/api/v1.0/doc/",
        curl: `curl 'http://lb.example.org/seldon/models/iris/api/v1.0/predictions' -H 'Host: iris.example.org' -H 'Content-Type: application/json' -d '{"data":{"ndarray":[[5.1,3.5,1.4,0.2]]}}'`,
      },
    ],
    [
      "follow the host behind Emissary too",
      { hosts: ["iris.example.org"], seldon: { ...mappings, url: "http://lb.example.org:8080" } },
      {
        restUrl: "http://iris.example.org:8080/seldon/models/iris/api/v1.0/predictions",
        grpcUrl: "iris.example.org:8080",
      },
    ],
    [
      "of a host with HTTPS, for which the command asks for its certificate",
      { hosts: ["iris.example.org"], seldon: https },
      {
        restUrl: "https://iris.example.org/seldon/models/iris/api/v1.0/predictions",
        grpcUrl: "iris.example.org:443",
        curl: `curl 'https://iris.example.org/seldon/models/iris/api/v1.0/predictions' --connect-to 'iris.example.org:443:models.example.org:443' -H 'Content-Type: application/json' -d '{"data":{"ndarray":[[5.1,3.5,1.4,0.2]]}}'`,
      },
    ],
    [
      "follow the prefix of a configuration",
      {
        seldon: annotated,
        ambassador: {
          config: "---\nkind: Host\n---\nkind: Mapping\nname: mine\nprefix: /mycompany/ml/\nservice: a.b:8000",
        },
      },
      { restUrl: "http://lb.example.org/mycompany/ml/api/v1.0/predictions" },
    ],
  ];
  for (const [title, args, expected] of rows) {
    it(title, async () => {
      const values = await outputs(args);
      assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, values[key]])), expected);
    });
  }

  for (const [protocol, path] of [
    [undefined, "/api/v1.0/explain"],
    [ModelProtocol.V2, "/v2/models/why/infer"],
  ] as const) {
    it(`name explainers in protocol ${protocol ?? "seldon"}`, async () => {
      const explainer = { type: "AnchorTabular", modelUri: "gs://e", containerSpec: { name: "why" } };
      const graph = { name: "model", implementation: "SKLEARN_SERVER", modelUri: "gs://m" };
      const predictors = [{ name: "main", traffic: 100, graph, explainer }];
      const { explainerUrls } = await outputs({ protocol, overrides: { spec: { predictors } } });
      assert.deepEqual(explainerUrls, { main: `http://lb.example.org/seldon/models/iris-explainer/main${path}` });
    });
  }

  it("have a command whose texts reach the program as they are", async () => {
    const headers = [{ name: "location", value: "o'clock $HOME `id`" }];
    const { curl } = await outputs({ seldon: mappings, ambassador: { headers } });
    assert.deepEqual(argumentsOf(curl), [
      "curl",
      "http://lb.example.org/seldon/models/iris/api/v1.0/predictions",
      "-H",
      "Content-Type: application/json",
      "-H",
      "location: o'clock $HOME `id`",
      "-d",
      '{"data":{"ndarray":[[5.1,3.5,1.4,0.2]]}}',
    ]);
  });
});
