import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IngressController, MlCluster, PachydermStore, type PachydermStoreArgs } from "../../../components";
import { assembleCharts, packageCharts } from "../../contracts/charts/assemble";
import { locateContracts } from "../../contracts/contracts-dir";
import { serveCharts } from "../charts/chart-repository";
import { allNames, startCluster, type TestCluster } from "../cluster";
import { kubernetesPlugin } from "../providers/plugin";
import { startRandom } from "../providers/random/provider";
import { skipAfterFailure } from "../skip-after-failure";
import { engineStack, type EngineStack } from "../stack/engine-stack";
import { toolchain } from "../toolchain";

const HOST = "pachyderm.example.org";

/** The claims of SeaweedFS and Pachyderm, as their charts name them. */
const CLAIMS = [
  "data-filer-seaweedfs-filer-0",
  "data-pachyderm-seaweedfs-master-0",
  "data-postgres-0",
  "data-seaweedfs-volume-0",
  "etcd-storage-etcd-0",
  "storage-pachyderm-loki-0",
];

/** Kinds of which a route through Istio consists. */
const ROUTE_KINDS = ["virtualservices", "destinationrules"];

/** What is in every namespace. */
const IN_EVERY_NAMESPACE = ["ConfigMap pachyderm/kube-root-ca.crt", "ServiceAccount pachyderm/default"];

describe("Pachyderm on SeaweedFS on the real engine", () => {
  skipAfterFailure(); // each starts from what the one before left
  const folder = mkdtempSync(join(tmpdir(), "mlplatform-pachyderm-"));
  const endings: (() => Promise<void>)[] = [];
  let cluster: TestCluster;
  let stack: EngineStack;
  let mirror: string;
  let wish: Partial<PachydermStoreArgs> = {};
  let untouched: string[];
  /** What keeps data, as it was before the first destroy. */
  let kept: { readonly claims: Record<string, string>; readonly password: string };

  const program = () => {
    const { kubeconfigPath, context } = cluster;
    const internalLoadBalancerAnnotations = { "mlplatform.test/internal": "true" };
    const existing = { kubeconfigPath, context, internalLoadBalancerAnnotations };
    const ml = new MlCluster("ml", { existing, kubernetesVersion: "1.36" });
    const args = { cluster: ml, seaweedFs: {}, console: {}, mirror, ...wish };
    const { pachdAddress, consoleUrl, connectCommand, bucketName, ready } = new PachydermStore("pach", args, {
      provider: ml.provider,
    });
    return Promise.resolve({ pachdAddress, consoleUrl, connectCommand, bucketName, ready });
  };

  before(async () => {
    const tools = await toolchain();
    cluster = await startCluster();
    endings.push(() => cluster.stop());
    await packageCharts(await assembleCharts(join(folder, "charts")), tools.helm, folder);
    const charts = await serveCharts(folder);
    endings.push(() => charts.stop());
    mirror = charts.url;
    const random = await startRandom();
    endings.push(() => random.stop());
    untouched = await objects();
    stack = await engineStack({
      program,
      planFirst: true,
      providers: [kubernetesPlugin(tools), random.plugin],
      env: random.env,
    });
    endings.push(() => stack.dispose());
  });

  after(async () => {
    for (const end of endings.reverse()) await end();
    rmSync(folder, { recursive: true });
  });

  const up = (asked: Partial<PachydermStoreArgs> = {}) => {
    wish = asked;
    return stack.up();
  };

  /** Everything, but for what the cluster writes about itself. */
  const objects = () => allNames(cluster.api, /^(events|leases|componentstatuses|apiservices|endpoints.*)/);
  /** What has been added since the start; volumes have the names of their claims' ids. */
  const added = async () =>
    (await objects()).filter((name) => !untouched.includes(name) && !name.startsWith("PersistentVolume /"));

  const read = async (name: string): Promise<Read> =>
    JSON.parse(await cluster.kubectl("get", name, "-n", "pachyderm", "-o", "json")) as Read;

  const claims = async (): Promise<Record<string, string>> => {
    const { items } = (await read("pvc")) as unknown as { items: Read[] };
    return Object.fromEntries(items.map(({ metadata }) => [metadata.name, metadata.uid]));
  };

  const password = async () => (await read("secret/postgres")).data["postgresql-password"] ?? "";

  it("is created, and answers where its outputs say", async () => {
    const { outputs } = await up();
    const { spec, status, metadata } = await read("service/pachyderm-proxy");
    const [address] = status.loadBalancer.ingress;
    assert.equal(spec["type"], "LoadBalancer");
    assert.equal(metadata.annotations["mlplatform.test/internal"], "true");
    assert.deepEqual(
      (spec["ports"] as { port: number }[]).map(({ port }) => port),
      [80],
    );
    assert.equal(outputs["pachdAddress"], `grpc://${String(address["hostname"])}:80`);
    assert.equal(outputs["consoleUrl"], `http://${String(address["hostname"])}`);
    assert.equal(outputs["connectCommand"], `pachctl connect grpc://${String(address["hostname"])}:80`);
  });

  it("has the same keys as the S3 server, and finds that server where its URL says", async () => {
    const keys = (await read("secret/pachyderm-storage-secret")).data;
    const config = (await read("secret/seaweedfs-s3-config")).data["seaweedfs_s3_config"] ?? "";
    const [identity] = (JSON.parse(decoded(config)) as { identities: { credentials: unknown[] }[] }).identities;
    assert.deepEqual(identity?.credentials, [
      { accessKey: decoded(keys["AWS_ACCESS_KEY_ID"]), secretKey: decoded(keys["AWS_SECRET_ACCESS_KEY"]) },
    ]);
    const [container] = ((await read("deployment/pachd")).spec as unknown as Pods).template.spec.containers;
    const url = container?.env.find(({ name }) => name === "STORAGE_URL")?.value ?? "";
    const endpoint = new URLSearchParams(url.split("?")[1]).get("endpoint");
    const { metadata, spec } = await read("service/seaweedfs-s3");
    const [port] = spec["ports"] as { port: number }[];
    assert.equal(endpoint, `${metadata.name}.pachyderm.svc.cluster.local:${String(port?.port)}`);
  });

  it("keeps its data on the claims that the charts name", async () => {
    kept = { claims: await claims(), password: await password() };
    assert.deepEqual(Object.keys(kept.claims).sort(), CLAIMS);
  });

  it("changes nothing when it runs again and when it is refreshed", async () => {
    assert.deepEqual((await stack.up()).changes(), {});
    assert.deepEqual((await stack.refresh()).changes(), {});
  });

  it("stores no password in its state", async () => {
    const state = JSON.stringify(await stack.exportState());
    for (const key of ["AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"])
      assert.ok(!state.includes(decoded((await read("secret/pachyderm-storage-secret")).data[key])));
    assert.ok(!state.includes(decoded(kept.password)));
    assert.ok(state.includes("ciphertext"));
  });

  it("moves behind an ingress, whose route leads to the Service", async () => {
    const place = locateContracts(process.env);
    assert.ok("dir" in place);
    for (const plural of ROUTE_KINDS)
      await cluster.kubectl("apply", "-f", join(place.dir, `istio/crds/${plural}.networking.istio.io.yaml`));
    const ingress = {
      controller: IngressController.Istio,
      controllerVersion: "1.30.3",
      host: "lb.example.org",
      port: 443,
      url: `https://${HOST}`,
      tls: true,
      hosts: [HOST],
      gateway: "istio-system/gateway",
      gatewayNamespace: "istio-system",
      ready: "yes",
    };
    const { outputs } = await up({ ingress, host: HOST, allowWithoutLogins: true });
    const { spec } = await read("virtualservice/pachyderm");
    const [route] = spec["http"] as { route: { destination: { host: string; port: { number: number } } }[] }[];
    const destination = route?.route[0]?.destination;
    const service = await read("service/pachyderm-proxy");
    assert.deepEqual(spec["hosts"], [HOST]);
    assert.equal(destination?.host, `${service.metadata.name}.pachyderm.svc.cluster.local`);
    assert.ok((service.spec["ports"] as { port: number }[]).some(({ port }) => port === destination.port.number));
    assert.equal((await read("destinationrule/pachyderm")).spec["host"], destination.host);
    assert.equal(outputs["consoleUrl"], `https://${HOST}`);
    assert.equal(outputs["pachdAddress"], `grpcs://${HOST}:443`);
  });

  it("leaves its namespace, claims and passwords after a destroy, and nothing else", async () => {
    await stack.destroy();
    assert.deepEqual((await stack.exportState()).resources ?? [], []);
    await cluster.kubectl("delete", "crd", ...ROUTE_KINDS.map((plural) => `${plural}.networking.istio.io`));
    assert.deepEqual(
      await added(),
      [
        "Namespace /pachyderm",
        "Secret pachyderm/pachyderm-credentials",
        ...CLAIMS.map((name) => `PersistentVolumeClaim pachyderm/${name}`),
        ...IN_EVERY_NAMESPACE,
      ].sort(),
    );
    assert.deepEqual(await claims(), kept.claims);
  });

  it("takes back what was kept: the same claims, and passwords that fit the kept database", async () => {
    const changes = (await up({ adopt: true })).changes();
    const imported = Object.entries(changes).filter(([, operations]) => operations.includes("import"));
    assert.deepEqual(imported.map(([name]) => name).sort(), [
      "kubernetes:core/v1:Namespace::pach-namespace",
      "kubernetes:core/v1:Secret::pach-credentials",
    ]);
    assert.deepEqual(await claims(), kept.claims);
    assert.equal(await password(), kept.password);
  });

  it("changes nothing when it runs again with adopt, nor without it and with deleteData", async () => {
    assert.deepEqual((await stack.up()).changes(), {});
    assert.deepEqual((await up({ deleteData: true })).changes(), {});
  });

  it("leaves nothing after a destroy with deleteData", async () => {
    await stack.destroy();
    assert.deepEqual(await added(), []);
  });
});

const decoded = (data = ""): string => Buffer.from(data, "base64").toString();

interface Read {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: Record<string, unknown>;
  readonly data: Record<string, string>;
  readonly status: { readonly loadBalancer: { readonly ingress: [Record<string, string>] } };
}

interface Pods {
  readonly template: {
    readonly spec: { readonly containers: readonly { readonly env: readonly { name: string; value: string }[] }[] };
  };
}
