import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { type ChartRepository } from "../charts/chart-repository";
import { serveContractCharts } from "../charts/contract-charts";
import { keptBy } from "../charts/kept-definitions";
import { allNames, type TestCluster, startCluster } from "../cluster";
import { guideAnswers } from "../kubectl/guide-commands";
import { startCertManager } from "../operators/cert-manager";
import { startSeldonOperator } from "../operators/seldon-operator";
import { kubernetesPlugin } from "../providers/plugin";
import { SIGNATURE } from "../../../recorder/signatures";
import { Endings } from "../endings";
import { engineStack, type EngineStack } from "../stack/engine-stack";
import { toolchain } from "../toolchain";
import { assertNoUnknownFields } from "./strict-validation";
import { credentialsIn, existingSettings, repositoryConfig, repositoryProgram } from "./run-program";

const CHANGED = { sourceRanges: JSON.stringify(["203.0.113.0/24", "198.51.100.0/24"]), canaryTraffic: "40" };
const DNS = {
  dns: JSON.stringify({
    cloudDns: {
      zones: ["example.org"],
      project: "my-project",
      serviceAccount: "dns@my-project.iam.gserviceaccount.com",
    },
  }),
};
const HTTPS = { hosts: JSON.stringify(["models.example.org"]), tls: "selfSigned" };

const config = (cluster: TestCluster, mirror: string, changed: Record<string, string> = {}) =>
  repositoryConfig(existingSettings(cluster, { mirror, ...changed }));

describe("the program `existing` on the real engine", () => {
  let cluster: TestCluster;
  let charts: ChartRepository;
  let stack: EngineStack;
  let untouched: string[];
  /** What did start has to end, also when a later step of the hook fails. */
  const endings = new Endings();

  before(async () => {
    cluster = await endings.of(startCluster());
    const tools = await toolchain();
    charts = await endings.of(serveContractCharts());
    await endings.of(startSeldonOperator(cluster));
    await endings.of(startCertManager(cluster));
    untouched = await objects(cluster);
    stack = await endings.of(
      engineStack({
        project: "mlplatform",
        program: repositoryProgram,
        planFirst: true,
        providers: [kubernetesPlugin(tools)],
        config: config(cluster, charts.url),
      }),
    );
  });

  after(() => endings.end());

  it("creates the platform", async () => {
    const { outputs } = await stack.up();
    const service = await read(cluster, "service/istio-ingressgateway");
    const { hostname } = service.status.loadBalancer.ingress[0];
    assert.equal(outputs["host"], hostname);
    assert.equal(outputs["url"], `http://${String(hostname)}`);
    assert.equal(outputs["modelUrl"], `http://${String(hostname)}/seldon/models/iris/api/v1.0/predictions`);
  });

  it("prints the host and the port that the guides' commands print", async () => {
    const outputs = await stack.automation.outputs();
    const { INGRESS_HOST, INGRESS_PORT } = await guideAnswers(cluster, "istio-system");
    assert.equal(INGRESS_HOST, outputs["host"]?.value);
    assert.equal(new URL(`http://${INGRESS_HOST}:${INGRESS_PORT}`).origin, outputs["url"]?.value);
  });

  it("creates the Gateway, the IngressClass and the Service with the given settings", async () => {
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

  it("serves two predictors of the model, which share its traffic", async () => {
    const { spec, status } = await model(cluster);
    assert.deepEqual(
      spec.predictors.map(({ name, traffic, graph }) => [name, traffic, graph.modelUri]),
      [
        ["main", 75, "gs://seldon-models/v1.17.1/sklearn/iris"],
        ["canary", 25, "gs://seldon-models/v1.18.2/sklearn/iris"],
      ],
    );
    assert.equal(status.state, "Available");
    assert.deepEqual(await weights(cluster), { "iris-main": 75, "iris-canary": 25 });
  });

  it("creates no object with an unknown field", async () => {
    const { resources = [] } = await stack.exportState();
    await assertNoUnknownFields(cluster, { resources });

    const misspelt = resources
      .filter(({ type }) => type.endsWith(":IngressClass"))
      .map((resource) => ({ ...resource, inputs: { ...resource.inputs, spec: { controler: "x" } } }));
    await assert.rejects(
      assertNoUnknownFields(cluster, { resources: misspelt }),
      /unknown field "controler" in \S*IngressClassSpec/,
    );
  });

  it("changes nothing when it runs again", async () => {
    assert.deepEqual((await stack.up()).changes(), {});
  });

  it("changes nothing when it is refreshed", async () => {
    assert.deepEqual((await stack.refresh()).changes(), {});
  });

  it("stores no credential in its state", async () => {
    const credentials = credentialsIn(cluster.kubeconfigPath);
    assert.notEqual(credentials.length, 0);
    const state = JSON.stringify(await stack.exportState());
    for (const credential of credentials) assert.ok(!state.includes(credential));
    assert.ok(state.includes("ciphertext"));
  });

  it("updates only the one resource that a changed setting belongs to", async () => {
    const sourceRanges = JSON.stringify(["203.0.113.0/24", "198.51.100.0/24"]);
    await stack.setConfig(config(cluster, charts.url, { sourceRanges }));
    assert.deepEqual((await stack.up()).changes(), { "kubernetes:helm.sh/v3:Release::ingress-gateway": ["update"] });
    const { spec } = await read(cluster, "service/istio-ingressgateway");
    assert.deepEqual(spec.loadBalancerSourceRanges, ["203.0.113.0/24", "198.51.100.0/24"]);
  });

  it("updates only the model when its traffic shares change", async () => {
    await stack.setConfig(config(cluster, charts.url, CHANGED));
    assert.deepEqual((await stack.up()).changes(), {
      "kubernetes:machinelearning.seldon.io/v1:SeldonDeployment::iris": ["update"],
    });
    const moved = "--for=jsonpath={.spec.http[0].route[1].weight}=40";
    await cluster.kubectl("wait", moved, "virtualservice/iris", "-n", "models", "--timeout=30s");
    assert.deepEqual(await weights(cluster), { "iris-main": 60, "iris-canary": 40 });
  });

  it("answers HTTPS in place, with a certificate that cert-manager has really issued", async () => {
    await stack.setConfig(config(cluster, charts.url, { ...CHANGED, ...HTTPS }));
    const { outputs } = await stack.up();
    assert.equal(outputs["url"], "https://models.example.org");
    assert.equal(outputs["modelUrl"], "https://models.example.org/seldon/models/iris/api/v1.0/predictions");
    const authority = new X509Certificate(String(outputs["caCertificate"]));
    const secret = JSON.parse(
      await cluster.kubectl("get", "secret/models.example.org-tls", "-n", "istio-system", "-o", "json"),
    ) as { data: Record<string, string> };
    const certificate = new X509Certificate(Buffer.from(secret.data["tls.crt"] ?? "", "base64"));
    assert.ok(authority.ca);
    assert.ok(certificate.verify(authority.publicKey));
    assert.equal(certificate.checkHost("models.example.org"), "models.example.org");
    const { servers } = (await read(cluster, "gateways.networking.istio.io/seldon-gateway")).spec;
    assert.deepEqual(servers, [
      {
        hosts: ["models.example.org"],
        port: { name: "https-0", number: 443, protocol: "HTTPS" },
        tls: { mode: "SIMPLE", credentialName: "models.example.org-tls" },
      },
      {
        hosts: ["models.example.org"],
        port: { name: "http", number: 80, protocol: "HTTP" },
        tls: { httpsRedirect: true },
      },
    ]);
  });

  it("keeps the key of the authority and of the host out of its state", async () => {
    const { resources = [] } = await stack.exportState();
    const secrets = resources.filter(({ type }) => type === "kubernetes:core/v1:Secret");
    assert.deepEqual(
      secrets.map(({ id }) => id),
      ["istio-system/gateway-ca-bundle"],
    );
    for (const { inputs, outputs } of secrets) {
      assert.deepEqual(Object.keys(outputs?.["data"] ?? {}).sort(), [SIGNATURE, "ciphertext"].sort());
      assert.equal(inputs?.["data"], undefined);
    }
  });

  it("changes nothing with HTTPS when it runs again and when it is refreshed", async () => {
    assert.deepEqual((await stack.up()).changes(), {});
    assert.deepEqual((await stack.refresh()).changes(), {});
  });

  it("writes records of its hosts in place, by an external-dns that watches its Service only", async () => {
    await stack.setConfig(config(cluster, charts.url, { ...CHANGED, ...HTTPS, ...DNS }));
    assert.deepEqual((await stack.up()).changes(), {
      "kubernetes:core/v1:Namespace::ingress-external-dns-namespace": ["create"],
      "kubernetes:helm.sh/v3:Release::ingress-external-dns": ["create"],
      "kubernetes:helm.sh/v3:Release::ingress-gateway": ["update"],
    });
    const { metadata } = await read(cluster, "service/istio-ingressgateway");
    assert.equal(metadata.annotations["external-dns.alpha.kubernetes.io/hostname"], "models.example.org");
    const arguments_ = await cluster.kubectl(
      ...["get", "deployment/istio-system-dns", "-n", "istio-system-dns"],
      ...["-o", "jsonpath={.spec.template.spec.containers[0].args}"],
    );
    const [, filter] = /--annotation-filter=([^"]*)/.exec(arguments_) ?? [];
    assert.equal(filter, `mlplatform/external-dns=${String(metadata.annotations["mlplatform/external-dns"])}`);
    assert.deepEqual((await stack.up()).changes(), {});
  });

  it("leaves nothing after a destroy except the definitions that the charts keep", async () => {
    await stack.destroy();
    assert.deepEqual((await stack.exportState()).resources ?? [], []);
    const left = (await objects(cluster)).filter((object) => !untouched.includes(object));
    assert.deepEqual(left, keptBy("istio-base", "cert-manager", "external-dns", "seldon-core-operator"));
  });
});

interface Read {
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  readonly spec: Record<string, unknown>;
  readonly status: { readonly loadBalancer: { readonly ingress: [Record<string, string>] } };
}

const read = async (cluster: TestCluster, name: string): Promise<Read> =>
  JSON.parse(await cluster.kubectl("get", name, "-n", "istio-system", "-o", "json")) as Read;

interface Model {
  readonly spec: {
    readonly predictors: readonly { name: string; traffic: number; graph: { modelUri: string } }[];
  };
  readonly status: { readonly state: string };
}

const model = async (cluster: TestCluster): Promise<Model> =>
  JSON.parse(await cluster.kubectl("get", "seldondeployments/iris", "-n", "models", "-o", "json")) as Model;

/** What the mesh sends where, in percent, as the operator has told it. */
async function weights(cluster: TestCluster): Promise<Record<string, number>> {
  const route = '{range .spec.http[*].route[*]}{.destination.host}={.weight}{"\\n"}{end}';
  const lines = await cluster.kubectl("get", "virtualservice/iris", "-n", "models", "-o", `jsonpath=${route}`);
  return Object.fromEntries(
    lines
      .trim()
      .split("\n")
      .map((line) => line.split("="))
      .map(([host = "", weight]) => [host.split(".")[0] ?? "", Number(weight)]),
  );
}

/** Everything, so that nothing is overlooked, but for what the cluster writes about itself; APIServices mirror definitions. */
const objects = ({ api }: TestCluster): Promise<string[]> =>
  allNames(api, /^(events|leases|componentstatuses|apiservices)/);
