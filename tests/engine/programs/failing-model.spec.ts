import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as kubernetes from "@pulumi/kubernetes";
import { showLines } from "../../../cli/display/line-display";
import { platformUp, UpFailed, type Up } from "../../../cli/up/up";
import { IngressLayer, MlCluster, ModelDeployment, ModelServer, SeldonCore } from "../../../components";
import { serveContractCharts } from "../charts/contract-charts";
import { neverReady, startCluster, type TestCluster } from "../cluster";
import { Endings } from "../endings";
import { startSeldonOperator, type Operator } from "../operators/seldon-operator";
import { killableStack, type KillableStack } from "../recover/killable-stack";
import { skipAfterFailure } from "../skip-after-failure";
import { programEnds } from "../stack/program-ended";
import { toolchain } from "../toolchain";

/** Seconds that a model is waited for which is not to become available. */
const BOUND = 8;

const main = {
  name: "main",
  traffic: 100,
  graph: { name: "model", implementation: "SKLEARN_SERVER", modelUri: "gs://models/iris" },
};
/** Pods that give up before the component does, as where an image cannot be pulled. */
const givesUp = { annotations: { [neverReady]: "true" }, progressDeadlineSeconds: 1 };
/** Pods that fit nowhere. */
const gpu = [{ spec: { containers: [{ name: "model", resources: { limits: { "nvidia.com/gpu": 1 } } }] } }];

/** What a run asks of the platform's one model. */
interface Wish {
  readonly predictors: readonly object[];
  readonly waitSeconds?: number;
  readonly wait?: boolean;
  /** Keeps the run going after the model, until somebody opens it. */
  readonly gate?: boolean;
}

const platform = (cluster: TestCluster, mirror: string, wish: () => Wish) => () => {
  const { kubeconfigPath, context } = cluster;
  const { predictors, gate = false, ...patience } = wish();
  const ml = new MlCluster("ml", { existing: { kubeconfigPath, context }, kubernetesVersion: "1.36" });
  const k8s = { provider: ml.provider };
  const ingress = new IngressLayer("ingress", { cluster: ml, istio: {}, allowPublic: true, mirror }, k8s);
  const seldon = new SeldonCore("seldon", { cluster: ml, ingress, modelNamespaces: ["models"], mirror }, k8s);
  const iris = new ModelDeployment(
    "iris",
    {
      seldon,
      namespace: "models",
      predictors: [{ name: "main", server: ModelServer.Sklearn, modelUri: "gs://models/iris" }],
      ...patience,
      overrides: { spec: { predictors } },
    },
    k8s,
  );
  if (gate) {
    const annotations = { "pulumi.com/waitFor": "jsonpath={.data.open}=yes", "pulumi.com/timeoutSeconds": "120" };
    const metadata = { name: "gate", namespace: "models", annotations };
    new kubernetes.core.v1.ConfigMap("gate", { metadata }, { ...k8s, dependsOn: iris });
  }
  return Promise.resolve({});
};

describe("a model that does not become available", () => {
  skipAfterFailure(); // each starts from where the one before left the model
  const endings = new Endings();
  let cluster: TestCluster;
  let operator: Operator;
  let killable: KillableStack;
  let wish: Wish;
  let lines: string[];

  before(async () => {
    const tools = await toolchain();
    cluster = await endings.of(startCluster());
    const charts = await endings.of(serveContractCharts());
    operator = await startSeldonOperator(cluster);
    endings.add(() => operator.stop()); // of the last one: tests start others
    killable = await endings.of(
      killableStack(
        platform(cluster, charts.url, () => wish),
        tools,
      ),
    );
  });

  after(() => endings.end());

  async function up(asked: Wish): Promise<Up> {
    wish = asked;
    lines = [];
    const { stack } = killable;
    const tools = await toolchain();
    const ended = programEnds();
    const up = platformUp({ stack, tools, show: showLines((line) => lines.push(line)) });
    return up.finally(() => ended.wait());
  }

  /** What an update that failed has to say, line by line. */
  async function failureOf(run: Promise<Up>): Promise<string[]> {
    const error: unknown = await run.then(
      () => assert.fail("the run went well"),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof UpFailed, String(error));
    return error.message.split("\n");
  }

  const until = async (holds: () => boolean | Promise<boolean>) => {
    while (!(await holds())) await sleep(50);
  };
  const stateOf = () => cluster.kubectl("get", "sdep", "iris", "-n", "models", "-o", "jsonpath={.status.state}");
  const whole: Wish = { predictors: [main], waitSeconds: 120 };
  const failed = "SeldonDeployment iris is Failed: Deployment is no longer progressing and not available.";

  it("fails the update with the operator's own message, and the rest of the platform is ready", async () => {
    const told = await failureOf(up({ predictors: [{ ...main, ...givesUp }], waitSeconds: BOUND }));
    assert.ok(told.includes(failed), told.join("\n"));
    assert.ok(lines.includes("  failed    SeldonDeployment iris of iris"), lines.join("\n"));
    const rest = lines.filter((line) => line.startsWith("  ready ")).map((line) => line.trim().split(/ +|,/)[1]);
    assert.deepEqual(rest.sort(), ["ingress", "ml", "seldon"]);
  });

  it("becomes available after it was corrected", async () => {
    await up(whole);
    assert.equal(await stateOf(), "Available");
  });

  it("fails the update also if the operator handles it only after the engine has finished", async () => {
    await operator.stop();
    const told = failureOf(up({ predictors: [{ ...main, componentSpecs: gpu }], waitSeconds: BOUND }));
    await until(() => lines.some((line) => line.startsWith("waiting for SeldonDeployment iris to serve its update")));
    operator = await startSeldonOperator(cluster);

    const [late, ...why] = await told;
    assert.equal(late, `SeldonDeployment iris was updated, but did not become available within ${BOUND} s`);
    assert.equal(why[0], "SeldonDeployment iris is Creating");
    assert.ok(
      why.some((line) =>
        /^Pod iris-main-0-model-\S+: FailedScheduling: 0\/3 nodes .* Insufficient nvidia\.com\/gpu/.test(line),
      ),
      why.join("\n"),
    );
    // On a busy machine with the seconds that it took.
    assert.ok(
      lines.some((line) => line.startsWith("  updated   SeldonDeployment iris of iris")),
      lines.join("\n"),
    );
  });

  it("does not fail an update that makes it available", async () => {
    await up(whole);
    assert.equal(await stateOf(), "Available");
    assert.match(lines.at(-1) ?? "", /^Done: 1 updated, /);
    assert.equal(
      await cluster.kubectl("get", "sdep", "iris", "-n", "models", "-o", "jsonpath={.status.description}"),
      "",
    );
  });

  it("fails the update also if the operator gave up before the engine has finished", async () => {
    const versions = [
      { ...main, traffic: 50 },
      { ...main, ...givesUp, name: "canary", traffic: 50 },
    ];
    await operator.stop();
    const told = failureOf(up({ predictors: versions, waitSeconds: BOUND, gate: true }));
    await until(() => lines.some((line) => line.startsWith("  updated   SeldonDeployment iris of iris")));
    operator = await startSeldonOperator(cluster);
    await until(async () => (await stateOf()) === "Failed");
    await cluster.kubectl(
      "patch",
      "configmap",
      "gate",
      "-n",
      "models",
      "--type=merge",
      "-p",
      '{"data":{"open":"yes"}}',
    );

    const [late, why] = await told;
    assert.equal(late, "SeldonDeployment iris was updated, but did not become available");
    assert.equal(why, failed);
  });

  it("fails the update if no operator runs", async () => {
    await up(whole);
    await operator.stop();
    const told = await failureOf(up({ ...whole, predictors: [{ ...main, replicas: 2 }], waitSeconds: BOUND }));
    assert.equal(
      told[0],
      `SeldonDeployment iris was updated, but did not become available within ${BOUND} s: ` +
        "Seldon Core's operator has not seen the update (does seldon-controller-manager run?)",
    );
    operator = await startSeldonOperator(cluster);
  });

  it("does not fail the update if it is not waited for", async () => {
    await up({ predictors: [{ ...main, ...givesUp }], wait: false });
    assert.deepEqual(
      lines.filter((line) => line.startsWith("waiting")),
      [],
    );
    await until(async () => (await stateOf()) === "Creating");
  });
});
