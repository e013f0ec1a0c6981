import { KubeConfig, Watch } from "@kubernetes/client-node";
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import {
  IngressLayer,
  MlCluster,
  ModelDeployment,
  ModelServer,
  SeldonCore,
  type ModelDeploymentArgs,
  type PredictorArgs,
} from "../../../components";
import { serveContractCharts } from "../charts/contract-charts";
import { startCluster, type TestCluster } from "../cluster";
import { Endings } from "../endings";
import { kubernetesPlugin } from "../providers/plugin";
import { engineStack, type EngineStack, type Run } from "../stack/engine-stack";
import { toolchain } from "../toolchain";
import { type Envoy, startEnvoy } from "./envoy";
import { requestTo, startEchoServer, type EchoServer, type Received } from "./http-exchange";
import { type Istiod, startIstiod } from "./istiod";
import { startSeldonOperator } from "./seldon-operator";

const IRIS = { server: ModelServer.Sklearn, modelUri: "gs://models/iris" };
const MAIN: PredictorArgs = { name: "main", ...IRIS, traffic: 75 };
const CANARY: PredictorArgs = { name: "canary", ...IRIS, traffic: 25 };
const ROLLOUT: PredictorArgs[] = [
  MAIN,
  CANARY,
  { name: "london", ...IRIS, headers: [{ name: "Location", value: "london" }] },
  { name: "firefox", ...IRIS, headers: [{ name: "User-Agent", regex: "Mozilla/.*Firefox.*" }] },
  { name: "shadow", ...IRIS, shadow: true, traffic: 50 },
];
/** Every predictor that any of the programs has, by the name of its Service. */
const SERVICES = [
  ...["main", "canary", "london", "firefox", "shadow", "next"].map((name) => `iris-${name}`),
  "limited-main",
  "plain-main",
];

/** A model with every kind of rollout, one with limits and a route of its own, and one with limits on the operator's route. */
const program =
  ({ kubeconfigPath, context }: TestCluster, mirror: string, predictors: PredictorArgs[], plain: object = {}) =>
  () => {
    const cluster = new MlCluster("ml", { existing: { kubeconfigPath, context }, kubernetesVersion: "1.36" });
    const k8s = { provider: cluster.provider };
    const ingress = new IngressLayer("ingress", { cluster, istio: {}, allowPublic: true, mirror }, k8s);
    const seldon = new SeldonCore("seldon", { cluster, ingress, modelNamespaces: ["models"], mirror }, k8s);
    const model = (name: string, args: Pick<ModelDeploymentArgs, "predictors"> & Partial<ModelDeploymentArgs>) =>
      new ModelDeployment(name, { seldon, namespace: "models", ...args }, k8s).restUrl;
    const limits = {
      predictors: [{ name: "main", ...IRIS }],
      circuitBreaker: { maxConnections: 1, maxPendingRequests: 1 },
    };
    return Promise.resolve({
      iris: model("iris", { predictors, timeouts: { restMs: 1000 } }),
      limited: model("limited", { ...limits, timeouts: { restMs: 1000 } }),
      plain: model("plain", { ...limits, ...plain }),
    });
  };

/** A custom resource as far as a promotion changes it. */
interface Model {
  readonly spec: {
    readonly predictors: readonly { readonly name: string; readonly traffic?: number; readonly shadow?: boolean }[];
  };
}

/** A VirtualService as far as a promotion changes it. */
interface ModelRoute {
  readonly spec: { readonly http: readonly { readonly route: readonly { readonly weight?: number }[] }[] };
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

describe("routes of models with the real istiod and Envoy", function () {
  this.timeout(300_000);
  const endings = new Endings();
  const servers = new Map<string, EchoServer>();
  let cluster: TestCluster;
  let mirror: string;
  let istiod: Istiod;
  let stack: EngineStack;
  let envoy: Envoy;
  let urls: Record<string, string>;

  before(async function () {
    this.timeout(60 * 60_000); // a cold cache
    cluster = await endings.of(startCluster());
    const tools = await toolchain();
    mirror = (await endings.of(serveContractCharts())).url;
    istiod = await endings.of(startIstiod(cluster));
    await endings.of(startSeldonOperator(cluster));
    stack = await endings.of(
      engineStack({ program: program(cluster, mirror, ROLLOUT), providers: [kubernetesPlugin(tools)] }),
    );
    urls = (await stack.up()).outputs as Record<string, string>;
    const backends: Record<string, number> = {};
    for (const service of SERVICES) {
      const server = await endings.of(startEchoServer(service));
      servers.set(service, server);
      backends[`${service}.models.svc.cluster.local:8000`] = server.port;
    }
    const gateway = { cluster, istiod, ports: [80], backends, namespace: "istio-system" };
    envoy = await endings.of(startEnvoy({ ...gateway, name: "istio-ingressgateway" }));
    while ((await get("iris")).status !== 200) await sleep(50);
  });

  after(() => endings.end());

  const get = (model: string, headers: Record<string, string> = {}, path?: string): Promise<Received> => {
    const url = urls[model] ?? "";
    const to = path === undefined ? url : url.replace("/api/v1.0/predictions", path);
    return requestTo(to, { port: () => envoy.port(80), ca: "", headers });
  };
  const received = (service: string): number => servers.get(service)?.received() ?? 0;

  /** Which server answers each of many requests, and how often. */
  const answers = async (times: number, headers?: Record<string, string>): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (let sent = 0; sent < times; sent++) {
      const { status, headers: from } = await get("iris", headers);
      const by = status === 200 ? String(from["server-name"]) : String(status);
      counts[by] = (counts[by] ?? 0) + 1;
    }
    return counts;
  };

  it("leads requests with a header to its predictor, whatever the shares say", async () => {
    assert.deepEqual(await answers(40, { location: "london" }), { "iris-london": 40 });
  });

  it("leads requests to a predictor by an expression for the whole value", async () => {
    const userAgent = "Mozilla/5.0 (X11) Firefox/140.0";
    assert.deepEqual(await answers(40, { "user-agent": userAgent }), { "iris-firefox": 40 });
    const others = Object.keys(await answers(40, { "user-agent": `curl ${userAgent}`, location: "londonderry" }));
    assert.deepEqual(others.sort(), ["iris-canary", "iris-main"]);
  });

  it("leads a request that fits two predictors to the first", async () => {
    const both = { location: "london", "user-agent": "Mozilla/5.0 Firefox/140.0" };
    assert.deepEqual(await answers(10, both), { "iris-london": 10 });
  });

  it("shares other requests by weight, and sends copies to the shadow", async () => {
    const before = received("iris-shadow");
    const { "iris-main": main = 0, "iris-canary": canary = 0, ...others } = await answers(600);
    assert.deepEqual(others, {});
    assert.equal(main + canary, 600);
    // Four standard deviations of 600 draws.
    assert.ok(Math.abs(canary - 150) < 43, `${canary} of 600`);
    await sleep(500);
    const copies = received("iris-shadow") - before;
    assert.ok(Math.abs(copies - 300) < 50, `${copies} copies of 600`);
  });

  it("sends copies of requests with headers to the shadow too", async () => {
    const before = received("iris-shadow");
    await answers(100, { location: "london" });
    await sleep(500);
    const copies = received("iris-shadow") - before;
    assert.ok(Math.abs(copies - 50) < 21, `${copies} copies of 100`);
  });

  it("ends a request after the time limit, also one with headers", async () => {
    for (const headers of [{}, { location: "london" }] as Record<string, string>[]) {
      const start = Date.now();
      assert.equal((await get("iris", headers, "/never-answers")).status, 504);
      assert.ok(Date.now() - start >= 950 && Date.now() - start < 5000);
    }
  });

  it("answers 503 above the limits of connections, although the gateway is in the root namespace of the mesh", async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => get("limited", {}, "/never-answers")));
    const statuses = all.map(({ status }) => status ?? 0);
    assert.deepEqual([...new Set(statuses)].sort(), [503, 504]);
    assert.ok(statuses.filter((status) => status === 503).length >= 4, statuses.join());
  });

  it("keeps the operator's own route beside limits, with the subset that it names", async () => {
    const { status, headers } = await get("plain");
    assert.deepEqual([status, headers["server-name"]], [200, "plain-main"]);
  });

  const routeOf = async (name: string) =>
    JSON.parse(
      await cluster.kubectl("get", "virtualservices.networking.istio.io", name, "-n", "models", "-o", "json"),
    ) as { spec: { hosts: string[]; gateways: string[] } };

  it("moves the operator's route to the mesh and a host that nobody has, because istiod refuses every host there", async () => {
    const route = await routeOf("iris");
    assert.deepEqual([route.spec.hosts, route.spec.gateways], [["iris.models.invalid"], ["mesh"]]);
    assert.deepEqual((await routeOf("plain")).spec.gateways, ["istio-system/seldon-gateway"]);
    assert.equal(await istiod.refusalOf(route), undefined);
    const everywhere = { ...route, spec: { ...route.spec, hosts: ["*"] } };
    assert.match((await istiod.refusalOf(everywhere)) ?? "", /wildcard host \* is not allowed .* mesh gateway/);
  });

  it("has only objects that istiod accepts", async () => {
    const kinds = "virtualservices.networking.istio.io,destinationrules.networking.istio.io";
    const { items } = JSON.parse(await cluster.kubectl("get", kinds, "-A", "-o", "json")) as { items: object[] };
    assert.ok(items.length >= 10, `${items.length} objects`);
    for (const object of items) assert.equal(await istiod.refusalOf(object), undefined, JSON.stringify(object));
  });

  /** Every version of the objects of one kind with that name, from now on; the first one is the present one. */
  const versionsOf = async <Version>(kind: string, name: string, over: AbortSignal): Promise<Version[]> => {
    const kubeconfig = new KubeConfig();
    kubeconfig.loadFromFile(cluster.kubeconfigPath);
    const versions: Version[] = [];
    const seen = (type: string, version: Version & { metadata: { name: string } }): void => {
      if (version.metadata.name === name && type !== "DELETED") versions.push(version);
    };
    const ended = (error: unknown): void => {
      if (!over.aborted) throw new Error(`the watch of ${kind} ended: ${String(error)}`);
    };
    const watch = await new Watch(kubeconfig).watch(`/apis/${kind}`, {}, seen, ended);
    over.addEventListener("abort", () => {
      watch.abort();
    });
    while (versions.length === 0) await sleep(20);
    return versions;
  };

  /** Runs an update while a client sends requests to a model and sees each version of it. */
  const duringUpdate = async (
    model: string,
    changed: ReturnType<typeof program>,
  ): Promise<{ run: Run; failed: number[]; sent: number; models: Model[]; routes: ModelRoute[] }> => {
    const failed: number[] = [];
    let sent = 0;
    const over = new AbortController();
    const models = await versionsOf<Model>(
      "machinelearning.seldon.io/v1/namespaces/models/seldondeployments",
      model,
      over.signal,
    );
    const route = model === "iris" ? "iris.route" : model;
    const routes = await versionsOf<ModelRoute>(
      "networking.istio.io/v1/namespaces/models/virtualservices",
      route,
      over.signal,
    );
    const client = (async () => {
      while (!over.signal.aborted) {
        const { status = 0 } = await get(model);
        sent++;
        if (status !== 200) failed.push(status);
      }
    })();
    const run = await stack.up({ program: changed });
    await sleep(2000); // what the operator and istiod still do
    over.abort();
    await client;
    return { run, failed, sent, models, routes };
  };

  describe("during a promotion", () => {
    const promote = async (...predictors: PredictorArgs[]) =>
      duringUpdate("iris", program(cluster, mirror, predictors));

    const MODEL = "kubernetes:machinelearning.seldon.io/v1:SeldonDeployment::iris";
    const ROUTE = "kubernetes:networking.istio.io/v1:VirtualService::iris-route";
    /** A promotion changes these in place, loses no request, and never leaves out a predictor that has a share. */
    const isSafe = (
      { run, failed, sent, models, routes }: Awaited<ReturnType<typeof promote>>,
      changed = [MODEL, ROUTE],
    ): void => {
      assert.deepEqual(failed, []);
      assert.ok(sent > 20, `${sent} requests`);
      assert.deepEqual(run.changes(), Object.fromEntries(changed.map((name) => [name, ["update"]])));
      assert.ok(models.length > 1, "no change of the custom resource was seen");
      assert.equal(routes.length > 1, changed.includes(ROUTE));
      for (const [index, { spec }] of models.entries()) {
        const answering = spec.predictors.filter(({ shadow }) => shadow !== true);
        assert.equal(total(answering.map(({ traffic }) => traffic ?? 0)), 100);
        const names = new Set(spec.predictors.map(({ name }) => name));
        const before = models[index - 1]?.spec.predictors.filter(({ traffic = 0 }) => traffic > 0) ?? [];
        assert.deepEqual(
          before.filter(({ name, shadow }) => shadow !== true && !names.has(name)),
          [],
        );
      }
      for (const { spec } of routes) {
        for (const { route } of spec.http) assert.equal(total(route.map(({ weight }) => weight ?? 100)), 100);
      }
    };

    it("a new predictor gets requests only when its Service and pods are there", async () => {
      const next: PredictorArgs = { name: "next", ...IRIS, traffic: 25 };
      const result = await promote({ ...MAIN, traffic: 50 }, CANARY, next);
      isSafe(result);
      const { "iris-next": served = 0 } = await answers(60);
      assert.ok(served > 0);
    });

    it("all requests move to it at once", async () => {
      const result = await promote(
        { ...MAIN, traffic: 0 },
        { ...CANARY, traffic: 0 },
        { name: "next", ...IRIS, traffic: 100 },
      );
      isSafe(result);
      assert.deepEqual(await answers(40), { "iris-next": 40 });
    });

    it("predictors without a share leave without a lost request", async () => {
      const result = await promote({ name: "next", ...IRIS, traffic: 100 });
      isSafe(result);
      assert.deepEqual(await answers(40), { "iris-next": 40 });
    });

    it("a rolling update changes the custom resource alone", async () => {
      const modelUri = "gs://models/iris-2";
      isSafe(await promote({ name: "next", ...IRIS, traffic: 100, modelUri }), [MODEL]);
    });
  });

  // Mocha runs what is in blocks after what is beside them.
  describe("after that", () => {
    it("moves a model between the operator's route and its own, with nothing worse than a short time without a route", async () => {
      const last: PredictorArgs = { name: "next", ...IRIS, traffic: 100, modelUri: "gs://models/iris-2" };
      for (const [plain, change] of [
        [{ timeouts: { restMs: 1000 } }, "create"],
        [{}, "delete"],
      ] as const) {
        const { run, failed, sent } = await duringUpdate("plain", program(cluster, mirror, [last], plain));
        assert.deepEqual(run.opsOf("plain-route"), [change]);
        assert.deepEqual(
          [...new Set(failed)].filter((status) => status !== 404),
          [],
        );
        assert.ok(failed.length < sent / 4, `${failed.length} of ${sent} without a route`);
        assert.equal((await get("plain")).status, 200);
      }
    });

    it("destroys routes before models", async () => {
      const run = await stack.destroy();
      const order = run.operations.map(({ urn }) => urn.split("::").at(-1));
      assert.ok(order.indexOf("iris-route") < order.indexOf("iris"));
      const left = await cluster.kubectl("get", "virtualservices.networking.istio.io", "-A", "-o", "name");
      assert.equal(left.trim(), "");
    });
  });
});
