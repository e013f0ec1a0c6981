import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import {
  IngressController,
  IngressLayer,
  IssuerKind,
  MlCluster,
  ModelDeployment,
  ModelServer,
  Route,
  SeldonCore,
  type IngressLayerArgs,
} from "../../../components";
import { keptBy } from "../charts/kept-definitions";
import { guideAnswers } from "../kubectl/guide-commands";
import { startCertManager } from "../operators/cert-manager";
import { startSeldonOperator } from "../operators/seldon-operator";
import { skipAfterFailure } from "../skip-after-failure";
import type { EngineStack } from "../stack/engine-stack";
import { IngressBench, SERVICE } from "./ingress-bench";
import { CERT_MANAGER, certificatesIn, EMISSARY, EMISSARY_WEBHOOK, ISTIO, ISTIO_GATEWAY, keysIn } from "./parts";

/** What a run asks of the one platform of these tests. */
interface Wish {
  /** The layer in front of everything. */
  readonly outer: Partial<IngressLayerArgs>;
  /** A second one, which uses the first one's control plane. */
  readonly inner?: Partial<IngressLayerArgs>;
  /** Whether there are Seldon Core and a model behind the first one. */
  readonly model?: boolean;
}

const HTTPS = { hosts: ["models.example.org", "lab.example.org"], tls: { selfSigned: {} } };
const { namespace, ...service } = SERVICE;

describe("ingress layers on the real engine", () => {
  skipAfterFailure(); // each starts from what the one before left
  let bench: IngressBench;
  let stack: EngineStack;
  /** Uses the controller of the other stack. */
  let guest: EngineStack;

  before(async () => {
    bench = await IngressBench.start({}, [startCertManager, startSeldonOperator]);
    stack = await bench.stack(() => Promise.resolve({}));
    guest = await bench.stack(() => Promise.resolve({}));
  });
  after(() => bench.stop());

  const mlCluster = () => {
    const { kubeconfigPath, context } = bench.cluster;
    const internalLoadBalancerAnnotations = { "mlplatform.test/internal": "true" };
    const existing = { kubeconfigPath, context, internalLoadBalancerAnnotations };
    return new MlCluster("ml", { existing, kubernetesVersion: "1.36" });
  };

  const platform =
    ({ outer, inner, model = false }: Wish) =>
    () => {
      const ml = mlCluster();
      const k8s = { provider: ml.provider };
      const common = { cluster: ml, mirror: bench.mirror };
      const ingress = new IngressLayer("outer", { ...common, allowPublic: true, ...outer }, k8s);
      const lab = { namespace, service, host: "lab.example.org", path: "/lab" };
      const urls = { labUrl: new Route("lab", { ingress, ...lab }, k8s).ready };
      const { host, port, url } = ingress;
      const outputs = { host, port, url, ...urls };
      if (model) return Promise.resolve({ ...outputs, modelUrl: iris({ ...common, ingress }, k8s) });
      if (inner === undefined) return Promise.resolve(outputs);
      const second = { ...common, internal: true, istio: { controlPlane: ingress }, ...inner };
      const inside = new IngressLayer("inner", second, k8s);
      const console = { namespace, service, host: "inner.example.org" };
      const consoleUrl = new Route("console", { ingress: inside, ...console }, k8s).ready;
      return Promise.resolve({ ...outputs, innerHost: inside.host, innerUrl: inside.url, consoleUrl });
    };

  function iris(
    { ingress, ...common }: { cluster: MlCluster; mirror: string; ingress: IngressLayer },
    k8s: pulumi.ComponentResourceOptions,
  ): pulumi.Output<string> {
    const seldon = new SeldonCore("seldon", { ...common, ingress, modelNamespaces: ["models"] }, k8s);
    const predictors = [{ name: "main", server: ModelServer.Sklearn, modelUri: "gs://models/iris" }];
    return new ModelDeployment("iris", { seldon, namespace: "models", predictors }, k8s).restUrl;
  }

  /** Specs of all objects of some kinds, by namespace and name. */
  async function specs(kinds: string): Promise<Record<string, unknown>> {
    const { items } = await bench.read<{ items: { metadata: Record<string, string>; spec: unknown }[] }>(kinds, "-A");
    return Object.fromEntries(
      items.map(({ metadata, spec }) => [`${metadata["namespace"] ?? ""}/${metadata["name"] ?? ""}`, spec]),
    );
  }

  const gatewayOf = async (name: string, within: string) => {
    const { metadata, spec } = await bench.read<{
      metadata: { annotations?: Record<string, string> };
      spec: { selector: unknown; type: string };
    }>("service", name, "-n", within);
    return { type: spec.type, selector: spec.selector, annotations: metadata.annotations };
  };

  const TWO_GATEWAYS = [
    ...ISTIO,
    ...ISTIO_GATEWAY("istio-system", "istio-ingressgateway"),
    ...ISTIO_GATEWAY("inner", "istio-inner"),
    ...CERT_MANAGER,
    ...certificatesIn("istio-system", HTTPS.hosts),
    "Namespace /inner",
    "VirtualService apps/console",
    "VirtualService apps/lab",
  ].sort();

  it("creates a public and an internal gateway of one Istio, with a Route behind each", async () => {
    const wish = { outer: { istio: {}, ...HTTPS }, inner: { hosts: ["inner.example.org"] } };
    const { outputs } = await stack.up({ program: platform(wish) });
    assert.deepEqual(outputs, {
      host: "istio-ingressgateway.istio-system.lb.test",
      port: 443,
      url: "https://models.example.org",
      labUrl: "https://lab.example.org/lab",
      innerHost: "istio-inner.inner.lb.test",
      innerUrl: "http://inner.example.org",
      consoleUrl: "http://inner.example.org",
    });
    assert.deepEqual(await bench.installed(), TWO_GATEWAYS);
  });

  it("leads each host to the pods of its own gateway", async () => {
    assert.deepEqual(await gatewayOf("istio-ingressgateway", "istio-system"), {
      type: "LoadBalancer",
      selector: { app: "istio-ingressgateway", istio: "ingressgateway" },
      annotations: HELM("istio-ingressgateway", "istio-system"),
    });
    assert.deepEqual(await gatewayOf("istio-inner", "inner"), {
      type: "LoadBalancer",
      selector: { app: "istio-inner", istio: "inner" },
      annotations: { ...HELM("istio-inner", "inner"), "mlplatform.test/internal": "true" },
    });
    const gateways = (await specs("gateways.networking.istio.io")) as Record<string, { selector: unknown }>;
    assert.deepEqual(
      Object.entries(gateways).map(([name, { selector }]) => [name, selector]),
      [
        ["inner/seldon-gateway", { istio: "inner" }],
        ["istio-system/seldon-gateway", { istio: "ingressgateway" }],
      ],
    );
    const routes = (await specs("virtualservices")) as Record<string, { hosts: unknown; gateways: unknown }>;
    assert.deepEqual(
      Object.entries(routes).map(([name, { hosts, gateways }]) => [name, hosts, gateways]),
      [
        ["apps/console", ["inner.example.org"], ["inner/seldon-gateway"]],
        ["apps/lab", ["lab.example.org"], ["istio-system/seldon-gateway"]],
      ],
    );
  });

  it("routes through a controller that another stack installed, and leaves it as it was", async () => {
    const before = await bench.contents();
    const { outputs } = await guest.up({
      program: () => {
        const ml = mlCluster();
        const k8s = { provider: ml.provider };
        const existing = {
          controller: IngressController.Istio,
          version: "1.30.3",
          host: "istio-ingressgateway.istio-system.lb.test",
          gateway: "istio-system/seldon-gateway",
          https: true,
          issuer: { kind: IssuerKind.Issuer, name: "gateway-ca" },
        };
        const ingress = new IngressLayer("ingress", { cluster: ml, existing, hosts: HTTPS.hosts }, k8s);
        const shared = new Route("shared", { ingress, namespace, service, host: "lab.example.org" }, k8s);
        const own = new Route("own", { ingress, namespace, service, host: "own.example.net", tls: {} }, k8s);
        return Promise.resolve({ url: ingress.url, shared: shared.ready, own: own.ready });
      },
    });
    assert.deepEqual(outputs, {
      url: "https://models.example.org",
      shared: "https://lab.example.org",
      own: "https://own.example.net",
    });
    // cert-manager keeps the Secret of a certificate, so that it need not be issued again.
    const kept = "Secret istio-system/apps.own-tls";
    await bench.cluster.kubectl("wait", "--for=condition=Ready", "certificate/apps.own-tls", "-n", "istio-system");
    const own = ["Certificate istio-system/apps.own-tls", "Gateway apps/own", kept, "VirtualService apps/own"];
    assert.deepEqual(await bench.installed(), [...TWO_GATEWAYS, ...own, "VirtualService apps/shared"].sort());

    await guest.destroy();
    await bench.cluster.kubectl("delete", "secret", "apps.own-tls", "-n", "istio-system");
    assert.deepEqual(await bench.contents(), before);
  });

  it("removes the second gateway, and leaves the first one as it was", async () => {
    const before = await bench.contents();
    const run = await stack.up({ program: platform({ outer: { istio: {}, ...HTTPS } }) });
    assert.deepEqual([...new Set(Object.values(run.changes()).flat())], ["delete"]);
    const after = await bench.contents();
    assert.deepEqual(
      Object.keys(after),
      TWO_GATEWAYS.filter((object) => !/ inner\/|Namespace \/inner|\/console$/.test(object)),
    );
    for (const [name, content] of Object.entries(after)) assert.deepEqual(content, before[name], name);
  });

  const MAPPINGS = ["Mapping apps/lab", "Mapping apps/lab-exact"];

  it("puts Emissary in place of Istio, and leaves nothing of Istio but its definitions", async () => {
    const { outputs } = await stack.up({
      program: platform({ outer: { emissary: { legacyVersions: false }, ...HTTPS } }),
    });
    assert.deepEqual(outputs, {
      host: "ambassador.ambassador.lb.test",
      port: 443,
      url: "https://models.example.org",
      labUrl: "https://lab.example.org/lab",
    });
    assert.deepEqual(
      await bench.installed(),
      [
        ...EMISSARY,
        "Host ambassador/lab.example.org",
        "Host ambassador/models.example.org",
        ...MAPPINGS,
        ...CERT_MANAGER,
        ...certificatesIn("ambassador", HTTPS.hosts),
        ...keptBy("istio-base"),
      ].sort(),
    );
    assert.deepEqual(await versionsOf("mappings.getambassador.io"), ["v3alpha1"]);
    const hosts = await specs("hosts.getambassador.io");
    assert.deepEqual(hosts["ambassador/lab.example.org"], {
      hostname: "lab.example.org",
      tlsSecret: { name: "lab.example.org-tls" },
      requestPolicy: { insecure: { action: "Redirect" } },
    });
  });

  const versionsOf = async (definition: string) => {
    const { spec } = await bench.read<{ spec: { versions: { name: string; served: boolean }[] } }>("crd", definition);
    return spec.versions.filter(({ served }) => served).map(({ name }) => name);
  };

  it("serves older Mappings in place, with which Seldon Core routes, by plain HTTP and with more pods", async () => {
    const wish = { outer: { emissary: {}, replicas: 2 }, model: true };
    const run = await stack.up({ program: platform(wish) });
    assert.deepEqual(run.opsOf("outer-emissary-crds"), ["update"]);
    assert.deepEqual(run.opsOf("outer-emissary"), ["update"]);
    assert.deepEqual(run.opsOf("outer-namespace"), ["same"]);
    assert.deepEqual(run.outputs, {
      host: "ambassador.ambassador.lb.test",
      port: 80,
      url: "http://ambassador.ambassador.lb.test",
      labUrl: "http://lab.example.org/lab",
      modelUrl: "http://ambassador.ambassador.lb.test/seldon/models/iris/api/v1.0/predictions",
    });
    const installed = (await bench.installed()).filter((object) => !/ (seldon-system|models)\/|[Ss]eldon/.test(object));
    assert.deepEqual(
      installed,
      [
        ...EMISSARY.filter((object) => !object.startsWith("HorizontalPodAutoscaler")),
        ...EMISSARY_WEBHOOK,
        "Host ambassador/every-host",
        ...MAPPINGS,
        "Namespace /models",
        "PodDisruptionBudget ambassador/ambassador",
        ...keysIn("ambassador", HTTPS.hosts),
        ...keptBy("istio-base", "cert-manager"),
      ].sort(),
    );
    assert.deepEqual(await versionsOf("mappings.getambassador.io"), ["v3alpha1", "v2"]);
    const mappings = (await specs("mappings.v2.getambassador.io")) as Record<string, { prefix: string }>;
    assert.equal(mappings["models/seldon-models-iris-main-rest"]?.prefix, "/seldon/models/iris/");
  });

  it("prints the host, port and URL that the guides' commands print", async () => {
    const { host, port, url } = await stack.automation.outputs();
    const { INGRESS_HOST, INGRESS_PORT } = await guideAnswers(bench.cluster, "ambassador");
    assert.equal(INGRESS_HOST, host?.value);
    assert.equal(INGRESS_PORT, String(port?.value));
    assert.equal(new URL(`http://${INGRESS_HOST}:${INGRESS_PORT}`).origin, url?.value);
  });

  it("changes nothing when it runs again and when it is refreshed", async () => {
    await stack.expectNoChanges();
    assert.deepEqual((await stack.refresh()).changes(), {});
  });

  it("leaves nothing after a destroy except the definitions that charts keep", async () => {
    await stack.destroy();
    assert.deepEqual(await bench.installed(), keptBy("istio-base", "cert-manager", "seldon-core-operator"));
  });
});

/** What Helm writes at every object of a release. */
const HELM = (release: string, within: string) => ({
  "meta.helm.sh/release-name": release,
  "meta.helm.sh/release-namespace": within,
});
