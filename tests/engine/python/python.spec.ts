import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { IngressLayer, MlCluster, ModelDeployment, ModelServer, Route, SeldonCore } from "../../../components";
import { assembleCharts, packageCharts } from "../../contracts/charts/assemble";
import { serveCharts } from "../charts/chart-repository";
import { type TestCluster, startCluster } from "../cluster";
import { type Operator, startSeldonOperator } from "../operators/seldon-operator";
import { credentialsIn } from "../programs/run-program";
import { kubernetesPlugin } from "../providers/plugin";
import { engineStack } from "../stack/engine-stack";
import { type Run, RunFailed } from "../stack/run";
import { toolchain } from "../toolchain";
import { packagedPlugin } from "./plugin-package";
import { type PythonStack, pythonStack } from "./python-stack";
import { assertDeletedInOrder, byUrn, declared, deletionOrder, type StateResource } from "./same-graph";

/** The provider that a Python program makes of the cluster's outputs, because it cannot have the component's own. */
const OWN_PROVIDER = "urn:pulumi:test::mlplatform::pulumi:providers:kubernetes::kubernetes";

/** What both programs are told. */
interface Settings {
  readonly kubeconfig: string;
  readonly context: string;
  readonly kubernetesVersion: string;
  readonly sourceRanges: string[];
  readonly mirror: string;
}

/** `platform` of program.py, in TypeScript. */
const platform = (settings: Settings) => () => {
  const { kubeconfig, context, kubernetesVersion, sourceRanges, mirror } = settings;
  const ml = new MlCluster("ml", { existing: { kubeconfig: pulumi.secret(kubeconfig), context }, kubernetesVersion });
  const k8s = { provider: ml.provider };
  const ingress = new IngressLayer("ingress", { cluster: ml, istio: {}, sourceRanges, mirror }, k8s);
  const seldon = new SeldonCore("seldon", { cluster: ml, ingress, modelNamespaces: ["models"], mirror }, k8s);
  const predictors = [
    { name: "main", server: ModelServer.Sklearn, modelUri: "gs://models/iris", traffic: 75 },
    { name: "canary", image: "registry.example.org/iris:2", traffic: 25 },
  ];
  const { restUrl: modelUrl } = new ModelDeployment("iris", { seldon, namespace: "models", predictors }, k8s);
  const service = { name: "proxy-public", port: 80 };
  const route = { ingress, namespace: "istio-system", host: "lab.example.org", path: "/lab", service };
  const { ready: notebooksUrl } = new Route("notebooks", route, k8s);
  const { kubeconfig: stored } = ml;
  return Promise.resolve({ modelUrl, notebooksUrl, kubeconfig: stored, host: ingress.host, url: ingress.url });
};

describe("the components from Python", () => {
  const folder = mkdtempSync(join(tmpdir(), "mlplatform-python-charts-"));
  const cache = resolve(__dirname, "../../../node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const built = mkdtempSync(join(cache, "mlplatform-plugin-"));
  let cluster: TestCluster | undefined;
  let charts: { url: string; stop(): Promise<void> } | undefined;
  let operator: Operator | undefined;
  let stack: PythonStack | undefined;
  let settings: Settings;
  let credentials: string[];
  let inTypeScript: { resources: StateResource[]; outputs: Run["outputs"]; left: string };

  /** Every namespace and definition, and the names of what is in the namespace of the ingress. */
  const left = async () => (await cluster?.kubectl("get", "namespaces,crds,ingressclasses", "-o", "name")) ?? "";

  before(async () => {
    const tools = await toolchain();
    cluster = await startCluster();
    credentials = credentialsIn(cluster.kubeconfigPath);
    await packageCharts(await assembleCharts(join(folder, "charts")), tools.helm, folder);
    charts = await serveCharts(folder);
    operator = await startSeldonOperator(cluster);
    const { kubeconfig, context } = cluster;
    const sourceRanges = ["203.0.113.0/24"];
    settings = { kubeconfig, context, kubernetesVersion: "1.36", sourceRanges, mirror: charts.url };
    const kubernetes = kubernetesPlugin(tools);

    const reference = await engineStack({
      project: "mlplatform",
      program: platform(settings),
      providers: [kubernetes],
    });
    try {
      const { outputs } = await reference.up();
      const resources = declared((await reference.exportState()).resources ?? []);
      await reference.destroy();
      inTypeScript = { resources, outputs, left: await left() };
    } finally {
      await reference.dispose();
    }
    stack = await pythonStack({
      project: "mlplatform",
      program: join(__dirname, "program.py"),
      providers: [await packagedPlugin(built), kubernetes],
    });
  });

  after(async () => {
    await stack?.dispose();
    await charts?.stop();
    await operator?.stop();
    await cluster?.stop();
    for (const made of [folder, built]) rmSync(made, { recursive: true });
  });

  const run = async (operation: "up" | "preview" | "destroy", more: object = {}): Promise<Run> =>
    (await stack?.run(operation, { ...settings, ...more })) ?? assert.fail();
  const resources = async (): Promise<StateResource[]> => declared((await stack?.exportState())?.resources ?? []);

  /** What the user reads before Python's own account of where its program was. */
  const refusal = async (operation: "up" | "preview", more: object): Promise<string> => {
    try {
      await run(operation, more);
    } catch (error) {
      assert.ok(error instanceof RunFailed);
      return error.message.split("\npython inline source runtime error: ")[0] ?? "";
    }
    return assert.fail(`${operation} succeeded`);
  };

  it("refuse invalid arguments with our message before anything is created", async () => {
    assert.equal(
      await refusal("up", { context: "" }),
      `mlplatform:index:MlCluster resource 'ml' has a problem: MlCluster "ml" has invalid arguments:\n` +
        "  - existing.context: is missing. Name the context of the kubeconfig to use, or write useCurrentContext: true.",
    );
    assert.deepEqual(await resources(), []);
  });

  it("refuse a wrong secret without a stack trace of our code", async () => {
    const told = await refusal("up", { context: "nowhere" });
    const text = `MlCluster "ml" has invalid arguments:\n  - existing.context: "nowhere" is not in the kubeconfig;`;
    assert.ok(told.includes(text), told);
    assert.doesNotMatch(told, /\n\s+at |\.js:/);
  });

  const untested = Object.fromEntries(
    ["istio-base", "istiod", "istio-gateway"].map((chart) => [chart, { version: "1.20.0" }]),
  );
  for (const operation of ["preview", "up"] as const) {
    it(`refuse in ${operation} what only outputs of another component can show`, async () => {
      const text =
        'IngressLayer "ingress" has invalid arguments:\n' +
        "  - charts.istiod.version: Istio 1.20.0 on Kubernetes 1.36 is not a combination we test (tested: Istio 1.30, 1.31, 1.32 on " +
        "Kubernetes 1.34, 1.35, 1.36). Choose a tested one, or write allowUntestedVersions: true.";
      const told = await refusal(operation, { ingress: { charts: untested } });
      // Told twice where the SDK's log is faster than its answer (SDK 3.248, provider/server.js, `main`).
      assert.equal(
        told.replace(`\n${text}`, ""),
        `mlplatform:index:IngressLayer resource 'ingress' has a problem: ${text}`,
      );
      assert.equal(await left(), inTypeScript.left);
    });
  }

  it("refuse a model whose traffic shares do not add up", async () => {
    const text =
      `mlplatform:index:ModelDeployment resource 'iris' has a problem: ModelDeployment "iris" has invalid arguments:\n` +
      "  - predictors: traffic adds up to 110 (main 75, canary 35), not to 100. Change the shares of those that answer.";
    assert.equal(await refusal("preview", { canaryTraffic: 35 }), text);
  });

  it("can be previewed", async () => {
    const changes = Object.entries((await run("preview")).changes());
    assert.ok(changes.some(([name]) => name === "kubernetes:helm.sh/v3:Release::ingress-gateway"));
  });

  it("have the same outputs as from TypeScript", async () => {
    assert.deepEqual((await run("up")).outputs, inTypeScript.outputs);
  });

  it("create the same resources as from TypeScript, except the provider", async () => {
    const made = await resources();
    assert.deepEqual(byUrn(made.filter(({ urn }) => urn !== OWN_PROVIDER)), byUrn(inTypeScript.resources));
    const kubernetes = made.filter(({ type }) => type.startsWith("kubernetes:"));
    assert.notEqual(kubernetes.length, 0);
    for (const { urn, provider } of kubernetes) assert.ok(provider?.startsWith(`${OWN_PROVIDER}::`), urn);
  });

  it("keep the kubeconfig secret", async () => {
    assert.notEqual(credentials.length, 0);
    const state = await stack?.exportState();
    for (const credential of credentials) assert.ok(!JSON.stringify(state).includes(credential));
    const ml = state?.resources?.find(({ urn }) => urn.endsWith("::ml"));
    assert.equal(typeof (ml?.outputs?.["kubeconfig"] as { ciphertext?: unknown }).ciphertext, "string");
  });

  it("change nothing when they run again", async () => {
    assert.deepEqual((await run("up")).changes(), {});
  });

  it("are destroyed in the same order as from TypeScript, and leave the same", async () => {
    const made = await resources();
    const gone = await run("destroy");
    const ordered = [...deletionOrder(inTypeScript.resources), ...deletionOrder(made)];
    assert.ok(ordered.length > inTypeScript.resources.length);
    assertDeletedInOrder(gone, ordered);
    assert.deepEqual((await stack?.exportState())?.resources ?? [], []);
    assert.equal(await left(), inTypeScript.left);
  });
});
