import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { platformUp } from "../../../cli/up/up";
import { startCluster, type TestCluster } from "../cluster";
import { Endings } from "../endings";
import { startSeldonOperator } from "../operators/seldon-operator";
import { existingSettings, repositoryConfig, repositoryProgram } from "../programs/run-program";
import { kubernetesPlugin } from "../providers/plugin";
import { skipAfterFailure } from "../skip-after-failure";
import { engineStack, type EngineStack } from "../stack/engine-stack";
import { programEnds } from "../stack/program-ended";
import { toolchain, type Toolchain } from "../toolchain";
import { MirrorBench, NO_INTERNET } from "./mirror-bench";
import type { Registry } from "./registry";
import { skipWithoutRegistry } from "./skip-without-registry";

/** What the program needs, by the names that pods have without a mirror. */
const IMAGES = [
  "docker.io/istio/pilot:1.30.3",
  "docker.io/istio/proxyv2:1.30.3",
  "docker.io/seldonio/seldon-core-executor:1.17.1",
  "docker.io/seldonio/seldon-core-operator:1.17.1",
  "nvcr.io/nvidia/tritonserver:21.08-py3",
  "seldonio/alibiexplainer:1.17.1",
  "seldonio/mlflowserver:1.17.1",
  "seldonio/mlserver:1.3.5-alibi-explain",
  "seldonio/mlserver:1.3.5-huggingface",
  "seldonio/mlserver:1.3.5-mlflow",
  "seldonio/mlserver:1.3.5-sklearn",
  "seldonio/mlserver:1.3.5-slim",
  "seldonio/mlserver:1.3.5-xgboost",
  "seldonio/rclone-storage-initializer:1.17.1",
  "seldonio/sklearnserver:1.17.1",
  "seldonio/tfserving-proxy:1.17.1",
  "seldonio/xgboostserver:1.17.1",
  "tensorflow/serving:2.1.0",
];

const CHARTS = ["istio/base", "istio/gateway", "istio/istiod", "seldon/seldon-core-operator"];

describe("mlplatform up from a mirror, with everything else out of reach", () => {
  skipAfterFailure(); // each starts from what the one before left
  const bench = new MirrorBench();
  const endings = new Endings();
  endings.add(() => bench.stop());
  let tools: Toolchain;
  let cluster: TestCluster;
  let registry: Registry;
  let stack: EngineStack;

  before(async function () {
    await skipWithoutRegistry(this);
    tools = await toolchain();
    await bench.start(Object.fromEntries(IMAGES.map((image) => [image, { text: image }])));
    registry = await bench.registry();
    cluster = await endings.of(startCluster());
    await endings.of(startSeldonOperator(cluster));
    stack = await endings.of(
      engineStack({
        project: "mlplatform",
        program: repositoryProgram,
        providers: [kubernetesPlugin(tools)],
        env: { ...NO_INTERNET, SSL_CERT_FILE: bench.env["SSL_CERT_FILE"] ?? "" },
        config: repositoryConfig(settings()),
      }),
    );
  });

  after(() => endings.end());

  const root = () => `${registry.address}/ml`;

  const settings = () => existingSettings(cluster, { mirror: `oci://${root()}`, imageRegistry: root() });

  it("fills the mirror with what the program needs, although its config names the mirror already", async () => {
    const lockFile = path.join(bench.folder, "lock.json");
    const config = Object.entries(settings());
    const flags = config.flatMap(([key, value]) => ["--config", `${key}=${value}`]);
    const run = await bench.mirror(["--to", `oci://${root()}`, "--lock", lockFile, ...flags]);
    assert.equal(run.exitCode, 0, run.stderr);
    const { charts, images } = JSON.parse(readFileSync(lockFile, "utf8")) as {
      charts: { path: string }[];
      images: { image: string }[];
    };
    assert.deepEqual([charts.map((chart) => chart.path), images.map(({ image }) => image)], [CHARTS, IMAGES]);
  });

  it("cannot reach anything else from here on", async () => {
    await bench.internet.stop();
    const istio = ["--repo", "https://blob.istio.io/istio-release/charts"];
    await assert.rejects(bench.helm("pull", "base", ...istio), /proxyconnect|connection refused/);
  });

  it("creates the platform", async () => {
    const ended = programEnds();
    await platformUp({ stack: stack.automation, tools, show: () => undefined }).finally(() => ended.wait());
  });

  it("takes every chart from the mirror", async () => {
    const { resources = [] } = await stack.exportState();
    const releases = resources.filter(({ type }) => type === "kubernetes:helm.sh/v3:Release");
    assert.deepEqual(
      releases.map(({ inputs }) => [inputs?.["chart"], inputs?.["repositoryOpts"]]).sort(),
      CHARTS.map((chart) => [`oci://${root()}/${chart}`, undefined]),
    );
  });

  it("gives every pod images that are in the mirror", async () => {
    const images = await podImages(cluster);
    // Istio puts its proxy in the place of `auto` when a pod is created.
    assert.ok(images.delete("auto"));
    const used = [
      ...["istio/pilot:1.30.3", "seldonio/rclone-storage-initializer:1.17.1", "seldonio/seldon-core-executor:1.17.1"],
      ...["seldonio/seldon-core-operator:1.17.1", "seldonio/sklearnserver:1.17.1"],
    ];
    assert.deepEqual(
      [...images].sort(),
      used.map((image) => `${root()}/${image}`),
    );
    for (const image of images) await bench.skopeo("inspect", "--raw", `docker://${image}`);
  });

  it("makes Istio take its proxy from the mirror", async () => {
    const injector = ["get", "configmap/istio-sidecar-injector", "-n", "istio-system"];
    const values = await cluster.kubectl(...injector, "-o", "jsonpath={.data.values}");
    const { hub, tag, proxy } = (JSON.parse(values) as { global: Injected }).global;
    await bench.skopeo("inspect", "--raw", `docker://${hub}/${proxy.image}:${tag}`);
    assert.equal(hub, `${root()}/istio`);
  });
});

interface Injected {
  readonly hub: string;
  readonly tag: string;
  readonly proxy: { readonly image: string };
}

/** The images of all containers in a cluster. */
async function podImages(cluster: TestCluster): Promise<Set<string>> {
  const json = await cluster.kubectl("get", "pods", "--all-namespaces", "-o", "json");
  const { items } = JSON.parse(json) as {
    items: { spec: { containers: { image: string }[]; initContainers?: { image: string }[] } }[];
  };
  return new Set(
    items.flatMap(({ spec }) => [...spec.containers, ...(spec.initContainers ?? [])].map(({ image }) => image)),
  );
}
