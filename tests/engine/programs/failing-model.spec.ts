import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { platformUp, UpFailed } from "../../../cli/up/platform-up";
import { IngressLayer, MlCluster, ModelDeployment, ModelServer, SeldonCore } from "../../../components";
import { assembleCharts, packageCharts } from "../../contracts/charts/assemble";
import { serveCharts } from "../charts/chart-repository";
import { neverReady, startCluster, type TestCluster } from "../cluster";
import { startSeldonOperator } from "../operators/seldon-operator";
import { killableStack } from "../recover/killable-stack";
import { toolchain, type Toolchain } from "../toolchain";

/** Seconds that the component waits for the model. */
const BOUND = 8;

/** A platform whose one model has pods that give up before the component does, as where an image cannot be pulled. */
const platform = (cluster: TestCluster, mirror: string) => () => {
  const { kubeconfigPath, context } = cluster;
  const ml = new MlCluster("ml", { existing: { kubeconfigPath, context }, kubernetesVersion: "1.36" });
  const k8s = { provider: ml.provider };
  const ingress = new IngressLayer("ingress", { cluster: ml, istio: {}, allowPublic: true, mirror }, k8s);
  const seldon = new SeldonCore("seldon", { cluster: ml, ingress, modelNamespaces: ["models"], mirror }, k8s);
  const main = {
    name: "main",
    graph: { name: "model", implementation: "SKLEARN_SERVER", modelUri: "gs://models/iris" },
  };
  const givesUp = { ...main, traffic: 100, annotations: { [neverReady]: "true" }, progressDeadlineSeconds: 1 };
  new ModelDeployment(
    "iris",
    {
      seldon,
      namespace: "models",
      predictors: [{ name: "main", server: ModelServer.Sklearn, modelUri: "gs://models/iris" }],
      waitSeconds: BOUND,
      overrides: { spec: { predictors: [givesUp] } },
    },
    k8s,
  );
  return Promise.resolve({});
};

describe("a model that the operator fails", () => {
  const folder = mkdtempSync(join(tmpdir(), "mlplatform-failing-"));
  const endings: (() => Promise<void>)[] = [];
  let tools: Toolchain;
  let cluster: TestCluster;
  let mirror: string;

  before(async () => {
    tools = await toolchain();
    cluster = await startCluster();
    endings.push(() => cluster.stop());
    await packageCharts(await assembleCharts(join(folder, "charts")), tools.helm, folder);
    const charts = await serveCharts(folder);
    endings.push(() => charts.stop());
    mirror = charts.url;
    const operator = await startSeldonOperator(cluster);
    endings.push(() => operator.stop());
  });

  after(async () => {
    for (const end of endings.reverse()) await end();
    rmSync(folder, { recursive: true });
  });

  it("is reported with the operator's own words, and the platform below it stands", async () => {
    const killable = await killableStack(platform(cluster, mirror), tools);
    endings.push(() => killable.dispose());
    const { stack } = killable;
    const lines: string[] = [];
    const up = platformUp({ stack, tools, plan: () => Promise.resolve({}), say: (line) => lines.push(line) });

    await assert.rejects(up, (error: unknown) => {
      assert.ok(error instanceof UpFailed);
      assert.match(
        error.message,
        /\nSeldonDeployment iris is Failed: Deployment is no longer progressing and not available\.(\n|$)/,
      );
      return true;
    });
    assert.ok(lines.includes("  failed    SeldonDeployment iris of iris"), lines.join("\n"));
    const rest = lines.filter((line) => line.startsWith("  ready ")).map((line) => line.trim().split(/ +|,/)[1]);
    assert.deepEqual(rest.sort(), ["ingress", "ml", "seldon"]);
  });
});
