import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assembleCharts, packageCharts } from "../../contracts/charts/assemble";
import { type ChartRepository, serveCharts } from "../charts/chart-repository";
import { type TestCluster, startCluster } from "../cluster";
import { kubernetesProvider } from "../providers/kubernetes/launcher";
import { engineStack, type EngineStack } from "../stack/engine-stack";
import { toolchain } from "../toolchain";
import { credentialsIn, repositoryConfig, repositoryProgram } from "./run-program";

/** Istio's chart keeps its custom resource definitions when it is uninstalled. */
const KEPT = [
  "authorizationpolicies.security.istio.io",
  "destinationrules.networking.istio.io",
  "gateways.networking.istio.io",
  "peerauthentications.security.istio.io",
  "serviceentries.networking.istio.io",
  "virtualservices.networking.istio.io",
];

const config = (cluster: TestCluster, mirror: string, sourceRanges: string[]) =>
  repositoryConfig({
    program: "existing",
    kubeconfig: cluster.kubeconfigPath,
    context: cluster.context,
    kubernetesVersion: "1.36",
    sourceRanges: JSON.stringify(sourceRanges),
    mirror,
  });

describe("the program `existing` on the real engine", () => {
  const folder = mkdtempSync(join(tmpdir(), "mlplatform-existing-"));
  let cluster: TestCluster;
  let charts: ChartRepository;
  let stack: EngineStack;
  let untouched: string[];
  /** What did start has to end, also when a later step of the hook fails. */
  const endings: (() => Promise<void>)[] = [];

  before(async () => {
    cluster = await startCluster();
    endings.push(() => cluster.stop());
    const { helm } = await toolchain();
    await packageCharts(await assembleCharts(join(folder, "charts")), helm, folder);
    charts = await serveCharts(folder);
    endings.push(() => charts.stop());
    untouched = await objects(cluster);
    stack = await engineStack({
      project: "mlplatform",
      program: repositoryProgram,
      planFirst: true,
      providers: [kubernetesProvider({ helm, strict: true, patience: 0.05 })],
      config: config(cluster, charts.url, ["203.0.113.0/24"]),
    });
    endings.push(() => stack.dispose());
  });

  after(async () => {
    for (const end of endings.reverse()) await end();
    rmSync(folder, { recursive: true });
  });

  it("comes up", async () => {
    const { outputs } = await stack.up();
    const service = await read(cluster, "service/istio-ingressgateway");
    const { hostname } = service.status.loadBalancer.ingress[0];
    assert.equal(outputs["host"], hostname);
    assert.equal(outputs["url"], `http://${String(hostname)}`);
  });

  it("has made the Gateway, the IngressClass and the Service that were asked for", async () => {
    const gateway = await read(cluster, "gateways.networking.istio.io/seldon-gateway");
    assert.deepEqual(gateway.spec, {
      selector: { istio: "ingressgateway" },
      servers: [{ hosts: ["*"], port: { name: "http", number: 80, protocol: "HTTP" } }],
    });
    assert.deepEqual((await read(cluster, "ingressclass/istio")).spec, { controller: "istio.io/ingress-controller" });
    const { spec } = await read(cluster, "service/istio-ingressgateway");
    assert.deepEqual(
      [spec.type, spec.loadBalancerSourceRanges, spec.selector],
      ["LoadBalancer", ["203.0.113.0/24"], { app: "istio-ingressgateway", istio: "ingressgateway" }],
    );
    const pods = await cluster.kubectl("get", "pods", "-n", "istio-system", "-l", "istio=ingressgateway", "-o", "name");
    assert.equal(pods.trim().split("\n").length, 1);
  });

  it("changes nothing when it runs again", async () => {
    assert.deepEqual((await stack.up()).changes(), {});
  });

  it("changes nothing when it is refreshed", async () => {
    assert.deepEqual((await stack.refresh()).changes(), {});
  });

  it("holds no credential in its state", async () => {
    const credentials = credentialsIn(cluster.kubeconfigPath);
    assert.notEqual(credentials.length, 0);
    const state = JSON.stringify(await stack.exportState());
    for (const credential of credentials) assert.ok(!state.includes(credential));
    assert.ok(state.includes("ciphertext"));
  });

  it("updates exactly the one resource that a changed value is for", async () => {
    await stack.setConfig(config(cluster, charts.url, ["203.0.113.0/24", "198.51.100.0/24"]));
    assert.deepEqual((await stack.up()).changes(), { "kubernetes:helm.sh/v3:Release::ingress-gateway": ["update"] });
    const { spec } = await read(cluster, "service/istio-ingressgateway");
    assert.deepEqual(spec.loadBalancerSourceRanges, ["203.0.113.0/24", "198.51.100.0/24"]);
  });

  it("leaves nothing behind but the definitions that Istio's chart keeps", async () => {
    await stack.destroy();
    assert.deepEqual((await stack.exportState()).resources ?? [], []);
    const left = (await objects(cluster)).filter((object) => !untouched.includes(object));
    assert.deepEqual(
      left,
      KEPT.map((name) => `CustomResourceDefinition /${name}`),
    );
  });
});

interface Read {
  readonly spec: Record<string, unknown>;
  readonly status: { readonly loadBalancer: { readonly ingress: [Record<string, string>] } };
}

const read = async (cluster: TestCluster, name: string): Promise<Read> =>
  JSON.parse(await cluster.kubectl("get", name, "-n", "istio-system", "-o", "json")) as Read;

/** Every object of every kind, so that nothing is overlooked, but for what the cluster writes about itself; APIServices mirror definitions. */
async function objects(cluster: TestCluster): Promise<string[]> {
  const kinds = (await cluster.kubectl("api-resources", "--verbs=list", "-o", "name"))
    .split("\n")
    .filter((kind) => kind !== "" && !/^(events|leases|componentstatuses|apiservices)/.test(kind));
  const lines = await cluster.kubectl("get", kinds.join(","), "-A", "-o", NAMES);
  return [...new Set(lines.split("\n"))].filter((line) => line !== "").sort();
}

const NAMES = 'jsonpath={range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name}{"\\n"}{end}';
