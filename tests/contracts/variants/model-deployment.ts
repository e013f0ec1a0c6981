import {
  GraphNodeType,
  ModelDeployment,
  ModelProtocol,
  ModelServer,
  ParameterType,
  SeldonCore,
  type ModelDeploymentArgs,
} from "../../../components";
import { cluster, ingressFacts } from "../../unit/platform";
import { EMISSARY } from "./seldon-core";
import { RESOURCES, type Variant } from "./variant";

const IRIS = { name: "main", server: ModelServer.Sklearn, modelUri: "gs://models/iris" };

/** Values of the operator's chart with a server of one's own. */
const SERVERS = { predictor_servers: { MY_SERVER: { protocols: { seldon: { image: "registry.example.org/mine" } } } } };

/** One model with these arguments, and the operator that serves it. */
const model =
  (args: Partial<ModelDeploymentArgs> = {}, values: Record<string, unknown> = {}, ingress = ingressFacts) =>
  (): void => {
    const ml = cluster();
    const k8s = { provider: ml.provider };
    const charts = { "seldon-core-operator": { values } };
    const seldon = new SeldonCore("seldon", { cluster: ml, ingress, modelNamespaces: ["models"], charts }, k8s);
    new ModelDeployment("iris", { seldon, namespace: "models", predictors: [IRIS], ...args }, k8s);
  };

const GRAPH = {
  name: "scale",
  type: GraphNodeType.Transformer,
  image: "registry.example.org/scale:1",
  parameters: [{ name: "factor", value: "2.5", type: ParameterType.Double }],
  children: [
    {
      name: "choose",
      type: GraphNodeType.Router,
      customServer: "RANDOM_ABTEST",
      parameters: [{ name: "ratioA", value: "0.5", type: ParameterType.Float }],
      children: [
        { name: "old", image: "registry.example.org/iris:1", resources: RESOURCES },
        { name: "new", server: ModelServer.Xgboost, modelUri: "s3://models/iris" },
      ],
    },
  ],
};

/** `ModelDeployment`. */
export const modelVariants: readonly Variant[] = [
  { title: "a model on a prepackaged server", program: model() },
  {
    title: "a model in three versions, one of them a shadow",
    program: model(
      {
        predictors: [
          { ...IRIS, traffic: 75, replicas: 2, resources: RESOURCES },
          { name: "canary", image: "registry.example.org/iris:2", traffic: 25 },
          { name: "shadow", customServer: "MY_SERVER", modelUri: "pvc://claim/iris", shadow: true, traffic: 50 },
        ],
      },
      SERVERS,
    ),
  },
  { title: "a model of several steps", program: model({ predictors: [{ name: "main", graph: GRAPH }] }) },
  ...[ModelServer.Triton, ModelServer.HuggingFace, ModelServer.Tempo].map((server) => ({
    title: `a model on ${server}`,
    program: model({
      protocol: ModelProtocol.V2,
      predictors: [
        { name: "main", server, modelUri: server === ModelServer.HuggingFace ? undefined : "gs://models/m" },
      ],
    }),
  })),
  {
    title: "a model on TensorFlow Serving, by its protocol",
    program: model({
      protocol: ModelProtocol.Tensorflow,
      predictors: [{ name: "main", server: ModelServer.Tensorflow, modelUri: "gs://models/mnist" }],
    }),
  },
  {
    title: "a model in a namespace that exists, under another name, that nobody waits for",
    program: model({ namespace: "elsewhere", existingNamespace: true, deploymentName: "flowers", wait: false }),
  },
  {
    title: "a model with annotations and labels, and a short wait",
    program: model({
      annotations: { "seldon.io/rest-timeout": "5000" },
      labels: { team: "ml" },
      waitSeconds: 60,
    }),
  },
  {
    title: "a model with an account that may read its bucket",
    program: model({ existingServiceAccount: "reader", predictors: [{ name: "main", graph: GRAPH }] }),
  },
  {
    title: "a model behind an Emissary with an id",
    program: model({}, {}, { ...EMISSARY, ambassadorId: "models" }),
  },
  {
    title: "a model scaled by KEDA",
    program: model(
      {
        overrides: {
          spec: {
            predictors: [
              {
                name: "main",
                graph: { name: "model", implementation: "SKLEARN_SERVER", modelUri: "gs://models/iris" },
                componentSpecs: [
                  {
                    kedaSpec: { triggers: [{ type: "cpu", metadata: { type: "Utilization", value: "60" } }] },
                    spec: { containers: [{ name: "model" }] },
                  },
                ],
              },
            ],
          },
        },
      },
      { keda: { enabled: true } },
    ),
  },
  {
    title: "a model with fields of the custom resource that have no input",
    program: model({ overrides: { spec: { replicas: 2, oauth_key: "key" } } }),
  },
];
