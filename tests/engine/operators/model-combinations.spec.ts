import { KubeConfig } from "@kubernetes/client-node";
import assert from "node:assert/strict";
import {
  IngressController,
  ModelDeployment,
  ModelProtocol,
  ModelServer,
  type ModelDeploymentArgs,
  type PredictorArgs,
  type SeldonFacts,
} from "../../../components";
import { guideExamples, type GuideExample } from "../../contracts/ambassador-examples";
import { deploy } from "../../helpers/deploy";
import { cluster, seldonFacts } from "../../unit/platform";
import { ApiServer } from "../cluster/api-client";
import { componentsOf, endsOperator } from "./seldon/components";
import { readManager, type Manager } from "./seldon/manager";
import type { Json, KubernetesObject, SeldonDeployment } from "./seldon/model";
import { pathOf, type Kind } from "./seldon/objects";
import { model, predictor, served } from "./models";
import { SeldonBench } from "./seldon-bench";

const { Seldon, Tensorflow, V2 } = ModelProtocol;

/** The protocols of each server. */
const SERVERS: readonly (readonly [server: ModelServer, ...protocols: ModelProtocol[]])[] = [
  [ModelServer.Sklearn, Seldon, V2],
  [ModelServer.Xgboost, Seldon, V2],
  [ModelServer.Mlflow, Seldon, V2],
  [ModelServer.Tensorflow, Seldon, Tensorflow],
  [ModelServer.Triton, V2],
  [ModelServer.HuggingFace, V2],
  [ModelServer.Tempo, V2],
];

const IRIS = { server: ModelServer.Sklearn, modelUri: "gs://seldon-models/v1.17.1/sklearn/iris" };

const facts: SeldonFacts = {
  ...seldonFacts,
  servers: Object.fromEntries(SERVERS.map(([server, ...protocols]) => [server, protocols])),
  keda: true,
};
const emissary = { controller: IngressController.Emissary, gateway: undefined, controllerVersion: "4.1.0" };
const MESHES: Readonly<Record<string, Partial<SeldonFacts>>> = {
  istio: {},
  mappings: emissary,
  annotations: { ...emissary, annotationRoutes: true },
};

type Rollout = (version: (name: string) => PredictorArgs) => PredictorArgs[];

const ROLLOUTS: Readonly<Record<string, Rollout>> = {
  one: (version) => [version("main")],
  canary: (version) => [
    { ...version("main"), traffic: 75 },
    { ...version("canary"), traffic: 25 },
  ],
  shadow: (version) => [version("main"), { ...version("shadow"), shadow: true }],
  // In annotations, the operator cannot write that a predictor after the first one gets no share.
  header: (version) => [{ ...version("b"), headers: [{ name: "x-group", value: "b" }] }, version("main")],
  regex: (version) => [{ ...version("b"), headers: [{ name: "user-agent", regex: ".*Firefox.*" }] }, version("main")],
  "blue-green": (version) => [
    { ...version("blue"), traffic: 0 },
    { ...version("green"), traffic: 100 },
  ],
};

const SCALING: Readonly<Record<string, Partial<PredictorArgs>>> = {
  fixed: {},
  replicas: { replicas: 2 },
  autoscaling: {
    autoscaling: { minReplicas: 1, maxReplicas: 3, cpuPercent: 70 },
    resources: { requests: { cpu: "500m" } },
  },
  keda: { keda: { maxReplicas: 3, triggers: [{ type: "prometheus", metadata: { query: "up", threshold: "5" } }] } },
};

/** Every combination of server, protocol, mesh, rollout and scaling. */
const combinations = SERVERS.flatMap(([server, ...protocols]) =>
  protocols.flatMap((protocol) =>
    Object.entries(MESHES).flatMap(([mesh, ofMesh]) =>
      Object.entries(ROLLOUTS).flatMap(([rollout, predictors]) =>
        Object.entries(SCALING).map(([scaling, scaled]) => {
          const modelUri = server === ModelServer.HuggingFace ? undefined : "gs://models/m";
          return {
            mesh,
            title: [server, protocol, mesh, rollout, scaling].join(" "),
            args: {
              seldon: { ...facts, ...ofMesh },
              namespace: "models",
              protocol,
              predictors: predictors((name) => ({ name, server, modelUri, ...scaled })),
            } satisfies ModelDeploymentArgs,
          };
        }),
      ),
    ),
  ),
);

/** A custom resource, and what it combines. */
interface Sent {
  readonly title: string;
  readonly object: KubernetesObject;
}

/** A model, and what it is an example of. */
interface Model {
  readonly title: string;
  readonly args: ModelDeploymentArgs;
}

/** The examples of Ambassador's guide. */
const examples = Object.entries<GuideExample>(guideExamples).map(([title, { args, seldon }]) => ({
  title,
  args: { predictors: [{ name: "main", ...IRIS }], ...args, seldon, namespace: "models" },
}));

/** The custom resources of these models, as they would be sent. Before them there is a model with the name `other`. */
async function customResources(models: readonly Model[]): Promise<Sent[]> {
  const graph = await deploy(() => {
    const { provider } = cluster();
    const other = { seldon: models[0]?.args.seldon ?? facts, namespace: "models" };
    new ModelDeployment("other", { ...other, predictors: [{ name: "main", ...IRIS }] }, { provider });
    models.forEach(({ args }, index) => new ModelDeployment(`m-${String(index)}`, args, { provider }));
  });
  return models.map(({ title }, index) => {
    const type = "kubernetes:machinelearning.seldon.io/v1:SeldonDeployment";
    return {
      title,
      object: graph.revealInputs(graph.byName(type, `m-${String(index)}`)) as unknown as KubernetesObject,
    };
  });
}

describe("models with each server, protocol, mesh, rollout and scaling", () => {
  let bench: SeldonBench;
  let api: ApiServer;
  let manager: Manager;
  before(async () => {
    bench = await SeldonBench.start();
    await bench.installSeldon({}, "--wait");
    await bench.cluster.kubectl("create", "namespace", "models");
    await bench.refusalOf(model("iris", "default", [])); // from here on the API server refuses
    const kubeconfig = new KubeConfig();
    kubeconfig.loadFromString(bench.cluster.kubeconfig);
    api = new ApiServer(kubeconfig, new AbortController().signal);
    const path = "/apis/apps/v1/namespaces/seldon-system/deployments/seldon-controller-manager";
    manager = await readManager(api, await api.send({ method: "GET", path }));
  });
  after(async () => {
    await bench.stop();
  });

  const NOTHING_STORED = { fieldValidation: "Strict", dryRun: "All" };

  /**
   * Creates in a dry run what the operator would make of a model, and whatever it would fail on is an error. Pods and Services are the
   * same behind each mesh.
   */
  async function isDeployed(model: SeldonDeployment, manager: Manager, isCreated = true): Promise<void> {
    assert.equal(endsOperator(model, manager), false);
    const { services, scaling, deployments } = componentsOf(model, manager);
    for (const object of [...services, ...scaling, ...deployments]) {
      // So the operator calls what would have a name that is too long, and people find nothing by it.
      assert.doesNotMatch(object.metadata.name, /^seldon-[0-9a-f]{32}$/);
      if (!isCreated) continue;
      const path = pathOf(object.kind as Kind, "models");
      await api.send({ method: "POST", path, query: NOTHING_STORED, body: object });
    }
  }

  /** Creates models in a dry run; the answer is what the API server would store. */
  async function areStoredAsSent(models: readonly Model[], isCreated = (_isIstio: boolean) => true): Promise<void> {
    const path = "/apis/machinelearning.seldon.io/v1/namespaces/models/seldondeployments";
    const check = async ({ title, object }: Sent, index: number): Promise<void> => {
      try {
        const request = { method: "POST", path, query: NOTHING_STORED, body: object } as const;
        const stored = await api.send<SeldonDeployment>(request);
        const { kind, spec } = stored;
        assert.deepEqual({ kind, spec }, { kind: "SeldonDeployment", spec: (object as { spec?: Json }).spec });
        const seldon = models[index]?.args.seldon;
        const isMapped = seldon?.controller === IngressController.Emissary && seldon.annotationRoutes !== true;
        const env = { ISTIO_ENABLED: "false", AMBASSADOR_ENABLED: String(isMapped), AMBASSADOR_VERSION: "v2" };
        const isIstio = seldon?.controller === IngressController.Istio;
        const own = isIstio ? manager : { ...manager, env: { ...manager.env, ...env } };
        await isDeployed(stored, own, isCreated(isIstio));
      } catch (error) {
        assert.fail(`${title}: ${String(error)}`);
      }
    };
    const sent = await customResources(models);
    for (let first = 0; first < sent.length; first += 16) {
      await Promise.all(sent.slice(first, first + 16).map((one, index) => check(one, first + index)));
    }
  }

  it("are accepted by the API server and the rules of the webhook, read back identical, and deployed", async () => {
    assert.equal(combinations.length, 11 * 3 * 6 * 4);
    await areStoredAsSent(combinations, (isIstio) => isIstio);
  });

  it("would not be deployed with what the webhook lets pass and the operator fails on", async () => {
    const of = (name: string, more: Json = {}) =>
      model("iris", "models", [predictor(name, more)]) as unknown as SeldonDeployment;
    await isDeployed(of("main"), manager);
    await assert.rejects(isDeployed(of("Main"), manager), /"iris-Main.*" is invalid/);
    await assert.rejects(isDeployed(of("m".repeat(60)), manager), /seldon-/);
    await assert.rejects(isDeployed(of("main", { graph: served("TRITON_SERVER") }), manager), /image: Required value/);
  });

  it("are accepted in the same way where they are the examples of Ambassador's guide", async () => {
    assert.equal(examples.length, 7);
    await areStoredAsSent(examples);
  });
});
