import {
  GraphNodeType,
  ModelDeployment,
  ModelExplainerType,
  ModelLoggingMode,
  ModelProtocol,
  ModelServer,
  ParameterType,
  SeldonCore,
  TaintEffect,
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
      abTest: { firstPercent: 30 },
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
  ...(
    [
      ["Istio", ingressFacts],
      ["Emissary", EMISSARY],
    ] as const
  ).map(([title, ingress]) => ({
    title: `a model with every input about requests, behind ${title}`,
    program: model(
      {
        predictors: [
          { ...IRIS, traffic: 75 },
          { ...IRIS, name: "canary", traffic: 25 },
          { ...IRIS, name: "beta", headers: [{ name: "X-Beta", value: "1" }] },
          { ...IRIS, name: "firefox", headers: [{ name: "User-Agent", regex: "Mozilla/.*" }] },
          { ...IRIS, name: "shadow", shadow: true, traffic: 50 },
        ],
        hosts: ["models.example.org", "iris.example.org"],
        timeouts: { restMs: 4500, grpcMs: 5000 },
        retries: { attempts: 2, perTryTimeoutMs: 1500 },
        circuitBreaker: { maxConnections: 200, maxPendingRequests: 100, maxRequests: 200, maxRetries: 3 },
      },
      {},
      ingress,
    ),
  })),
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
    title: "a model with every input of its pods",
    program: model({
      existingServiceAccount: "reader",
      predictors: [
        {
          ...IRIS,
          credentialsSecret: "rclone",
          parameters: [{ name: "method", value: "predict", type: ParameterType.String }],
          resources: RESOURCES,
          gpu: { count: 2 },
          disruptionBudget: { minAvailable: "50%" },
          autoscaling: {
            minReplicas: 2,
            maxReplicas: 4,
            cpuPercent: 70,
            metrics: [
              { type: "Pods", pods: { metric: { name: "rps" }, target: { type: "AverageValue", averageValue: "5" } } },
            ],
          },
          env: { LEVEL: "debug" },
          secretEnv: { TOKEN: { secret: "api", key: "token" } },
          envFromSecrets: ["api"],
          volumes: [
            { name: "data", mountPath: "/data", claim: "features", readOnly: true },
            { name: "shm", mountPath: "/dev/shm", emptyDir: { inMemory: true, sizeLimit: "1Gi" } },
            { name: "rules", mountPath: "/rules", configMap: "rules" },
            { name: "certs", mountPath: "/certs", secret: "certs" },
          ],
          probes: {
            readiness: { httpPath: "/ready", timeoutSeconds: 3 },
            liveness: { command: ["true"] },
            startup: { periodSeconds: 5, failureThreshold: 60 },
          },
          nodeSelector: { disk: "ssd" },
          tolerations: [{ key: "team", value: "ml", effect: TaintEffect.NoSchedule }],
          affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "zone" }] } },
          imagePullSecrets: ["registry"],
          requestLogging: { mode: ModelLoggingMode.All, url: "http://logger.example.org" },
          progressDeadlineSeconds: 300,
          orchestrator: { resources: RESOURCES, env: { SELDON_LOG_LEVEL: "DEBUG" } },
          explainer: {
            type: ModelExplainerType.AnchorTabular,
            modelUri: "gs://explainers/iris",
            config: { threshold: "0.9" },
            resources: RESOURCES,
            replicas: 2,
          },
        },
      ],
    }),
  },
  {
    title: "a model on TensorFlow Serving behind its proxy, with GPUs and without the orchestrator",
    program: model({
      predictors: [
        {
          name: "main",
          server: ModelServer.Tensorflow,
          modelUri: "gs://models/mnist",
          gpu: {},
          orchestrator: { enabled: false },
        },
      ],
    }),
  },
  {
    title: "a model scaled by an input for KEDA",
    program: model(
      {
        predictors: [
          {
            ...IRIS,
            keda: {
              maxReplicas: 5,
              triggers: [{ type: "prometheus", metadata: { query: "up" }, authentication: "prometheus" }],
            },
          },
        ],
      },
      { keda: { enabled: true } },
    ),
  },
  {
    title: "a model with fields of the custom resource that have no input",
    program: model({ overrides: { spec: { replicas: 2, oauth_key: "key" } } }),
  },
];
