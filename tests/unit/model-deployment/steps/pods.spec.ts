import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  ModelDeployment,
  ModelExplainerType,
  ModelLoggingMode,
  ModelProtocol,
  ModelServer,
  ParameterType,
  TaintEffect,
  type GpuPool,
  type ModelDeploymentArgs,
  type PredictorArgs,
} from "../../../../components";
import { deploy } from "../../../helpers/deploy";
import { cluster, seldonFacts } from "../../platform";

type Json = Record<string, unknown>;

const main: PredictorArgs = { name: "main", server: ModelServer.Sklearn, modelUri: "gs://models/iris" };
const pool: GpuPool = { name: "gpu", type: "nvidia-l4", count: 4, typeLabel: "example.org/gpu", taints: [] };

/** The first predictor of the custom resource. */
async function predictor(own: Partial<PredictorArgs>, args: Partial<ModelDeploymentArgs> = {}): Promise<Json> {
  const graph = await deploy(() => {
    const seldon = { ...seldonFacts, keda: true, gpuPools: [pool] };
    const all = { seldon, namespace: "models", predictors: [{ ...main, ...own }], ...args };
    new ModelDeployment("iris", all, { provider: cluster().provider });
  });
  const { spec } = graph.byName("kubernetes:machinelearning.seldon.io/v1:SeldonDeployment", "iris").inputs
    .values as unknown as { spec: { predictors: Json[] } };
  return spec.predictors[0] ?? {};
}

/** The pods of the first predictor's first step. */
const podsOf = async (own: Partial<PredictorArgs>, args: Partial<ModelDeploymentArgs> = {}): Promise<Json> =>
  ((await predictor(own, args))["componentSpecs"] as Json[])[0] ?? {};

const pod = async (own: Partial<PredictorArgs>, args: Partial<ModelDeploymentArgs> = {}): Promise<Json> =>
  (await podsOf(own, args))["spec"] as Json;

const container = async (own: Partial<PredictorArgs>, args: Partial<ModelDeploymentArgs> = {}): Promise<Json> =>
  ((await pod(own, args))["containers"] as Json[])[0] ?? {};

describe("each input of a step changes its pods:", () => {
  it("env, secretEnv and envFromSecrets", async () => {
    const found = await container({
      env: { LEVEL: "debug", LATER: pulumi.output("x") },
      secretEnv: { TOKEN: { secret: "api", key: "token" } },
      envFromSecrets: ["all", "others"],
    });
    assert.deepEqual(found, {
      name: "model",
      env: [
        { name: "LEVEL", value: "debug" },
        { name: "LATER", value: "x" },
        { name: "TOKEN", valueFrom: { secretKeyRef: { name: "api", key: "token" } } },
      ],
      envFrom: [{ secretRef: { name: "all" } }, { secretRef: { name: "others" } }],
    });
  });

  it("gpu, beside other resources, with the toleration of the taint", async () => {
    const found = await pod({ gpu: { count: 2 }, resources: { limits: { memory: "8Gi" } } });
    assert.deepEqual(found, {
      tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
      containers: [{ name: "model", resources: { limits: { memory: "8Gi", "nvidia.com/gpu": "2" } } }],
    });
  });

  it("gpu.type, by the label of the cluster's nodes", async () => {
    const found = await pod({ gpu: { type: "nvidia-l4" }, nodeSelector: { zone: "a" } });
    assert.deepEqual(found["nodeSelector"], { "example.org/gpu": "nvidia-l4", zone: "a" });
    assert.deepEqual(found["containers"], [{ name: "model", resources: { limits: { "nvidia.com/gpu": "1" } } }]);
  });

  it("gpu of a cluster whose nodes are not known", async () => {
    const found = await pod({ gpu: {} }, { seldon: seldonFacts });
    assert.deepEqual(found["tolerations"], [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }]);
    assert.equal(found["nodeSelector"], undefined);
  });

  it("nodeSelector, tolerations and affinity", async () => {
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "zone" }] } };
    const tolerations = [{ key: "team", value: "ml", effect: TaintEffect.NoSchedule }, { key: "any" }];
    assert.deepEqual(await pod({ nodeSelector: { disk: "ssd" }, tolerations, affinity }), {
      nodeSelector: { disk: "ssd" },
      tolerations: [
        { key: "team", operator: "Equal", value: "ml", effect: "NoSchedule" },
        { key: "any", operator: "Exists" },
      ],
      affinity,
      containers: [{ name: "model" }],
    });
  });

  it("volumes", async () => {
    const found = await pod({
      volumes: [
        { name: "data", mountPath: "/data", claim: "features", readOnly: true },
        { name: "certs", mountPath: "/certs", secret: "tls" },
        { name: "rules", mountPath: "/rules", configMap: "rules" },
        { name: "shm", mountPath: "/dev/shm", emptyDir: { inMemory: true, sizeLimit: "1Gi" } },
      ],
    });
    assert.deepEqual(found["volumes"], [
      { name: "data", persistentVolumeClaim: { claimName: "features" } },
      { name: "certs", secret: { secretName: "tls" } },
      { name: "rules", configMap: { name: "rules" } },
      { name: "shm", emptyDir: { sizeLimit: "1Gi", medium: "Memory" } },
    ]);
    assert.deepEqual(found["containers"], [
      {
        name: "model",
        volumeMounts: [
          { name: "data", mountPath: "/data", readOnly: true },
          { name: "certs", mountPath: "/certs" },
          { name: "rules", mountPath: "/rules" },
          { name: "shm", mountPath: "/dev/shm" },
        ],
      },
    ]);
  });

  it("probes", async () => {
    const probes = {
      readiness: { httpPath: "/health", initialDelaySeconds: 5 },
      liveness: { periodSeconds: 30, timeoutSeconds: 3 },
      startup: { command: ["check", "now"], failureThreshold: 60 },
    };
    assert.deepEqual(await container({ probes }), {
      name: "model",
      readinessProbe: { httpGet: { path: "/health", port: "http" }, initialDelaySeconds: 5 },
      livenessProbe: { tcpSocket: { port: "http" }, periodSeconds: 30, timeoutSeconds: 3 },
      startupProbe: { exec: { command: ["check", "now"] }, failureThreshold: 60 },
    });
  });

  it("imagePullSecrets", async () => {
    assert.deepEqual((await pod({ imagePullSecrets: ["registry"] }))["imagePullSecrets"], [{ name: "registry" }]);
  });

  it("autoscaling, at the model's own container", async () => {
    const metrics = [
      { type: "Pods", pods: { metric: { name: "rps" }, target: { type: "AverageValue", averageValue: "5" } } },
    ];
    const found = await podsOf({
      autoscaling: { minReplicas: 2, maxReplicas: 5, cpuPercent: 70, memoryPercent: 80, metrics },
      resources: { requests: { cpu: "1" }, limits: { memory: "1Gi" } },
    });
    const utilization = (name: string, averageUtilization: number) => ({
      type: "ContainerResource",
      containerResource: { name, container: "model", target: { type: "Utilization", averageUtilization } },
    });
    assert.deepEqual(found["hpaSpec"], {
      minReplicas: 2,
      maxReplicas: 5,
      metricsv2: [utilization("cpu", 70), utilization("memory", 80), ...metrics],
    });
  });

  it("keda, which leaves one pod", async () => {
    const triggers = [{ type: "prometheus", metadata: { query: "up" }, authentication: "prometheus" }];
    const found = await podsOf({ keda: { maxReplicas: 9, pollingSeconds: 10, cooldownSeconds: 60, triggers } });
    assert.deepEqual(found["kedaSpec"], {
      minReplicaCount: 1,
      maxReplicaCount: 9,
      pollingInterval: 10,
      cooldownPeriod: 60,
      triggers: [{ type: "prometheus", metadata: { query: "up" }, authenticationRef: { name: "prometheus" } }],
    });
  });

  it("disruptionBudget, with a number or a share", async () => {
    assert.deepEqual((await podsOf({ disruptionBudget: { minAvailable: "2" } }))["pdbSpec"], { minAvailable: 2 });
    assert.deepEqual((await podsOf({ disruptionBudget: { maxUnavailable: "25%" } }))["pdbSpec"], {
      maxUnavailable: "25%",
    });
  });

  it("credentialsSecret, parameters and requestLogging, in the graph", async () => {
    const { graph } = await predictor({
      credentialsSecret: "rclone",
      parameters: [{ name: "method", value: "predict", type: ParameterType.String }],
      requestLogging: { mode: ModelLoggingMode.Request, url: "http://logger.example.org" },
    });
    assert.deepEqual(graph, {
      name: "model",
      type: "MODEL",
      implementation: "SKLEARN_SERVER",
      modelUri: "gs://models/iris",
      envSecretRefName: "rclone",
      parameters: [{ name: "method", value: "predict", type: "STRING" }],
      logger: { mode: "request", url: "http://logger.example.org" },
    });
  });

  it("image with modelUri: the operator loads the model for it", async () => {
    const found = await predictor({ server: undefined, image: "registry.example.org/iris:1" });
    assert.deepEqual(found["graph"], { name: "model", type: "MODEL", modelUri: "gs://models/iris" });
  });

  it("replicas of a node of a graph", async () => {
    const step = { ...main, name: "step", replicas: 3 };
    const found = await predictor({ server: undefined, modelUri: undefined, graph: step });
    assert.deepEqual(found["componentSpecs"], [{ replicas: 3, spec: { containers: [{ name: "step" }] } }]);
    assert.equal(found["replicas"], undefined);
  });
});

describe("TensorFlow Serving behind its proxy", () => {
  const server = { server: ModelServer.Tensorflow, gpu: {}, env: { A: "b" } };

  it("gets resources, GPUs and variables itself", async () => {
    const { containers } = await pod({ ...server, probes: { startup: { failureThreshold: 9 } } });
    assert.deepEqual(containers, [
      { name: "model", startupProbe: { tcpSocket: { port: "http" }, failureThreshold: 9 } },
      {
        name: "tfserving",
        env: [{ name: "A", value: "b" }],
        resources: { limits: { "nvidia.com/gpu": "1" } },
      },
    ]);
  });

  it("is the step's own container where clients speak its protocol", async () => {
    const { containers } = await pod(server, { protocol: ModelProtocol.Tensorflow });
    assert.deepEqual(
      (containers as Json[]).map(({ name }) => name),
      ["model"],
    );
  });

  it("is left to the operator without such inputs", async () => {
    const { containers } = await pod({ server: ModelServer.Tensorflow });
    assert.deepEqual(containers, [{ name: "model" }]);
  });
});

describe("each input of a predictor that belongs to no step changes it:", () => {
  it("progressDeadlineSeconds", async () => {
    assert.equal((await predictor({ progressDeadlineSeconds: 60 }))["progressDeadlineSeconds"], 60);
  });

  it("orchestrator.resources and orchestrator.env", async () => {
    const resources = { requests: { cpu: "100m" } };
    const found = await predictor({ orchestrator: { resources, env: { SELDON_LOG_LEVEL: "DEBUG" } } });
    assert.deepEqual(found["svcOrchSpec"], { resources, env: [{ name: "SELDON_LOG_LEVEL", value: "DEBUG" }] });
  });

  it("orchestrator.enabled: false", async () => {
    const found = await predictor({ orchestrator: { enabled: false } });
    assert.deepEqual(found["annotations"], { "seldon.io/no-engine": "true" });
  });

  it("explainer", async () => {
    const found = await predictor(
      {
        explainer: {
          type: ModelExplainerType.AnchorTabular,
          modelUri: "gs://explainers/iris",
          image: "registry.example.org/alibi:1",
          config: { threshold: "0.9" },
          credentialsSecret: "rclone",
          resources: { limits: { memory: "1Gi" } },
          replicas: 2,
        },
      },
      { existingServiceAccount: "reader" },
    );
    assert.deepEqual(found["explainer"], {
      type: "AnchorTabular",
      modelUri: "gs://explainers/iris",
      config: { threshold: "0.9" },
      envSecretRefName: "rclone",
      replicas: 2,
      serviceAccountName: "reader",
      containerSpec: {
        name: "explainer",
        image: "registry.example.org/alibi:1",
        resources: { limits: { memory: "1Gi" } },
      },
    });
  });

  it("explainer.initParameters, as text", async () => {
    const explainer = { type: ModelExplainerType.KernelShap, initParameters: { link: pulumi.output("logit") } };
    const found = await predictor({ explainer }, { protocol: ModelProtocol.V2 });
    assert.equal((found["explainer"] as Json)["initParameters"], '{"link":"logit"}');
  });
});

describe("A protocol in overrides decides like the input", () => {
  const overridden = (protocol: string) => ({ overrides: { spec: { protocol } } });

  it("TensorFlow Serving has no proxy, so no container beside it", async () => {
    const tensorflow = { server: ModelServer.Tensorflow, resources: { limits: { cpu: "1" } } };
    const containers = (await pod(tensorflow, overridden("tensorflow")))["containers"];
    assert.deepEqual(containers, [{ name: "model", resources: { limits: { cpu: "1" } } }]);
  });

  for (const protocol of ["v2", "kfserving"]) {
    it(`an explainer of ${protocol} has parameters of its constructor`, async () => {
      const explainer = { type: ModelExplainerType.AnchorTabular, initParameters: { seed: 1 } };
      const { explainer: written } = await predictor({ explainer }, overridden(protocol));
      assert.equal((written as Json)["initParameters"], '{"seed":1}');
    });
  }
});
