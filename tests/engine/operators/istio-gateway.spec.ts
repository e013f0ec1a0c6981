import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { request } from "node:https";
import { startCertManager } from "./cert-manager";
import { ChartBench } from "./chart-bench";
import type { ControllerProcess } from "./controller-process";
import { type Envoy, startEnvoy } from "./envoy";
import { startIstiod } from "./istiod";

const HOST = "models.example.org";

describe("a request through istiod's configuration", function () {
  this.timeout(300_000);
  let bench: ChartBench;
  let backend: Server;
  let envoy: Envoy;
  const started: ControllerProcess[] = [];

  before(async function () {
    this.timeout(60 * 60_000); // a cold cache
    backend = createServer((incoming, response) => {
      response.end(`${incoming.method} ${incoming.url} for ${incoming.headers.host}`);
    });
    await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
    bench = await ChartBench.start();
    const { cluster } = bench;
    const istiod = await startIstiod(cluster);
    started.push(istiod, await startCertManager(cluster));
    await bench.install("istio-base", "istio-system");
    await bench.install("istiod", "istiod", {}, "istio-system");
    await bench.install("istio-gateway", "istio-ingressgateway");
    await bench.install("cert-manager", "cert-manager", { crds: { enabled: true } });
    await bench.apply(...certificate, ...configuration);
    const ready = ["--for=condition=Ready", "--timeout=120s"];
    await cluster.kubectl("wait", "certificate/host", "-n", "istio-ingressgateway", ...ready);
    envoy = await startEnvoy({
      cluster,
      istiod,
      namespace: "istio-ingressgateway",
      name: "istio-ingressgateway",
      ports: [80, 443],
      backends: { "iris.default.svc.cluster.local:8000": (backend.address() as AddressInfo).port },
    });
    started.push(envoy);
  });
  after(async () => {
    for (const one of started.reverse()) await one.stop();
    backend.close();
    await bench.stop();
  });

  const ca = async () => {
    const data = await bench.cluster.kubectl(
      "get",
      "secret/ca",
      "-n",
      "cert-manager",
      "-o",
      "jsonpath={.data.tls\\.crt}",
    );
    return Buffer.from(data, "base64").toString();
  };
  const get = (path: string, trusted: string, servername = HOST) =>
    new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const options = {
        port: envoy.port(443),
        host: "127.0.0.1",
        servername,
        headers: { host: servername },
        ca: trusted,
      };
      request({ ...options, path, agent: false }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        response.on("end", () => {
          resolve({ status: response.statusCode, text });
        });
      })
        .on("error", reject)
        .end();
    });

  it("passes TLS with cert-manager's certificate, the Gateway and the VirtualService", async () => {
    assert.deepEqual(await get("/iris/health", await ca()), { status: 200, text: `GET /health for ${HOST}` });
  });

  it("is refused for a path without a route, and for a client that trusts another CA", async () => {
    assert.equal((await get("/other", await ca())).status, 404);
    await assert.rejects(get("/iris/health", ""), /self-signed certificate|unable to/);
  });

  it("is redirected to HTTPS when it comes by HTTP", async () => {
    const address = `http://127.0.0.1:${envoy.port(80)}/iris/health`;
    const answer = await fetch(address, { redirect: "manual", headers: { host: HOST } });
    assert.equal(answer.status, 301);
  });
});

const issuerRef = (name: string) => ({ group: "cert-manager.io", kind: "ClusterIssuer", name });
const certManagerObject = (kind: string, name: string, spec: object, namespace?: string) => ({
  apiVersion: "cert-manager.io/v1",
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  spec,
});
const certificate = [
  certManagerObject("ClusterIssuer", "self-signed", { selfSigned: {} }),
  certManagerObject(
    "Certificate",
    "ca",
    { isCA: true, commonName: "test CA", secretName: "ca", issuerRef: issuerRef("self-signed") },
    "cert-manager",
  ),
  certManagerObject("ClusterIssuer", "ca", { ca: { secretName: "ca" } }),
  certManagerObject(
    "Certificate",
    "host",
    { secretName: "host-tls", dnsNames: [HOST], issuerRef: issuerRef("ca") },
    "istio-ingressgateway",
  ),
];

const configuration = [
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "iris", namespace: "default" },
    spec: { selector: { app: "iris" }, ports: [{ name: "http", port: 8000 }] },
  },
  {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name: "models", namespace: "istio-ingressgateway" },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [
        { port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["*"], tls: { httpsRedirect: true } },
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts: [HOST],
          tls: { mode: "SIMPLE", credentialName: "host-tls" },
        },
      ],
    },
  },
  {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name: "iris", namespace: "default" },
    spec: {
      hosts: [HOST],
      gateways: ["istio-ingressgateway/models"],
      http: [
        {
          match: [{ uri: { prefix: "/iris/" } }],
          rewrite: { uri: "/" },
          route: [{ destination: { host: "iris.default.svc.cluster.local", port: { number: 8000 } } }],
        },
      ],
    },
  },
];
