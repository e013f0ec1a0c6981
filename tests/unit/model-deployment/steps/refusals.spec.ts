import { ModelExplainerType, ModelLoggingMode, ModelProtocol, ModelServer, type GpuPool } from "../../../../components";
import { seldonFacts } from "../../platform";
import { accepts, main, raw, refuses, type Refusal } from "../refuses";

const pool: GpuPool = { name: "gpu", type: "nvidia-l4", count: 1, typeLabel: "example.org/gpu", taints: [] };
const dedicated = { key: "team", value: "vision", effect: "NoSchedule" };

/** A predictor with these inputs. */
const step = (own: object, args: object = {}) => ({ predictors: [{ ...main, ...own }], ...args });
/** The same in a cluster with these pools. */
const on = (gpuPools: GpuPool[], gpu: object, own: object = {}) =>
  step({ gpu, ...own }, { seldon: { ...seldonFacts, gpuPools } });
/** One predictor whose graph chooses between steps. */
const abTest = (own: object = {}) =>
  step({
    server: undefined,
    modelUri: undefined,
    graph: {
      name: "ab",
      abTest: { firstPercent: 50 },
      children: ["a", "b"].map((name) => ({ ...main, name })),
      ...own,
    },
  });

const one = (path: string, reason: RegExp): Refusal[2] => [[`predictors[0].${path}`, reason]];

describe("ModelDeployment refuses GPUs that no node has:", () => {
  refuses([
    ["in a cluster without them", on([], {}), one("gpu", /^no node of the cluster has a GPU\. Add a node pool/)],
    [
      "of another model",
      on([pool], { type: "nvidia-h100" }),
      one("gpu.type", /^no node has a GPU of the model "nvidia-h100"; the node pools have nvidia-l4\./),
    ],
    ["more than a node has", on([pool], { count: 2 }), one("gpu.count", /^2 is more than a node has: at most 1\./)],
    [
      "on nodes with a taint of their own",
      on([{ ...pool, taints: [dedicated] }], {}),
      one("gpu", /do not tolerate the taint team=vision:NoSchedule of the nodes of pool gpu/),
    ],
    [
      "the same with a toleration of another value",
      on([{ ...pool, taints: [dedicated] }], {}, { tolerations: [{ key: "team", value: "text" }] }),
      one("gpu", /do not tolerate the taint team=vision/),
    ],
    [
      "a model in a cluster whose nodes are not known",
      step({ gpu: { type: "nvidia-l4" } }),
      one("gpu.type", /^needs a cluster whose node pools an MlCluster creates/),
    ],
    [
      "on nodes that nodeSelector chooses by the same label",
      on([pool], { type: "nvidia-l4" }, { nodeSelector: { "example.org/gpu": "nvidia-h100" } }),
      one("nodeSelector.example.org/gpu", /^is the label that gpu\.type decides/),
    ],
    ["none", step({ gpu: { count: 0 } }), one("gpu.count", /^0 is not a whole number of at least 1/)],
  ]);
});

describe("ModelDeployment accepts GPUs", () => {
  accepts([
    [
      "of a pool with a taint that is tolerated",
      on([{ ...pool, taints: [dedicated] }], {}, { tolerations: [{ key: "team" }] }),
    ],
    [
      "of one pool of several",
      on(
        [
          { ...pool, taints: [dedicated] },
          { ...pool, name: "other" },
        ],
        {},
      ),
    ],
    [
      "on nodes that are to be used last",
      on([{ ...pool, taints: [{ ...dedicated, effect: "PreferNoSchedule" }] }], {}),
    ],
  ]);
});

describe("ModelDeployment refuses environment variables", () => {
  refuses([
    [
      "that the operator sets",
      step({ env: { MLSERVER_MODEL_NAME: "x" } }),
      one("env.MLSERVER_MODEL_NAME", /set by the operator/),
    ],
    [
      "without the form of a name",
      step({ env: { "1A": "x" } }),
      one("env.1A", /is not the name of an environment variable/),
    ],
    [
      "that are written twice",
      step({ env: { A: "x" }, secretEnv: { A: { secret: "s", key: "k" } } }),
      one("secretEnv.A", /^is also in env/),
    ],
    [
      "from a key that no Secret has",
      step({ secretEnv: { A: { secret: "s", key: "a b" } } }),
      one("secretEnv.A.key", /is not a key of a Secret/),
    ],
  ]);
});

describe("ModelDeployment refuses numbers of pods that nothing keeps:", () => {
  const requests = { resources: { requests: { cpu: "1" } } };
  const triggers = [{ type: "cron", metadata: {} }];
  const withKeda = (keda: object, own: object = {}) =>
    step({ keda, ...own }, { seldon: { ...seldonFacts, keda: true } });
  refuses([
    [
      "replicas beside an autoscaler",
      step({ replicas: 2, autoscaling: { maxReplicas: 3, cpuPercent: 50 }, ...requests }),
      one("replicas", /ignored together with autoscaling/),
    ],
    ["replicas beside KEDA", withKeda({ triggers }, { replicas: 2 }), one("replicas", /ignored together with keda/)],
    [
      "two autoscalers",
      withKeda({ triggers }, { autoscaling: { maxReplicas: 3, cpuPercent: 50 }, ...requests }),
      one("autoscaling", /ignored together with keda/),
    ],
    ["an autoscaler without a metric", step({ autoscaling: { maxReplicas: 3 } }), one("autoscaling", /^has no metric/)],
    [
      "a share of nothing",
      step({ autoscaling: { maxReplicas: 3, memoryPercent: 50 }, ...requests }),
      one("autoscaling.memoryPercent", /resources\.requests\.memory is not written/),
    ],
    [
      "more at least than at most",
      step({ autoscaling: { minReplicas: 4, maxReplicas: 3, cpuPercent: 50 }, ...requests }),
      one("autoscaling.minReplicas", /^4 exceeds maxReplicas \(3\)/),
    ],
    [
      "a metric with a field that nobody knows",
      step({ autoscaling: { maxReplicas: 3, metrics: [{ type: "Pods", pod: {} }] } }),
      one("autoscaling.metrics[0].pod", /is not a field/),
    ],
    [
      "no pod at least with KEDA",
      withKeda({ minReplicas: 0, triggers }),
      one("keda.minReplicas", /^0 is not a whole number of at least 1/),
    ],
    [
      "more at least than at most with KEDA",
      withKeda({ minReplicas: 4, maxReplicas: 3, triggers }),
      one("keda.minReplicas", /^4 exceeds maxReplicas \(3\)/),
    ],
    ["KEDA without a trigger", withKeda({ triggers: [] }), one("keda.triggers", /^is empty/)],
    [
      "KEDA where the operator has none",
      step({ keda: { triggers } }),
      one("keda", /runs without KEDA\. Write keda: \{\} in its SeldonCore .*, or use autoscaling/),
    ],
    [
      "two budgets",
      step({ disruptionBudget: { minAvailable: "1", maxUnavailable: "1" } }),
      one("disruptionBudget", /^2 were given/),
    ],
    ["no budget", step({ disruptionBudget: {} }), one("disruptionBudget", /^none was given/)],
    [
      "a budget of a half",
      step({ disruptionBudget: { minAvailable: "half" } }),
      one("disruptionBudget.minAvailable", /neither a number/),
    ],
  ]);
});

describe("ModelDeployment refuses of a pod", () => {
  const volume = { name: "data", mountPath: "/data", claim: "c" };
  refuses([
    ["a volume of two kinds", step({ volumes: [{ ...volume, secret: "s" }] }), one("volumes[0]", /^2 were given/)],
    [
      "two volumes of one name",
      step({ volumes: [volume, { ...volume, mountPath: "/b" }] }),
      one("volumes[1].name", /already the name/),
    ],
    [
      "two volumes at one path",
      step({ volumes: [volume, { ...volume, name: "b" }] }),
      one("volumes[1].mountPath", /already in use\./),
    ],
    [
      "a volume where the operator puts the model",
      step({ volumes: [{ ...volume, mountPath: "/mnt/models/x" }] }),
      one("volumes[0].mountPath", /already in use by the operator/),
    ],
    [
      "a volume whose name the operator uses",
      step({ volumes: [{ ...volume, name: "seldon-podinfo" }] }),
      one("volumes[0].name", /already the name/),
    ],
    [
      "a volume at no path",
      step({ volumes: [{ ...volume, mountPath: "data" }] }),
      one("volumes[0].mountPath", /not the absolute path/),
    ],
    [
      "a probe of two kinds",
      step({ probes: { liveness: { httpPath: "/a", command: ["b"] } } }),
      one("probes.liveness", /has httpPath and command/),
    ],
    [
      "a probe at no path",
      step({ probes: { liveness: { httpPath: "a" } } }),
      one("probes.liveness.httpPath", /is not a path/),
    ],
    [
      "a probe that the operator replaces",
      step({ probes: { readiness: { httpPath: "/a" } } }, { protocol: ModelProtocol.V2 }),
      one("probes.readiness.httpPath", /replaced by the operator/),
    ],
    [
      "an affinity that nobody knows",
      step({ affinity: { nodeAfinity: {} } }),
      one("affinity.nodeAfinity", /write nodeAffinity\.$/),
    ],
    ["a label that no node has", step({ nodeSelector: { "a b": "c" } }), one("nodeSelector.a b", /is not/)],
    ["a toleration of no taint", step({ tolerations: [{ key: "a b" }] }), one("tolerations[0].key", /is not/)],
    ["the name of no Secret", step({ envFromSecrets: ["A_b"] }), one("envFromSecrets[0]", /is not/)],
  ]);
});

describe("ModelDeployment refuses what nothing reads:", () => {
  const parameters = [{ name: "a", value: "b", type: "STRING" }];
  refuses([
    [
      "parameters of MLServer",
      step({ parameters }, { protocol: ModelProtocol.V2 }),
      one("parameters", /not read by SKLEARN_SERVER with protocol v2/),
    ],
    [
      "parameters of TensorFlow Serving without its proxy",
      step({ server: ModelServer.Tensorflow, parameters }, { protocol: ModelProtocol.Tensorflow }),
      one("parameters", /not read by TENSORFLOW_SERVER/),
    ],
    [
      "credentials for no model",
      step({ server: undefined, modelUri: undefined, image: "x", credentialsSecret: "s" }),
      one("credentialsSecret", /no effect without modelUri/),
    ],
    [
      "request logging without the orchestrator",
      step({ requestLogging: { mode: ModelLoggingMode.All }, orchestrator: { enabled: false } }),
      one("requestLogging", /needs the orchestrator/),
    ],
    [
      "resources of no orchestrator",
      step({ orchestrator: { enabled: false, resources: { limits: { cpu: "1" } } } }),
      one("orchestrator.resources", /no effect together with enabled: false/),
    ],
    [
      "a chain without the orchestrator",
      step({
        server: undefined,
        modelUri: undefined,
        graph: { ...main, name: "a", children: [{ ...main, name: "b" }] },
        orchestrator: { enabled: false },
      }),
      one("orchestrator.enabled", /not allowed if there are several steps/),
    ],
    [
      "settings of an explainer in another protocol's form",
      step({ explainer: { type: ModelExplainerType.KernelShap, config: { a: "b" } } }, { protocol: ModelProtocol.V2 }),
      one("explainer.config", /not read with protocol v2/),
    ],
    [
      "the same the other way round",
      step({ explainer: { type: ModelExplainerType.KernelShap, initParameters: {} } }),
      one("explainer.initParameters", /read with protocol v2 only, and the protocol is seldon/),
    ],
    [
      "inputs of a step beside a graph",
      step({ server: undefined, modelUri: undefined, graph: { ...main, name: "a" }, env: { A: "b" } }),
      one("env", /no effect together with graph/),
    ],
  ]);
});

describe("ModelDeployment refuses a choice between steps", () => {
  const children = ["a", "b", "c"].map((name) => ({ ...main, name }));
  refuses([
    ["of three", abTest({ children }), one("graph.children", /^are 3, but abTest chooses between two/)],
    ["of one", abTest({ children: children.slice(0, 1) }), one("graph.children", /^are 1, but/)],
    ["with a type", abTest({ type: "ROUTER" }), one("graph.type", /no effect together with abTest/)],
    ["with pods", abTest({ replicas: 2 }), one("graph.replicas", /no effect together with abTest/)],
    [
      "in parts of a percent",
      abTest({ abTest: { firstPercent: 0.5 } }),
      one("graph.abTest.firstPercent", /^0\.5 is not a whole number/),
    ],
    [
      "as a server",
      step({ server: undefined, customServer: "RANDOM_ABTEST" }),
      one("customServer", /Write abTest instead/),
    ],
    [
      "that the orchestrator does not do any more",
      step({ server: undefined, customServer: "AVERAGE_COMBINER" }),
      one("customServer", /returns the first child's answer/),
    ],
    [
      "the same in overrides",
      raw({
        graph: { name: "c", implementation: "AVERAGE_COMBINER", children: [{ name: "a" }] },
        componentSpecs: [{ spec: { containers: [{ name: "a" }] } }],
      }),
      [
        [
          "overrides.spec.predictors[0].graph.implementation",
          /^AVERAGE_COMBINER is not done by the orchestrator any more/,
        ],
      ],
    ],
    [
      "that overrides give a type",
      raw({
        graph: {
          name: "c",
          type: "ROUTER",
          implementation: "RANDOM_ABTEST",
          children: ["a", "b"].map((name) => ({ name })),
        },
        componentSpecs: [{ spec: { containers: [{ name: "a" }, { name: "b" }] } }],
      }),
      [["overrides.spec.predictors[0].graph.type", /^makes the orchestrator call a container/]],
    ],
  ]);
});
