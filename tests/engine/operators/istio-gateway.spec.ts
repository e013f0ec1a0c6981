import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import {
  redirectGatewayManifest,
  redirectRouteManifest,
} from "../../../components/ingress-layer/controllers/istio/manifest";
import { istioVariants } from "../../contracts/variants/istio";
import { deploy } from "../../helpers/deploy";
import { serveContractCharts } from "../charts/contract-charts";
import { startCluster, type TestCluster } from "../cluster";
import { Endings } from "../endings";
import { kubernetesPlugin } from "../providers/plugin";
import { engineStack, type EngineStack } from "../stack/engine-stack";
import { toolchain } from "../toolchain";
import { startCertManager } from "./cert-manager";
import { type Envoy, startEnvoy } from "./envoy";
import { CONSOLE, gatewayProgram, INTERNAL, LAB, MODELS, TOOLS } from "./gateway-program";
import { requestTo, startEchoServer, type Received } from "./http-exchange";
import { type Istiod, startIstiod } from "./istiod";
import { startSeldonOperator } from "./seldon-operator";
import { tokenIssuer } from "./token-issuer";

describe("a gateway with the real istiod, Envoy and cert-manager", function () {
  this.timeout(300_000);
  const endings = new Endings();
  const folder = endings.folder("mlplatform-gateway-");
  let cluster: TestCluster;
  let istiod: Istiod;
  let stack: EngineStack;
  let outputs: Record<string, string>;
  let envoy: Envoy;
  let internal: Envoy;
  let mirror: string;

  before(async function () {
    this.timeout(60 * 60_000); // a cold cache
    cluster = await endings.of(startCluster());
    const tools = await toolchain();
    mirror = (await endings.of(serveContractCharts())).url;
    istiod = await endings.of(startIstiod(cluster));
    await endings.of(startCertManager(cluster));
    await endings.of(startSeldonOperator(cluster));
    for (const port of ["web --tcp=8080", "solver --tcp=8089"]) {
      await cluster.kubectl("create", "service", "clusterip", ...port.split(" "));
    }
    stack = await endings.of(
      engineStack({ program: gatewayProgram(cluster, mirror), providers: [kubernetesPlugin(tools)] }),
    );
    outputs = (await stack.up()).outputs as Record<string, string>;
    // A route does not wait for its certificate.
    await cluster.kubectl("wait", "certificates", "--all", "-A", "--for=condition=Ready", "--timeout=60s");

    const server = await endings.of(startEchoServer());
    const backends = Object.fromEntries(
      [
        "iris-main.models.svc.cluster.local:8000",
        "web.default.svc.cluster.local:8080",
        "solver.default.svc.cluster.local:8089",
      ].map((service) => [service, server.port]),
    );
    const gateway = { cluster, istiod, ports: [80, 443], backends };
    [envoy, internal] = await Promise.all([
      endings.of(startEnvoy({ ...gateway, namespace: "istio-system", name: "istio-ingressgateway" })),
      endings.of(startEnvoy({ ...gateway, namespace: "internal", name: "istio-internal" })),
    ]);
  });

  after(() => endings.end());

  /** Sends a request to the gateway for everybody. */
  const get = (url: string, headers: Record<string, string> = {}): Promise<Received> =>
    requestTo(url, { port: (usual) => envoy.port(usual), ca: outputs["caCertificate"] ?? "", headers });

  /** The same to the internal gateway. */
  const getInternal = (url: string): Promise<Received> =>
    requestTo(url, { port: (usual) => internal.port(usual), ca: outputs["internalCaCertificate"] ?? "" });

  const apply = async (...items: object[]): Promise<void> => {
    const file = join(folder, "objects.json");
    writeFileSync(file, JSON.stringify({ apiVersion: "v1", kind: "List", items }));
    await cluster.kubectl("apply", "--server-side", "-f", file);
  };

  it("answers the documented curl of a model's URL", async () => {
    const page = readFileSync(resolve(__dirname, "../../../docs/run-the-programs.md"), "utf8");
    const commands = /^pulumi stack output caCertificate[^`]*/m.exec(page)?.[0] ?? "";
    // The load balancer is simulated: its address stands for the gateway's port on loopback.
    const address = `${String(outputs["host"])}:443`;
    const curl = `curl() { command curl --silent --show-error "\${@/${address}/127.0.0.1:${envoy.port(443)}}"; }`;
    const { workDir, pulumiHome, envVars } = stack.automation.workspace;
    const { pulumiRoot } = await toolchain();
    const path = `${pulumiRoot}/bin:${String(process.env["PATH"])}`;
    const env = { ...process.env, PULUMI_HOME: pulumiHome, ...envVars, PATH: path };
    const { stdout } = await promisify(execFile)("bash", ["-euc", `${curl}\n${commands}`], { cwd: workDir, env });
    const { method, url, headers, body } = JSON.parse(stdout) as Required<Received>["request"];
    assert.deepEqual([method, url, headers.host], ["POST", "/api/v1.0/predictions", MODELS]);
    assert.equal(body, '{"data":{"ndarray":[[5.1,3.5,1.4,0.2]]}}');
  });

  it("redirects plain HTTP to HTTPS", async () => {
    for (const host of [MODELS, LAB, CONSOLE]) {
      const { status, headers } = await get(`http://${host}/some/path`);
      assert.deepEqual([host, status, headers.location], [host, 301, `https://${host}/some/path`]);
    }
  });

  it("does not answer for a host that it does not serve, or a path without a route", async () => {
    assert.equal((await get("http://other.example.org/")).status, 404);
    await assert.rejects(get("https://other.example.org/"), /ECONNRESET|socket hang up|disconnected/);
    assert.equal((await get("https://other.apps.example.org/")).status, 404);
    assert.equal((await get(`https://${LAB}/other`)).status, 404);
  });

  it("leads to models at each host that it names, but not at a route's host below a wildcard", async () => {
    const path = new URL(String(outputs["modelUrl"])).pathname;
    for (const host of [MODELS, TOOLS]) {
      assert.equal((await get(`https://${host}${path}`)).request?.url, "/api/v1.0/predictions");
    }
    assert.equal((await get(`https://${TOOLS}/other`)).request?.url, "/other");
    assert.equal((await get(`https://${LAB}${path}`)).status, 404);
  });

  it("leads the path of a route and everything below it to its Service, and rewrites it", async () => {
    assert.equal(outputs["lab"], `https://${LAB}/lab`);
    const seen = async (path: string) => (await get(`https://${LAB}${path}`)).request?.url;
    assert.deepEqual(
      [await seen("/lab"), await seen("/lab/"), await seen("/lab/tree/x"), (await get(`https://${LAB}/labels`)).status],
      ["/", "/", "/tree/x", 404],
    );
  });

  it("keeps the host of a request, says that it came by HTTPS, and changes the headers that a route names", async () => {
    const { request } = await get(`https://${LAB}/lab`, { "X-Debug": "1", "X-Team": "other" });
    const { host, "x-forwarded-proto": scheme, "x-team": team, "x-debug": debug } = request?.headers ?? {};
    assert.deepEqual([host, scheme, team, debug], [LAB, "https", "ml", undefined]);
  });

  it("ends a request after the time limit of its route, and passes WebSockets", async () => {
    assert.equal((await get(`https://${LAB}/lab/never-answers`)).status, 504);
    const upgraded = await get(`https://${LAB}/lab`, { Connection: "Upgrade", Upgrade: "websocket" });
    assert.equal(upgraded.status, 101);
  });

  it("answers for a host with a certificate of its own", async () => {
    assert.equal(outputs["console"], `https://${CONSOLE}`);
    const { status, request } = await get(`https://${CONSOLE}/sign-in`);
    assert.deepEqual([status, request?.url], [200, "/sign-in"]);
  });

  it("keeps two gateways of one control plane apart", async () => {
    assert.equal(outputs["reports"], `https://${INTERNAL}/reports`);
    assert.equal((await getInternal(`https://${INTERNAL}/reports/2026`)).request?.url, "/reports/2026");
    for (const host of [MODELS, LAB, CONSOLE]) {
      await assert.rejects(getInternal(`https://${host}/`));
      assert.equal((await getInternal(`http://${host}/`)).status, 404);
    }
    await assert.rejects(get(`https://${INTERNAL}/reports`));
    assert.equal((await get(`http://${INTERNAL}/reports`)).status, 404);
  });

  it("answers challenges of Let's Encrypt by plain HTTP, while everything else is redirected", async () => {
    const host = "challenged.example.org";
    const gateway = { selector: { istio: "ingressgateway" }, hosts: [host], tls: undefined, labels: {} };
    const challenge = "/.well-known/acme-challenge/token";
    await apply(
      redirectGatewayManifest("default", gateway),
      redirectRouteManifest("default", gateway),
      ...[host, CONSOLE].map((host) => solverIngress(host, challenge)),
    );
    for (const one of [host, CONSOLE]) {
      while ((await get(`http://${one}${challenge}`)).status !== 200) await sleep(50);
      assert.equal((await get(`http://${one}${challenge}`)).request?.url, challenge);
      assert.equal((await get(`http://${one}/other`)).status, 301);
    }
  });

  it("has only objects that istiod accepts", async () => {
    const kinds =
      "gateways.networking.istio.io,virtualservices.networking.istio.io,destinationrules.networking.istio.io";
    const { items } = JSON.parse(await cluster.kubectl("get", kinds, "-A", "-o", "json")) as { items: object[] };
    assert.notEqual(items.length, 0);
    await accepts(items);
  });

  it("would have only objects that istiod accepts with every option of the components", async () => {
    const objects: object[] = [];
    for (const { program: variant, outputs } of istioVariants) {
      const graph = await deploy(variant, { outputs });
      for (const resource of graph.resources) {
        if (/^kubernetes:[^:]*\.istio\.io\//.test(resource.type)) objects.push(graph.revealInputs(resource));
      }
    }
    assert.notEqual(objects.length, 0);
    await accepts(objects);
  });

  describe("that wants tokens", () => {
    const login = tokenIssuer();
    const inAnHour = Math.floor(Date.now() / 1000) + 3600;
    const claims = { iss: "https://login.example.org", sub: "ada", aud: "models", exp: inAnHour };
    const bearer = (changed: object = {}, by = login) => ({
      authorization: `Bearer ${by.token({ ...claims, ...changed })}`,
    });
    let model: string;
    const status = async (url: string, headers?: Record<string, string>) => (await get(url, headers)).status;

    before(async () => {
      model = new URL(String(outputs["modelUrl"])).pathname;
      const { iss: issuer, aud } = claims;
      const open = { openHosts: [LAB], openPaths: ["/health", "/docs/*"] };
      const jwt = { issuer, jwks: login.jwks, audiences: [aud], ...open };
      await stack.up({ program: gatewayProgram(cluster, mirror, jwt) });
      while ((await status(`https://${MODELS}${model}`)) !== 403) await sleep(50);
    });

    it("answers a request with a right token", async () => {
      assert.equal(await status(`https://${MODELS}${model}`, bearer()), 200);
      assert.equal(await status(`https://${CONSOLE}/`, bearer()), 200);
    });

    it("refuses a request without a token, or with a wrong one", async () => {
      const url = `https://${MODELS}${model}`;
      assert.equal(await status(url), 403);
      assert.equal(await status(`https://${CONSOLE}/`), 403);
      assert.equal(await status(url, bearer({ aud: "other" })), 403);
      assert.equal(await status(url, bearer({ iss: "https://other.example.org" })), 401);
      assert.equal(await status(url, bearer({ exp: inAnHour - 7200 })), 401);
      assert.equal(await status(url, bearer({}, tokenIssuer())), 401);
    });

    it("lets requests to open hosts and paths in without a token, but not to models", async () => {
      for (const host of [LAB, `${LAB}:443`, LAB.toUpperCase()]) {
        assert.equal(await status(`https://${LAB}/lab`, { host }), 200);
      }
      // No route is there.
      for (const path of ["/health", "/docs/x"]) assert.equal(await status(`https://${MODELS}${path}`), 404);
      for (const host of [MODELS, LAB]) {
        assert.equal(await status(`https://${host}${model}`), 403);
        const grpc = `https://${host}/seldon.protos.Seldon/Predict`;
        assert.equal(await status(grpc, { seldon: "iris", namespace: "models" }), 403);
      }
      assert.equal(await status(`https://${LAB}${model}`, { host: MODELS }), 403);
    });

    it("does not take another path for an open one", async () => {
      const detours = [
        "/docs/..",
        "/docs/%2e%2e",
        "/docs/..%2f",
        "/docs/%2e%2e%2f",
        "/docs/..%5c",
        "//docs/..",
        "/health/..",
      ];
      for (const detour of [...detours.map((start) => `${start}${model}`), "/docs", "/health/x", `${model}/docs/x`]) {
        assert.equal(await status(`https://${MODELS}${detour}`), 403, detour);
      }
    });
  });

  const accepts = async (objects: readonly object[]): Promise<void> => {
    for (const object of objects) {
      assert.equal(await istiod.refusalOf(object), undefined, JSON.stringify(object));
    }
    const empty = { apiVersion: "networking.istio.io/v1", kind: "Gateway", metadata: { name: "x" }, spec: {} };
    assert.match((await istiod.refusalOf(empty)) ?? "", /gateway must have at least one server/);
  };
});

/** The Ingress that cert-manager creates while a challenge of HTTP-01 is open. */
const solverIngress = (host: string, path: string) => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { name: `solver-${host}`, namespace: "default" },
  spec: {
    ingressClassName: "istio",
    rules: [
      {
        host,
        http: {
          paths: [{ path, pathType: "Exact", backend: { service: { name: "solver", port: { number: 8089 } } } }],
        },
      },
    ],
  },
});
