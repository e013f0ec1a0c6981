import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { BlockList } from "node:net";
import { join } from "node:path";
import { JupyterHub, MlCluster, type JupyterHubArgs } from "../../../components";
import { serveContractCharts } from "../charts/contract-charts";
import { allNames, startCluster, type TestCluster } from "../cluster";
import { Endings } from "../endings";
import { kubernetesPlugin } from "../providers/plugin";
import { startRandom } from "../providers/random/provider";
import { skipAfterFailure } from "../skip-after-failure";
import { engineStack, type EngineStack } from "../stack/engine-stack";
import { toolchain } from "../toolchain";

/** What is in every namespace. */
const IN_EVERY_NAMESPACE = ["ConfigMap jupyterhub/kube-root-ca.crt", "ServiceAccount jupyterhub/default"];

/** The volume of a user, as the hub creates it at the first start of a notebook (KubeSpawner 7.1). */
const CLAIM = {
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: "claim-ada", namespace: "jupyterhub", labels: { component: "singleuser-storage" } },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "10Gi" } } },
};

describe("JupyterHub on the real engine", () => {
  skipAfterFailure(); // each starts from what the one before left
  const endings = new Endings();
  const folder = endings.folder("mlplatform-jupyterhub-");
  let cluster: TestCluster;
  let stack: EngineStack;
  let mirror: string;
  let wish: Partial<JupyterHubArgs> = {};
  let untouched: string[];
  let outputs: Record<string, unknown>;
  /** What keeps data, as it was before the first destroy. */
  let kept: { readonly claims: Record<string, string>; readonly secrets: Record<string, string> };

  const program = () => {
    const { kubeconfigPath, context } = cluster;
    const ml = new MlCluster("ml", { existing: { kubeconfigPath, context }, kubernetesVersion: "1.36" });
    const login = { sharedPassword: {}, allowAll: true, adminUsers: ["admin"] };
    const pachyderm = { clusterIdentifier: ml.clusterIdentifier, namespace: "data" };
    const reach = { namespaces: ["models"], pachyderm };
    const args = { cluster: ml, login, reach, mirror, extraEnv: { TOKEN: "the-token" }, ...wish };
    const { url, userPassword, adminPassword, ready } = new JupyterHub("hub", args, { provider: ml.provider });
    return Promise.resolve({ url, userPassword, adminPassword, ready });
  };

  before(async () => {
    const tools = await toolchain();
    cluster = await endings.of(startCluster());
    mirror = (await endings.of(serveContractCharts())).url;
    const random = await endings.of(startRandom());
    untouched = await objects();
    stack = await endings.of(
      engineStack({
        program,
        planFirst: true,
        providers: [kubernetesPlugin(tools), random.plugin],
        env: random.env,
      }),
    );
  });

  after(() => endings.end());

  const up = (asked: Partial<JupyterHubArgs> = {}) => {
    wish = asked;
    return stack.up();
  };

  /** Everything, but for what the cluster writes about itself. */
  const objects = () => allNames(cluster.api, /^(events|leases|componentstatuses|apiservices|endpoints.*)/);
  /** What has been added since the start; volumes have the names of their claims' ids. */
  const added = async () =>
    (await objects()).filter((name) => !untouched.includes(name) && !name.startsWith("PersistentVolume /"));

  const read = async (name: string): Promise<Read> =>
    JSON.parse(await cluster.kubectl("get", name, "-n", "jupyterhub", "-o", "json")) as Read;

  const claims = async (): Promise<Record<string, string>> => {
    const { items } = (await read("pvc")) as unknown as { items: Read[] };
    return Object.fromEntries(items.map(({ metadata }) => [metadata.name, metadata.uid]));
  };

  const secrets = async () => (await read("secret/hub")).data;

  it("is created, with passwords that its outputs tell", async () => {
    ({ outputs } = await up());
    assert.equal(outputs["url"], "http://proxy-public.jupyterhub.svc.cluster.local");
    const values = decoded((await secrets())["values.yaml"]);
    for (const output of ["userPassword", "adminPassword"]) assert.ok(values.includes(String(outputs[output])));
    for (const namespace of ["models", "data"]) await cluster.kubectl("create", "namespace", namespace);
  });

  it("changes nothing when it runs again and when it is refreshed", async () => {
    assert.deepEqual((await stack.up()).changes(), {});
    assert.deepEqual((await stack.refresh()).changes(), {});
  });

  it("stores no password and no key in its state", async () => {
    const state = JSON.stringify(await stack.exportState());
    const { "values.yaml": values, ...keys } = await secrets();
    assert.ok(decoded(values).includes("the-token"));
    const hidden = [outputs["userPassword"], outputs["adminPassword"], ...Object.values(keys).map(decoded)];
    assert.equal(hidden.length, 5);
    for (const secret of hidden) assert.ok(!state.includes(String(secret)));
    assert.ok(state.includes("ciphertext"));
  });

  it("lets notebooks reach the models and the internet, and no other private address nor the metadata of clouds", async () => {
    const { spec } = await read("networkpolicy/singleuser");
    const policy = spec as unknown as Policy;
    assert.deepEqual(policy.podSelector.matchLabels["component"], "singleuser-server");
    assert.deepEqual(policy.policyTypes, ["Ingress", "Egress"]);
    const namespaces = JSON.parse(await cluster.kubectl("get", "namespaces", "-o", "json")) as { items: Read[] };
    const open = (pod: Record<string, string>, port: number) =>
      namespaces.items
        .filter(({ metadata }) => reachesPod(policy, metadata.labels, pod, port))
        .map(({ metadata }) => metadata.name);
    assert.deepEqual(open({ app: "model" }, 9000), ["models"]);
    for (const [app, port] of [
      ["pachd", 1650],
      ["pachyderm-proxy", 8080],
    ] as const) {
      assert.deepEqual(open({ app, suite: "pachyderm" }, port), ["data", "models"]);
    }
    for (const [app, port] of [
      ["etcd", 2379],
      ["postgresql", 5432],
      ["pachd", 1653], // without logins
      ["pachyderm-proxy", 9901],
    ] as const) {
      assert.deepEqual(open({ app, suite: "pachyderm" }, port), ["models"], app);
    }
    for (const address of ["93.184.216.34", "8.8.8.8"]) assert.ok(reaches(policy, address, 443), address);
    for (const address of [
      ...["10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "127.0.0.1", "198.18.0.1", "240.0.0.1"],
      ...["169.254.169.254", "169.254.170.2", "169.254.170.23", "168.63.129.16"],
    ]) {
      assert.ok(!reaches(policy, address, 80), address);
    }
    for (const address of ["10.0.0.10", "169.254.20.10"]) assert.ok(reaches(policy, address, 53), address);
  });

  it("leaves its namespace, the volumes and the passwords after a destroy, and nothing else", async () => {
    const file = join(folder, "claim.json");
    writeFileSync(file, JSON.stringify(CLAIM));
    await cluster.kubectl("apply", "-f", file);
    kept = { claims: await claims(), secrets: keysOf(await secrets()) };
    assert.deepEqual(Object.keys(kept.claims).sort(), ["claim-ada", "hub-db-dir"]);
    await stack.destroy();
    assert.deepEqual((await stack.exportState()).resources ?? [], []);
    await cluster.kubectl("delete", "namespace", "models", "data");
    assert.deepEqual(
      await added(),
      [
        "Namespace /jupyterhub",
        "Secret jupyterhub/jupyterhub-credentials",
        ...Object.keys(kept.claims).map((name) => `PersistentVolumeClaim jupyterhub/${name}`),
        ...IN_EVERY_NAMESPACE,
      ].sort(),
    );
  });

  it("takes back what was kept: the same volumes, and keys with which users stay logged in", async () => {
    const changes = (await up({ adopt: true })).changes();
    const imported = Object.entries(changes).filter(([, operations]) => operations.includes("import"));
    assert.deepEqual(imported.map(([name]) => name).sort(), [
      "kubernetes:core/v1:Namespace::hub-namespace",
      "kubernetes:core/v1:Secret::hub-credentials",
    ]);
    assert.deepEqual(await claims(), kept.claims);
    assert.deepEqual(keysOf(await secrets()), kept.secrets);
  });

  it("leaves nothing after a destroy with deleteData", async () => {
    assert.deepEqual(Object.keys((await up({ deleteData: true })).changes()), [
      "kubernetes:helm.sh/v3:Release::hub", // the volume of the database is no longer kept
      "mlplatform:index:JupyterHub::hub", // it records that its data may be deleted
    ]);
    await stack.destroy();
    assert.deepEqual(await added(), []);
  });
});

const decoded = (data = ""): string => Buffer.from(data, "base64").toString();

/** The keys alone; the values of the chart say besides whether data is kept. */
const keysOf = (data: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(data).filter(([key]) => key !== "values.yaml"));

interface Read {
  readonly metadata: { readonly name: string; readonly uid: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: Record<string, unknown>;
  readonly data: Record<string, string>;
}

interface Policy {
  readonly podSelector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly policyTypes: readonly string[];
  readonly egress: readonly Rule[];
}

interface Rule {
  readonly ports?: readonly { readonly port: number | string }[];
  readonly to?: readonly {
    readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
    readonly namespaceSelector?: Selector;
    readonly podSelector?: Selector;
  }[];
}

interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values: string[] }[];
}

type Labels = Readonly<Record<string, string>>;

const selects = ({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every(({ key, operator, values }) => {
    assert.equal(operator, "In");
    return values.includes(labels[key] ?? "");
  });

const hasPort = ({ ports }: Rule, port: number): boolean => ports?.some((one) => one.port === port) ?? true;

/** Whether a policy lets pods reach an address, as the NetworkPolicy API says. */
const reaches = ({ egress }: Policy, address: string, port: number): boolean =>
  egress.some(
    (rule) =>
      hasPort(rule, port) &&
      (rule.to ?? []).some(
        ({ ipBlock }) => ipBlock !== undefined && isIn(address, [ipBlock.cidr]) && !isIn(address, ipBlock.except ?? []),
      ),
  );

/** Whether a policy lets pods reach a pod with these labels in a namespace with these labels. */
const reachesPod = ({ egress }: Policy, namespace: Labels, pod: Labels, port: number): boolean =>
  egress.some(
    (rule) =>
      hasPort(rule, port) &&
      (rule.to ?? []).some(
        ({ namespaceSelector, podSelector = {} }) =>
          namespaceSelector !== undefined && selects(namespaceSelector, namespace) && selects(podSelector, pod),
      ),
  );

function isIn(address: string, blocks: readonly string[]): boolean {
  const list = new BlockList();
  for (const block of blocks) {
    const [net = "", length] = block.split("/");
    list.addSubnet(net, Number(length), "ipv4");
  }
  return list.check(address, "ipv4");
}
