import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import {
  IngressController,
  MlCluster,
  ModelDeployment,
  ModelServer,
  SeldonCore,
  type IngressFacts,
  type SeldonCoreArgs,
} from "../../../components";
import { assembleCharts, packageCharts } from "../../contracts/charts/assemble";
import { serveCharts } from "../charts/chart-repository";
import { startCluster, type TestCluster } from "../cluster";
import { Endings } from "../endings";
import { kubernetesPlugin } from "../providers/plugin";
import { engineStack, RunFailed, type EngineStack } from "../stack/engine-stack";
import { toolchain, type Toolchain } from "../toolchain";
import { startSeldonOperator } from "./seldon-operator";

const ID = "seldon.io/controller-id";
const KEY = "not-in-the-state";

/** An Istio that something else installed: only its definitions are here. */
const ingress: IngressFacts = {
  controller: IngressController.Istio,
  controllerVersion: "1.30.3",
  host: "models.example.org",
  port: 80,
  url: "http://models.example.org",
  gateway: "istio-system/models",
  gatewayNamespace: "istio-system",
  ready: "istio",
};

const iris = [{ name: "main", server: ModelServer.Sklearn, modelUri: "s3://models/iris" }];

describe("several operators of Seldon Core in one cluster", function () {
  this.timeout(300_000);
  const endings = new Endings();
  const folder = endings.folder("mlplatform-operators-");
  let cluster: TestCluster;
  let tools: Toolchain;
  let mirror: string;
  let stack: EngineStack;

  /** A program with a cluster, which is handed what every operator needs. */
  const program =
    (content: (common: Pick<SeldonCoreArgs, "cluster" | "ingress" | "mirror">, k8s: object) => void): PulumiFn =>
    () => {
      const { kubeconfigPath, context } = cluster;
      const ml = new MlCluster("ml", { existing: { kubeconfigPath, context }, kubernetesVersion: "1.36" });
      content({ cluster: ml, ingress, mirror }, { provider: ml.provider });
      return Promise.resolve();
    };

  /** One for an id with a server and credentials of its own, one for another id, and one for its namespace. */
  const three = program((common, k8s) => {
    const first = new SeldonCore(
      "first",
      {
        ...common,
        controllerId: "a",
        modelNamespaces: ["models-a"],
        servers: { MY_SERVER: { seldon: "example.test/my-server:1" } },
        storageInitializer: { credentials: { s3: { accessKeyId: "id", secretAccessKey: KEY } } },
      },
      k8s,
    );
    const beside = { ...common, definition: first };
    const second = new SeldonCore(
      "second",
      { ...beside, controllerId: "b", namespace: { name: "seldon-b" }, modelNamespaces: ["models-b"] },
      k8s,
    );
    const third = new SeldonCore("third", { ...beside, singleNamespace: true, namespace: { name: "team-c" } }, k8s);
    const own = [{ name: "main", customServer: "MY_SERVER", modelUri: "s3://models/iris" }];
    new ModelDeployment("iris-a", { seldon: first, namespace: "models-a", predictors: own }, k8s);
    new ModelDeployment("iris-b", { seldon: second, namespace: "models-b", predictors: iris }, k8s);
    new ModelDeployment("iris-c", { seldon: third, namespace: "team-c", predictors: iris }, k8s);
  });

  const newStack = async (name: string, ofStack: PulumiFn): Promise<EngineStack> => {
    return endings.of(engineStack({ name, program: ofStack, providers: [kubernetesPlugin(tools)] }));
  };

  before(async function () {
    this.timeout(60 * 60_000); // a cold cache
    cluster = await endings.of(startCluster());
    tools = await toolchain();
    const charts = await assembleCharts(join(folder, "charts"));
    const base = charts.find(({ name }) => name === "istio-base");
    assert.ok(base);
    await cluster.kubectl("apply", "--server-side", "-f", join(base.dir, "files/crds"));
    await packageCharts(charts, tools.helm, folder);
    const served = await endings.of(serveCharts(folder));
    mirror = served.url;
    await endings.of(startSeldonOperator(cluster));
    stack = await newStack("three", three);
    await stack.up();
  });

  after(() => endings.end());

  const read = async <T>(...args: string[]): Promise<T> =>
    JSON.parse(await cluster.kubectl("get", ...args, "-o", "json")) as T;

  interface Model {
    readonly metadata: { readonly labels?: Record<string, string> };
    readonly status?: { readonly state?: string };
  }

  it("each bring up their own models", async () => {
    const models: [namespace: string, name: string, labels: Record<string, string> | undefined][] = [
      ["models-a", "iris-a", { [ID]: "a" }],
      ["models-b", "iris-b", { [ID]: "b" }],
      ["team-c", "iris-c", undefined],
    ];
    for (const [namespace, name, labels] of models) {
      const { metadata, status } = await read<Model>("sdep", name, "-n", namespace);
      assert.deepEqual([metadata.labels, status?.state], [labels, "Available"]);
    }
  });

  it("share one definition, which belongs to the first", async () => {
    const { metadata } = await read<Model & { metadata: { annotations: Record<string, string> } }>(
      ...["crd", "seldondeployments.machinelearning.seldon.io"],
    );
    assert.equal(metadata.annotations["meta.helm.sh/release-namespace"], "seldon-system");
  });

  it("give models their credentials, which are not plain in the state", async () => {
    const { data } = await read<{ data: Record<string, string> }>(
      ...["secret", "seldon-rclone-secret", "-n", "models-a"],
    );
    const text = Buffer.from(data["RCLONE_CONFIG_S3_SECRET_ACCESS_KEY"] ?? "", "base64").toString();
    assert.equal(text, KEY);
    const { spec } = await read<{ spec: { template: { spec: { initContainers: { envFrom: unknown }[] } } } }>(
      ...["deployment", "iris-a-main-0-model", "-n", "models-a"],
    );
    assert.deepEqual(
      spec.template.spec.initContainers.map(({ envFrom }) => envFrom),
      [[{ secretRef: { name: "seldon-rclone-secret" } }]],
    );
    assert.ok(!JSON.stringify(await stack.exportState()).includes(KEY));
  });

  /** What the API server would say about an object; nothing if it would take it. */
  const dryRun = async (object: object): Promise<string> => {
    const file = join(folder, "object.json");
    writeFileSync(file, JSON.stringify(object));
    return cluster.kubectl("apply", "--server-side", "--dry-run=server", "-f", file).then(
      () => "",
      (error: unknown) => (error as Error).message,
    );
  };

  it("judge only their own models", async () => {
    const model = (id: string | undefined, namespace: string, server: string) => ({
      apiVersion: "machinelearning.seldon.io/v1",
      kind: "SeldonDeployment",
      metadata: { name: "judged", namespace, labels: id === undefined ? {} : { [ID]: id } },
      spec: {
        predictors: [{ name: "main", graph: { name: "m", implementation: server, modelUri: "s3://models/iris" } }],
      },
    });
    // The API server takes up a new policy late.
    for (const [id, namespace] of [
      ["b", "models-b"],
      [undefined, "team-c"],
    ] as const) {
      while (!(await dryRun(model(id, namespace, "MY_SERVER"))).includes("No entry in predictors map for MY_SERVER")) {
        await sleep(200);
      }
    }
    assert.equal(await dryRun(model("a", "models-a", "MY_SERVER")), "");
    // A model of no operator: nothing judges it, so the components must.
    assert.equal(await dryRun(model("c", "models-a", "NO_SERVER")), "");
  });

  it("change nothing in a second run", async () => {
    await stack.expectNoChanges();
  });

  it("are used by another stack as they are, and remain when it is destroyed", async () => {
    const existing = { version: "1.17.1", namespace: "seldon-b", controllerId: "b" };
    const adopting = await newStack(
      "adopting",
      program((common, k8s) => {
        const { mirror: _unused, ...facts } = common;
        const seldon = new SeldonCore("found", { ...facts, existing, modelNamespaces: ["adopted"] }, k8s);
        new ModelDeployment("iris", { seldon, namespace: "adopted", predictors: iris }, k8s);
      }),
    );
    await adopting.up();
    const { status } = await read<Model>("sdep", "iris", "-n", "adopted");
    assert.equal(status?.state, "Available");
    await adopting.expectNoChanges();
    await adopting.destroy();
    await cluster.kubectl("get", "deployment", "seldon-controller-manager", "-n", "seldon-b");
  });

  it("are looked up, so that one that is not there is an error that names it", async () => {
    const missing = await newStack(
      "missing",
      program(({ mirror: _unused, ...facts }, k8s) => {
        new SeldonCore("found", { ...facts, existing: { version: "1.17.1", namespace: "nowhere" } }, k8s);
      }),
    );
    await assert.rejects(missing.up(), (error) => {
      assert.ok(error instanceof RunFailed);
      assert.match(error.message, /nowhere\/seldon-controller-manager/);
      return true;
    });
  });

  it("are not installed with KEDA where there is none", async () => {
    const scaled = await newStack(
      "scaled",
      program((common, k8s) => {
        new SeldonCore("scaled", { ...common, controllerId: "d", namespace: { name: "seldon-d" }, keda: {} }, k8s);
      }),
    );
    await assert.rejects(scaled.up(), /scaledobjects\.keda\.sh/);
    await scaled.destroy();
  });

  it("leave only the definition when they are destroyed", async () => {
    await stack.destroy();
    const left = await cluster.kubectl("get", "deployments,sdep,namespaces", "-A", "-o", "name");
    assert.doesNotMatch(left, /seldon|models-|team-c/);
    const definition = "crd/seldondeployments.machinelearning.seldon.io";
    assert.match(await cluster.kubectl("get", definition, "-o", "name"), /seldondeployments/);
  });
});
