import { ModelDeployment } from "../../../../components";
import { seldonFacts } from "../../platform";
import { some, without, type Args, type Fuzzed } from "../fuzzed";
import type { Random } from "../random";

/** Inputs of a model about its requests, which fit together. */
const ROUTED: Args = {
  hosts: ["models.example.org"],
  timeouts: { restMs: 5000 },
  retries: { attempts: 2, perTryTimeoutMs: 1000 },
  circuitBreaker: { maxConnections: 100 },
};

/** Inputs of a step, and of its predictor, which fit together. */
const STEP: Args = {
  resources: { requests: { cpu: "100m", memory: "128Mi" } },
  gpu: { count: 1 },
  autoscaling: { maxReplicas: 3, cpuPercent: 70 },
  disruptionBudget: { minAvailable: "1" },
  env: { LEVEL: "debug" },
  secretEnv: { TOKEN: { secret: "api", key: "token" } },
  envFromSecrets: ["api"],
  volumes: [{ name: "data", mountPath: "/data", claim: "features" }],
  probes: { startup: { failureThreshold: 60 } },
  nodeSelector: { disk: "ssd" },
  tolerations: [{ key: "team" }],
  imagePullSecrets: ["registry"],
  requestLogging: { mode: "all" },
  explainer: { type: "AnchorTabular" },
  orchestrator: { env: { SELDON_LOG_LEVEL: "DEBUG" } },
  progressDeadlineSeconds: 300,
};

/** A model whose predictors have steps that fit together. */
function model(args: Args, random: Random): Args {
  const [first] = Array.isArray(args["predictors"]) ? (args["predictors"] as Args[]) : [];
  const given: Args = { ...first };
  // One input of the step as it was made, the others as they fit.
  const kept = random.of(Object.keys(STEP));
  const step = {
    ...some(STEP, random, ...Object.keys(STEP)),
    ...(random.chance(0.5) && kept in given ? { [kept]: given[kept] } : {}),
  };
  const served = random.chance(0.5)
    ? { name: given["name"] ?? "main", ...step, image: "registry.example.org/iris:2" }
    : {
        name: given["name"] ?? "main",
        ...step,
        server: "SKLEARN_SERVER",
        modelUri: given["modelUri"] ?? "gs://models/iris",
      };
  const predictors = random.chance(0.3)
    ? [
        { ...served, name: "a", traffic: 60 },
        { ...served, name: "b", traffic: 40 },
        ...(random.chance(0.5) ? [{ ...served, name: "c", headers: [{ name: "x-beta", regex: "1.*" }] }] : []),
      ]
    : [served];
  const others = without(args, ...Object.keys(ROUTED), "ambassador");
  const isEmissary = random.chance(0.3);
  return {
    ...some(others, random, "protocol", "annotations", "overrides", "wait", "waitSeconds"),
    ...some(ROUTED, random, ...Object.keys(ROUTED)),
    ...(isEmissary ? { ambassador: { headers: [{ name: "location", value: "london" }] } } : {}),
    seldon: isEmissary ? { ...seldonFacts, controller: "emissary" } : seldonFacts,
    namespace: "models",
    predictors,
  };
}

const POOL = { name: "gpu", type: "nvidia-l4", count: 4, typeLabel: "example.org/gpu", taints: [] };
const SELDON = { ...seldonFacts, keda: true, gpuPools: [POOL] };
const COMMON = { seldon: SELDON, namespace: "models" };
const EMISSARY = { ...seldonFacts, controller: "emissary", controllerVersion: "4.1.0", gateway: undefined };
const RESOURCES = { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "1", memory: "2Gi" } };
const IRIS = { server: "SKLEARN_SERVER", modelUri: "gs://models/iris" };
const OWN = { image: "registry.example.org/iris:2" };

const PROBE = { initialDelaySeconds: 5, periodSeconds: 30, timeoutSeconds: 3, failureThreshold: 60 };
const PODS = [{ metricType: "Pods", metric: { name: "rps" }, target: { type: "AverageValue", averageValue: "5" } }].map(
  ({ metricType, ...pods }) => ({ type: metricType, pods }),
);

/** Inputs of a step in a container of its own, all but those of another way to scale. */
const POD: Args = {
  ...{ resources: RESOURCES, gpu: { count: 1, type: "nvidia-l4" } },
  disruptionBudget: { minAvailable: "1" },
  env: { LEVEL: "debug" },
  secretEnv: { TOKEN: { secret: "api", key: "token" } },
  envFromSecrets: ["all", "others"],
  volumes: [
    { name: "data", mountPath: "/data", claim: "features", readOnly: true },
    { name: "certs", mountPath: "/certs", secret: "tls" },
    { name: "rules", mountPath: "/rules", configMap: "rules" },
    { name: "shm", mountPath: "/dev/shm", emptyDir: { inMemory: true, sizeLimit: "1Gi" } },
  ],
  probes: {
    readiness: { httpPath: "/health", ...PROBE },
    liveness: { ...PROBE },
    startup: { command: ["check", "now"], ...PROBE },
  },
  nodeSelector: { disk: "ssd" },
  tolerations: [{ key: "team", value: "ml", effect: "NoSchedule" }, { key: "any" }],
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "zone" }] } },
  imagePullSecrets: ["registry"],
  requestLogging: { mode: "all", url: "http://logger.logs" },
};
const AUTOSCALING = { minReplicas: 2, maxReplicas: 5, cpuPercent: 70, memoryPercent: 80, metrics: PODS };
const KEDA = {
  ...{ minReplicas: 2, maxReplicas: 5, pollingSeconds: 30, cooldownSeconds: 300 },
  triggers: [
    {
      type: "prometheus",
      metadata: { serverAddress: "http://prometheus.monitoring", query: "rps", threshold: "5" },
      authentication: "prometheus",
    },
  ],
};
const PARAMETERS = [{ name: "rate", value: "0.5", type: "FLOAT" }];

/** A graph in which each kind of step leads to others. */
const GRAPH: Args = {
  ...{ name: "scale", type: "TRANSFORMER", ...OWN, ...POD, autoscaling: AUTOSCALING, parameters: PARAMETERS },
  children: [
    {
      name: "ab",
      abTest: { firstPercent: 30 },
      children: [
        {
          name: "a",
          ...IRIS,
          credentialsSecret: "rclone",
          ...without(POD, "volumes", "secretEnv", "disruptionBudget"),
          keda: KEDA,
        },
        {
          name: "all",
          type: "COMBINER",
          ...OWN,
          children: [
            { name: "b", customServer: "MY_SERVER", modelUri: "s3://models/iris", replicas: 2 },
            { name: "c", type: "MODEL", ...OWN },
          ],
        },
      ],
    },
  ],
};

const predictor = (more: Args): Args => ({ ...COMMON, predictors: [{ name: "main", ...more }] });

export const modelDeployment: Fuzzed = {
  create: (name, args, opts) => new ModelDeployment(name, args, opts),
  fit: model,
  unreached: { "ModelAmbassador.serviceName": "it names a model that the program created before" },
  examples: () => [
    predictor({ graph: GRAPH, progressDeadlineSeconds: 300 }),
    predictor({
      graph: { name: "route", type: "ROUTER", ...OWN, children: ["a", "b"].map((name) => ({ name, ...IRIS })) },
      orchestrator: { resources: RESOURCES, env: { SELDON_LOG_LEVEL: "DEBUG" } },
    }),
    predictor({
      graph: { name: "out", type: "OUTPUT_TRANSFORMER", ...OWN, children: [{ name: "main", ...IRIS }] },
    }),
    predictor({ ...OWN, ...POD, autoscaling: AUTOSCALING, parameters: PARAMETERS }),
    predictor({ ...IRIS, ...without(POD, "volumes", "secretEnv", "gpu"), credentialsSecret: "rclone", keda: KEDA }),
    predictor({ customServer: "MY_SERVER", modelUri: "pvc://claim/iris", orchestrator: { enabled: false } }),
    predictor({ ...IRIS, replicas: 3, disruptionBudget: { maxUnavailable: "50%" } }),
    predictor({
      ...IRIS,
      explainer: {
        ...{ type: "AnchorTabular", modelUri: "gs://models/explainer", credentialsSecret: "rclone", replicas: 1 },
        ...{ resources: RESOURCES, config: { threshold: "0.95" } },
      },
    }),
    {
      ...predictor({ ...IRIS, explainer: { type: "AnchorTabular", initParameters: { threshold: 0.95 } } }),
      protocol: "v2",
    },
    predictor({ ...IRIS, explainer: { type: "AnchorImages", image: "registry.example.org/explainer:1" } }),
    {
      ...{ ...COMMON, protocol: "v2", hosts: ["models.example.org"], labels: { team: "ml" } },
      ...{ timeouts: { restMs: 5000, grpcMs: 9000 }, retries: { attempts: 2, perTryTimeoutMs: 1000 } },
      circuitBreaker: { maxConnections: 100, maxPendingRequests: 100, maxRequests: 200, maxRetries: 3 },
      ...{ annotations: { "example.org/note": "a" }, wait: true, waitSeconds: 600 },
      ...{ deploymentName: "iris-2", existingServiceAccount: "iris", existingNamespace: true },
      predictors: [
        { name: "a", traffic: 60, ...IRIS },
        { name: "b", traffic: 40, ...IRIS },
        { name: "c", headers: [{ name: "x-beta", regex: "1.*" }], ...IRIS },
        { name: "d", shadow: true, ...IRIS },
      ],
      overrides: { metadata: { annotations: { "example.org/team": "ml" } } },
    },
    {
      ...{ seldon: EMISSARY, namespace: "models", predictors: [{ name: "main", ...IRIS }] },
      ambassador: { headers: [{ name: "location", value: "london" }] },
    },
    {
      ...{ namespace: "models", predictors: [{ name: "main", ...IRIS }] },
      seldon: { ...EMISSARY, annotationRoutes: true },
      ambassador: {
        config:
          "apiVersion: getambassador.io/v3alpha1\nkind: Mapping\nname: iris\nprefix: /iris/\nservice: iris-main.models:8000\n",
      },
    },
  ],
};
