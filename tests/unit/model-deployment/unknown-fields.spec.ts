import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { accepts, deployed, main, MAIN, raw, refuses } from "./refuses";

const spec = (fields: object) => ({ overrides: { spec: fields } });
const pod = (fields: object) => raw({ componentSpecs: [{ spec: { containers: [{ name: "model", ...fields }] } }] });
const CONTAINER = "overrides.spec.predictors[0].componentSpecs[0].spec.containers[0]";
const DROPPED = /^is not a field of a SeldonDeployment, and the cluster would drop it; write /;

describe("ModelDeployment refuses fields in overrides that a SeldonDeployment does not have:", () => {
  refuses([
    [
      "of the model",
      spec({ replica: 2 }),
      [
        [
          "overrides.spec.replica",
          /^is not a field of a SeldonDeployment, and the cluster would drop it; write replicas\.$/,
        ],
      ],
    ],
    ["of a predictor", raw({ trafic: 100 }), [["overrides.spec.predictors[0].trafic", /write traffic\.$/]]],
    [
      "of a step deep in a graph",
      raw({
        graph: {
          name: "ab",
          implementation: "RANDOM_ABTEST",
          children: [{ ...MAIN.graph, name: "a", children: [{ ...MAIN.graph, name: "b", modelURI: "x" }] }, MAIN.graph],
        },
      }),
      [["overrides.spec.predictors[0].graph.children[0].children[0].modelURI", /write modelUri\.$/]],
    ],
    ["of a container", pod({ enviroment: [] }), [[`${CONTAINER}.enviroment`, DROPPED]]],
    ["of a variable", pod({ env: [{ name: "A", val: "1" }] }), [[`${CONTAINER}.env[0].val`, DROPPED]]],
    [
      "of the resources",
      pod({ resources: { limit: { cpu: "1" } } }),
      [[`${CONTAINER}.resources.limit`, /write limits\.$/]],
    ],
    [
      "of an autoscaler",
      raw({
        componentSpecs: [{ hpaSpec: { maxReplicas: 2, minReplica: 1 }, spec: { containers: [{ name: "model" }] } }],
      }),
      [["overrides.spec.predictors[0].componentSpecs[0].hpaSpec.minReplica", /write minReplicas\.$/]],
    ],
    [
      "of the metadata",
      { overrides: { metadata: { anotations: {} } } },
      [["overrides.metadata.anotations", /write annotations\.$/]],
    ],
  ]);
});

describe("ModelDeployment accepts fields in overrides that a SeldonDeployment has:", () => {
  accepts([
    [
      "of containers",
      pod({
        env: [{ name: "A", valueFrom: { secretKeyRef: { name: "s", key: "k" } } }],
        resources: { limits: { "nvidia.com/gpu": 1 } },
        volumeMounts: [{ name: "v", mountPath: "/v" }],
      }),
    ],
    [
      "of pods",
      raw({ componentSpecs: [{ spec: { nodeSelector: { pool: "gpu" }, containers: [{ name: "model" }] } }] }),
    ],
    ["with values that are not known yet", pod({ env: pulumi.output([{ name: "A", value: "1" }]) })],
    ["with objects that are not known yet", pod({ resources: pulumi.output({ limits: { cpu: "1" } }) })],
    ["of the metadata", { overrides: { metadata: { annotations: { "example.org/a": "b" }, finalizers: [] } } }],
  ]);
});

const affinity = (podAntiAffinity: unknown) => ({ predictors: [{ ...main, affinity: { podAntiAffinity } }] });
const metrics = (pods: unknown) => ({
  predictors: [{ ...main, autoscaling: { maxReplicas: 3, metrics: [{ type: "Pods", pods }] } }],
});
const required = { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "zone" }] };
const rate = { metric: { name: "rps" }, target: { type: "AverageValue", averageValue: "5" } };

describe("ModelDeployment accepts a part of a step as an output:", () => {
  accepts([
    ["of an affinity", affinity(pulumi.output(required))],
    ["of a metric", metrics(pulumi.output(rate))],
  ]);
});

describe("ModelDeployment refuses fields that a SeldonDeployment does not have in an output when it resolves:", () => {
  const late: [title: string, args: object, path: string][] = [
    [
      "of an affinity",
      affinity(pulumi.output({ required: [] })),
      "predictors[0].affinity.podAntiAffinity.required: is not a field",
    ],
    [
      "of a metric",
      metrics(Promise.resolve({ ...rate, metrics: {} })),
      "predictors[0].autoscaling.metrics[0].pods.metrics: is not a field",
    ],
    [
      "of overrides",
      pod({ resources: pulumi.output({ limit: { cpu: "1" } }) }),
      `${CONTAINER}.resources.limit: is not a`,
    ],
  ];
  for (const [title, args, message] of late) {
    it(title, () => assert.rejects(deployed(args), ({ message: found }: Error) => found.includes(`- ${message}`)));
  }
});

describe("ModelDeployment refuses overrides that decide what is created and are not known yet:", () => {
  const UNKNOWN = /^is not known yet, but decides what is created\. Write a value, not an output\.$/;
  refuses([
    ["the metadata", { overrides: { metadata: pulumi.output({ labels: {} }) } }, [["overrides.metadata", UNKNOWN]]],
    ["a spec", { overrides: { spec: pulumi.output({ replicas: 2 }) } }, [["overrides.spec", UNKNOWN]]],
    ["predictors", spec({ predictors: pulumi.output([MAIN]) }), [["overrides.spec.predictors", UNKNOWN]]],
    [
      "the name of a predictor",
      spec({ predictors: [{ name: pulumi.output("main") }] }),
      [["overrides.spec.predictors[0].name", UNKNOWN]],
    ],
    ["a predictor", spec({ predictors: [pulumi.output(MAIN)] }), [["overrides.spec.predictors[0]", UNKNOWN]]],
  ]);
});
