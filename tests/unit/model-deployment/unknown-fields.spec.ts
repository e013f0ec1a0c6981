import * as pulumi from "@pulumi/pulumi";
import { accepts, MAIN, raw, refuses } from "./refuses";

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
    ["of the metadata", { overrides: { metadata: { annotations: { "example.org/a": "b" }, finalizers: [] } } }],
  ]);
});
