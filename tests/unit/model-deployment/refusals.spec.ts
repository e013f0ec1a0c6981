import assert from "node:assert/strict";
import { ModelDeployment, ModelProtocol, ModelServer } from "../../../components";
import { cluster, seldonFacts } from "../platform";
import { refusal } from "../refusal";

const main = { name: "main", server: ModelServer.Sklearn, modelUri: "gs://models/iris" };
const canary = { ...main, name: "canary" };
const long = "x".repeat(40);

/** A predictor that only overrides can write. */
const raw = (predictor: object, spec: object = {}) => ({
  overrides: {
    spec: {
      predictors: [
        { name: "main", graph: { name: "model", implementation: "SKLEARN_SERVER", modelUri: "gs://m" }, ...predictor },
      ],
      ...spec,
    },
  },
});

type Case = [title: string, args: object, expected: [path: string, reason: RegExp][]];

/** Refused by the operator's webhook (charts-ml 3.2). */
const webhook: Case[] = [
  ["no predictor", { predictors: [] }, [["predictors", /^is empty/]]],
  [
    "weights that miss 100",
    {
      predictors: [
        { ...main, traffic: 75 },
        { ...canary, traffic: 20 },
      ],
    },
    [["predictors", /^traffic adds up to 95 \(main 75, canary 20\), not to 100/]],
  ],
  [
    "weights that are absent",
    { predictors: [main, canary] },
    [["predictors", /^traffic adds up to 0 \(main unset, canary unset\)/]],
  ],
  [
    "weights that exceed 100",
    {
      predictors: [
        { ...main, traffic: 100 },
        { ...canary, traffic: 10 },
      ],
    },
    [["predictors", /adds up to 110/]],
  ],
  [
    "a share that is none",
    {
      predictors: [
        { ...main, traffic: 150 },
        { ...canary, traffic: -50 },
      ],
    },
    [
      ["predictors[0].traffic", /^150 is not a whole number from 0 to 100/],
      ["predictors[1].traffic", /^-50/],
    ],
  ],
  [
    "a single predictor with a part of the traffic",
    { predictors: [{ ...main, traffic: 40 }] },
    [["predictors[0].traffic", /^40 of the only predictor that answers has to be 100/]],
  ],
  [
    "the same beside a shadow",
    {
      predictors: [
        { ...main, traffic: 40 },
        { ...canary, shadow: true },
      ],
    },
    [["predictors[0].traffic", /beside a shadow has to be 100/]],
  ],
  [
    "two shadows",
    {
      predictors: [main, { ...canary, shadow: true }, { ...main, name: "third", shadow: true }].map((p, i) =>
        i === 0 ? { ...p, traffic: 100 } : p,
      ),
    },
    [["predictors", /^2 are shadows, and one at most may be/]],
  ],
  ["a shadow alone", { predictors: [{ ...main, shadow: true }] }, [["predictors", /^are shadows only/]]],
  [
    "a shadow's share that is none",
    {
      predictors: [
        { ...main, traffic: 100 },
        { ...canary, shadow: true, traffic: 101 },
      ],
    },
    [["predictors[1].traffic", /^101 is not/]],
  ],
  [
    "a name used twice",
    {
      predictors: [
        { ...main, traffic: 50 },
        { ...main, traffic: 50 },
      ],
    },
    [["predictors[1].name", /^"main" is used twice/]],
  ],
  [
    "a server without modelUri",
    { predictors: [{ name: "main", server: ModelServer.Sklearn }] },
    [["predictors[0] (step model)", /^SKLEARN_SERVER loads a model, and there is no modelUri/]],
  ],
  [
    "a server of one's own without modelUri",
    { predictors: [{ name: "main", customServer: "MINE" }] },
    [["predictors[0] (step model)", /^MINE loads a model/]],
  ],
  [
    "an unknown server",
    { predictors: [{ ...main, server: "SPARK_SERVER" }] },
    [["predictors[0].server", /^"SPARK_SERVER" is none of SKLEARN_SERVER,/]],
  ],
  [
    "a protocol that the server lacks",
    { protocol: ModelProtocol.Tensorflow },
    [["predictors[0] (step model)", /^SKLEARN_SERVER does not speak tensorflow\. Set protocol to seldon or v2/]],
  ],
  ["an unknown protocol", { protocol: "soap" }, [["protocol", /^"soap" is none of seldon, tensorflow, v2/]]],
  [
    "a step without server and container",
    raw({ graph: { name: "model" } }),
    [["predictors[0] (step model)", /^has neither a server nor a container/]],
  ],
  [
    "a type without methods",
    raw({ graph: { name: "model", type: "UNKNOWN_TYPE", implementation: "SIMPLE_MODEL" } }),
    [["predictors[0] (step model)", /needs methods/]],
  ],
  [
    "a logger without mode",
    raw({ graph: { name: "model", implementation: "SIMPLE_MODEL", logger: { url: "http://x" } } }),
    [["predictors[0] (step model)", /a logger without mode/]],
  ],
  [
    "mixed transports",
    raw(
      { graph: { name: "model", implementation: "SIMPLE_MODEL", endpoint: { type: "REST" } } },
      { transport: "grpc" },
    ),
    [["predictors[0]", /^mixes the transports rest and grpc/]],
  ],
  [
    "an unknown transport",
    raw({}, { transport: "smtp" }),
    [["overrides.spec.transport", /^"smtp" is none of rest, grpc/]],
  ],
  ["an unknown kind of server", raw({}, { serverType: "mqtt" }), [["overrides.spec.serverType", /^"mqtt"/]]],
  [
    "Kafka without its settings",
    raw({ svcOrchSpec: { env: [{ name: "KAFKA_BROKER" }] } }, { serverType: "kafka" }),
    [["predictors[0]", /lacks KAFKA_INPUT_TOPIC, KAFKA_OUTPUT_TOPIC/]],
  ],
  [
    "several steps without orchestrator",
    raw({
      annotations: { "seldon.io/no-engine": "true" },
      graph: { name: "a", implementation: "SIMPLE_MODEL", children: [{ name: "b", implementation: "SIMPLE_MODEL" }] },
    }),
    [["predictors[0]", /no-engine does not allow/]],
  ],
  [
    "a Service's name used twice",
    {
      overrides: {
        spec: {
          predictors: ["a", "b"].map((name) => ({
            name,
            traffic: 50,
            annotations: { "seldon.io/svc-name": "x" },
            graph: { name: "model", implementation: "SIMPLE_MODEL" },
          })),
        },
      },
    },
    [["predictors[1]", /svc-name "x" is used twice/]],
  ],
];

/** Accepted by the webhook and then broken, hidden or ignored (charts-ml 4.1, 4.2). */
const broken: Case[] = [
  [
    "upper case in a predictor's name",
    { predictors: [{ ...main, name: "Main" }] },
    [["predictors[0].name", /"Main" is not a DNS-1123 label/]],
  ],
  [
    "upper case in a step's name",
    { predictors: [{ name: "main", graph: { ...main, name: "Step" } }] },
    [["predictors[0].graph", /"Step" is not a DNS-1123 label/]],
  ],
  [
    "a step's name used twice",
    {
      predictors: [
        {
          name: "main",
          graph: {
            name: "a",
            customServer: "RANDOM_ABTEST",
            children: [
              { ...main, name: "b" },
              { ...main, name: "b" },
            ],
          },
        },
      ],
    },
    [["predictors[0].graph", /"b" is used twice/]],
  ],
  [
    "a dot in the deployment's name",
    { deploymentName: "iris.v2" },
    [["deploymentName", /"iris\.v2" is not a DNS-1123 label/]],
  ],
  [
    "names that add up to more than 63 characters",
    { deploymentName: long, predictors: [{ ...main, name: "y".repeat(20) }] },
    [["predictors[0].name", /makes the name "x{40}-y{20}-0-model", 6 over the limit of 63/]],
  ],
  [
    "the annotation that crashes the operator",
    { annotations: { "seldon.io/ambassador-regex-header": "a: b" } },
    [["annotations.seldon.io/ambassador-regex-header", /crash again and again/]],
  ],
  [
    "a header with two colons",
    { annotations: { "seldon.io/ambassador-header": "a: b:c" } },
    [["annotations.seldon.io/ambassador-header", /more than one colon/]],
  ],
  [
    "a time-out with a unit",
    { annotations: { "seldon.io/rest-timeout": "3s" } },
    [["annotations.seldon.io/rest-timeout", /"3s" is not a time-out in milliseconds in digits/]],
  ],
  [
    "the path of another deployment",
    { annotations: { "seldon.io/ambassador-service-name": "other" } },
    [["annotations.seldon.io/ambassador-service-name", /nobody can check/]],
  ],
  [
    "retries in words",
    { annotations: { "seldon.io/ambassador-retries": "three" } },
    [["annotations.seldon.io/ambassador-retries", /number of retries/]],
  ],
  [
    "a breaker in words",
    { annotations: { "seldon.io/ambassador-circuit-breakers-max-connections": "many" } },
    [["annotations.seldon.io/ambassador-circuit-breakers-max-connections", /number of connections/]],
  ],
  [
    "the same behind the typed input's back",
    { overrides: { metadata: { annotations: { "seldon.io/ambassador-regex-header": "a" } } } },
    [["overrides.metadata.annotations.seldon.io/ambassador-regex-header", /crash/]],
  ],
  [
    "an account that may not exist",
    raw({ componentSpecs: [{ spec: { serviceAccountName: "x", containers: [] } }] }),
    [["predictors[0]", /waits for ever without a word/]],
  ],
  [
    "such an account in the graph",
    raw({ graph: { name: "model", implementation: "SIMPLE_MODEL", serviceAccountName: "x" } }),
    [["predictors[0]", /serviceAccountName/]],
  ],
  [
    "Triton without its protocol",
    { predictors: [{ ...main, server: ModelServer.Triton }] },
    [["predictors[0] (step model)", /^TRITON_SERVER does not speak seldon\. Set protocol to v2/]],
  ],
  [
    "Hugging Face without its protocol",
    { predictors: [{ name: "main", server: ModelServer.HuggingFace }] },
    [["predictors[0] (step model)", /does not speak seldon/]],
  ],
  [
    "KEDA without KEDA",
    raw({ componentSpecs: [{ kedaSpec: { triggers: [] } }] }),
    [["predictors[0]", /kedaSpec is ignored/]],
  ],
  [
    "replicas beside an autoscaler",
    raw({ replicas: 3, componentSpecs: [{ hpaSpec: { maxReplicas: 4 } }] }),
    [["predictors[0].replicas", /is ignored beside hpaSpec/]],
  ],
  [
    "a separate orchestrator at a predictor",
    raw({ annotations: { "seldon.io/engine-separate-pod": "true" } }),
    [["predictors[0]", /has no effect at a predictor/]],
  ],
];

/** Wrong in our own inputs. */
const typed: Case[] = [
  [
    "two ways to serve",
    { predictors: [{ ...main, image: "x" }] },
    [["predictors[0]", /^2 were given \(server, image\)/]],
  ],
  [
    "no way to serve",
    { predictors: [{ name: "main" }] },
    [["predictors[0]", /^none was given; fill exactly one of server, customServer, image, graph/]],
  ],
  [
    "a model for an image",
    { predictors: [{ name: "main", image: "x", modelUri: "gs://x" }] },
    [["predictors[0].modelUri", /loaded by servers only/]],
  ],
  [
    "a model beside a graph",
    { predictors: [{ name: "main", modelUri: "gs://x", graph: { ...main, name: "a" } }] },
    [["predictors[0].modelUri", /no effect beside graph/]],
  ],
  [
    "two ways to serve a step",
    { predictors: [{ name: "main", graph: { ...main, image: "x" } }] },
    [
      ["predictors[0].graph", /^2 were given/],
      ["predictors[0].graph.modelUri", /servers only/],
    ],
  ],
  [
    "an unknown type of step",
    { predictors: [{ name: "main", graph: { ...main, type: "MAGIC" } }] },
    [["predictors[0].graph.type", /^"MAGIC" is none of MODEL/]],
  ],
  ["no replica", { predictors: [{ ...main, replicas: 0 }] }, [["predictors[0].replicas", /^0 is not a whole number/]]],
  [
    "amounts that are no quantities",
    { predictors: [{ ...main, resources: { limits: { memory: "lots" } } }] },
    [["predictors[0].resources.limits.memory", /"lots"/]],
  ],
  [
    "a namespace that nobody has",
    { namespace: "elsewhere" },
    [
      [
        "namespace",
        /^"elsewhere" is not one of the operator's modelNamespaces \(models\)\. Add it there, or write existingNamespace: true/,
      ],
    ],
  ],
  ["no time to wait", { waitSeconds: 0 }, [["waitSeconds", /^0 is not/]]],
  ["labels that Kubernetes refuses", { labels: { team: "a b" } }, [["labels.team", /is not a label value/]]],
  ["no operator", { seldon: undefined }, [["seldon", /^is missing\. The operator that serves it/]]],
];

for (const [by, cases] of Object.entries({
  "the webhook refuses": webhook,
  "the operator breaks on": broken,
  "makes no sense": typed,
})) {
  describe(`ModelDeployment refuses what ${by}:`, () => {
    for (const [title, args, expected] of cases) {
      it(title, async () => {
        const problems = await refusal(() => {
          const all = { seldon: seldonFacts, namespace: "models", predictors: [main], ...args };
          new ModelDeployment("iris", all, { provider: cluster().provider });
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
  });
}

describe("ModelDeployment refuses", () => {
  it("to fall back to the ambient kubeconfig", async () => {
    const args = { seldon: seldonFacts, namespace: "models", predictors: [main] };
    const problems = await refusal(() => new ModelDeployment("iris", args));
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["opts.provider"],
    );
  });
});
