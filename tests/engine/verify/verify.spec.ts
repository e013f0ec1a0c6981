import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Json } from "../../../cli/verify/models/protocol";
import type { Network } from "../../../cli/verify/network/endpoint";
import { verifyStack } from "../../../cli/verify/verify";
import { startGateway } from "../../unit/cli/verify/gateway";
import { serveContractCharts } from "../charts/contract-charts";
import { startCluster, type TestCluster } from "../cluster";
import { Endings } from "../endings";
import { startHub } from "../jupyterhub/hub";
import { hubValues } from "../jupyterhub/hub-values";
import { startMlServer, startWrapper } from "../model-server/servers";
import { startCertManager } from "../operators/cert-manager";
import { startEnvoy, type Envoy } from "../operators/envoy";
import { startIstiod } from "../operators/istiod";
import { startSeldonOperator } from "../operators/seldon-operator";
import { kubernetesPlugin } from "../providers/plugin";
import { startRandom } from "../providers/random/provider";
import { engineStack, type EngineStack } from "../stack/engine-stack";
import { toolchain, type Toolchain } from "../toolchain";
import { platformProgram } from "./platform";

const REQUESTS: Readonly<Record<string, Json>> = {
  iris: { inputs: [{ name: "predict", shape: [1, 4], datatype: "FP32", data: [[5.1, 3.5, 1.4, 0.2]] }] },
  wrapped: { data: { ndarray: [[5.1, 3.5, 1.4, 0.2]] } },
};

describe("mlplatform verify at real servers behind the real istiod and Envoy", function () {
  this.timeout(300_000);
  const endings = new Endings();
  let tools: Toolchain;
  let cluster: TestCluster;
  let stack: EngineStack;
  let envoy: Envoy;

  before(async function () {
    this.timeout(60 * 60_000); // a cold cache
    tools = await toolchain();
    const servers = startServers();
    // Awaited below; until then, a failure must not end the process.
    servers.catch(() => undefined);
    cluster = await endings.of(startCluster());
    const charts = await endings.of(serveContractCharts());
    const istiod = await endings.of(startIstiod(cluster));
    await endings.of(startCertManager(cluster));
    await endings.of(startSeldonOperator(cluster));
    const random = await endings.of(startRandom());
    stack = await endings.of(
      engineStack({
        program: platformProgram(cluster, charts.url),
        providers: [kubernetesPlugin(tools), random.plugin],
        env: random.env,
      }),
    );
    await stack.up();
    const backends = await servers;
    envoy = await endings.of(
      startEnvoy({
        cluster,
        istiod,
        ports: [443],
        backends,
        namespace: "istio-system",
        name: "istio-ingressgateway",
      }),
    );
  });

  after(() => endings.end());

  /** Starts what the gateway leads to, and returns the port of each Service. */
  async function startServers(): Promise<Record<string, number>> {
    const login = { sharedPassword: {}, allowAll: true };
    const rancher: RequestListener = ({ url }, answer) => {
      answer.end(url === "/ping" ? "pong" : "ok");
    };
    const [mlServer, wrapper, hub, web, pachd] = await Promise.all([
      endings.of(startMlServer("model")),
      endings.of(startWrapper()),
      endings.of(hubValues(login).then((values) => startHub({ values }))),
      endings.of(startWeb(rancher)),
      endings.of(startPachd()),
    ]);
    return {
      "iris-main.models.svc.cluster.local:8000": mlServer.port,
      "iris-main.models.svc.cluster.local:5001": mlServer.grpcPort,
      "wrapped-main.models.svc.cluster.local:8000": wrapper.port,
      "wrapped-main.models.svc.cluster.local:5001": wrapper.grpcPort,
      "proxy-public.jupyterhub.svc.cluster.local:80": hub.port,
      "rancher.cattle-system.svc.cluster.local:80": web.port,
      "pachyderm-proxy.pachyderm.svc.cluster.local:80": pachd.port,
    };
  }

  /** The load balancer is simulated: its address stands for the gateway's port on loopback. */
  const network: Network = {
    addressesOf: (host) =>
      host.endsWith(".lb.test")
        ? Promise.resolve(["192.0.2.1"])
        : Promise.reject(Object.assign(new Error("none"), { code: "ENOTFOUND" })),
    dial: (_, port) => ({ host: "127.0.0.1", port: envoy.port(port) }),
  };

  /** What is found, by component and check. */
  async function verify(requests: Readonly<Record<string, Json>> = {}): Promise<Map<string, string[]>> {
    const found = await verifyStack({
      stack: stack.automation,
      tools: { kubectl: tools.kubectl },
      seconds: 60,
      requests: new Map(Object.entries(requests)),
      network,
    });
    return new Map(
      found.map(({ component, check, result, detail }) => [
        `${component}: ${check}`,
        [result, detail.replace(/\b\d+ s\b/, "N s")],
      ]),
    );
  }
  /** The checks that did not pass. */
  const troubles = (found: ReadonlyMap<string, string[]>) =>
    Object.fromEntries([...found].filter(([check, [result]]) => result !== "pass" && !check.includes("DNS of")));
  /** istiod and Envoy take a moment for a change. */
  async function verifyUntil(isSo: (found: ReadonlyMap<string, string[]>) => boolean): Promise<Map<string, string[]>> {
    for (let tries = 1; ; tries++) {
      const found = await verify();
      if (tries === 10 || isSo(found)) return found;
      await sleep(500);
    }
  }

  const list = async (kind: string) => (await cluster.kubectl("get", kind, "-o", "name")).trim().split("\n");

  it("passes, without a prediction", async () => {
    const found = await verifyUntil((now) => Object.keys(troubles(now)).length === 0);
    assert.deepEqual(troubles(found), {});
    const { hostname } = JSON.parse(
      await cluster.kubectl(
        "get",
        "service",
        "-n",
        "istio-system",
        "istio-ingressgateway",
        "-o",
        "jsonpath={.status.loadBalancer.ingress[0]}",
      ),
    ) as { hostname: string };
    const models = "https://models.example.org/seldon/models";
    const served = "no prediction was made";
    const days = 90 * 24 * 60 * 60 * 1000;
    const until = [0, 1].map((late) => new Date(Date.now() + days + late * 60_000).toISOString().slice(0, 10));
    const certificate = (host: string, given: string[] | undefined) => {
      assert.ok(
        until.some((day) => given?.[1] === `valid for ${host} until ${day}`),
        given?.[1],
      );
      return given;
    };
    certificate("models.example.org", found.get("ingress: certificate of models.example.org"));
    certificate("mlplatform-verify.apps.example.org", found.get("ingress: certificate of *.apps.example.org"));
    const expected: Record<string, string> = {
      "ml: API server": `v1.36.3 at ${cluster.server}`,
      "ml: nodes": "3 ready",
      "ml: storage class": "standard, the default, of mlplatform.test/volumes",
      "ml: volume": "class standard provisioned 1 GiB in N s; it is being deleted",
      "ingress: address": `${hostname}:443 answers`,
      "seldon: operator": "1 of 1 pods of seldon-controller-manager are available",
      "iris: model": "Available",
      "iris: REST": `serves at ${models}/iris/v2/models/model/infer; ${served}`,
      "iris: gRPC": `serves at models.example.org:443; ${served}`,
      "wrapped: model": "Available",
      "wrapped: REST": `serves at ${models}/wrapped/api/v1.0/predictions; ${served}`,
      "wrapped: gRPC": `serves at models.example.org:443; ${served}`,
      "hub: hub": "JupyterHub 5.5.0 at https://hub.apps.example.org/hub/api",
      "rancher: ping": "https://rancher.apps.example.org/ping says pong",
      "rancher: health": "https://rancher.apps.example.org/healthz says ok",
      "pachyderm: pachd": "1 of 1 pods of pachd are available",
      "pachyderm: gRPC": "Pachyderm 2.11.5 at grpcs://pachyderm.apps.example.org:443",
      "pachyderm: console": "answers at https://pachyderm.apps.example.org",
    };
    const others = [...found].filter(([check]) => !/DNS of|certificate of/.test(check));
    assert.deepEqual(Object.fromEntries(others.map(([check, [, detail]]) => [check, detail])), expected);
  });

  it("gets predictions by REST and gRPC from both servers", async () => {
    const found = await verify(REQUESTS);
    assert.deepEqual(troubles(found), {});
    for (const check of ["iris: REST", "iris: gRPC", "wrapped: REST", "wrapped: gRPC"]) {
      assert.match(found.get(check)?.[1] ?? "", /^predicted at /);
    }
  });

  it("fails for a request of the wrong shape, by REST and by gRPC", async () => {
    const [input] = (REQUESTS["iris"] as { inputs: Record<string, Json>[] }).inputs;
    const found = await verify({
      iris: { inputs: [{ ...input, shape: [1, 2], data: [[5.1, 3.5]] }] },
      wrapped: { data: { ndarray: [[5.1, 3.5]] } },
    });
    const results = Object.entries(troubles(found)).map(([check, [result]]) => [check, result]);
    assert.deepEqual(Object.fromEntries(results), {
      "iris: REST": "fail",
      "iris: gRPC": "fail",
      "wrapped: REST": "fail",
      "wrapped: gRPC": "fail",
    });
  });

  it("leaves no namespace and no volume, also of a class that waits for a pod and keeps volumes", async () => {
    await cluster.kubectl("delete", "storageclass", "standard");
    await cluster.api.create("/apis/storage.k8s.io/v1/storageclasses", {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: "kept", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
      provisioner: "mlplatform.test/volumes",
      reclaimPolicy: "Retain",
      volumeBindingMode: "WaitForFirstConsumer",
    });
    const before = await list("persistentvolumes");
    const found = await verify();
    assert.deepEqual(found.get("ml: volume"), ["pass", "class kept provisioned 1 GiB in N s; it is being deleted"]);
    // Nothing waits for the end of either.
    while ((await list("persistentvolumes")).length > before.length) await sleep(100);
    while ((await list("namespaces")).some((name) => name.includes("mlplatform-verify"))) await sleep(100);
  });
});

/** Rancher's signs of life. */
async function startWeb(answer: RequestListener): Promise<{ port: number; stop(): void }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Pachyderm's proxy, which tells calls by gRPC from requests to the console. */
const startPachd = () =>
  startGateway({
    plain: true,
    pages: { "https://pachyderm.apps.example.org/": () => ({ status: 302 }) },
    methods: { "versionpb_v2.API/GetVersion": () => Buffer.from([0x08, 2, 0x10, 11, 0x18, 5]) },
  });
