import assert from "node:assert/strict";
import { DatabaseTls, type PachydermStoreArgs } from "../../../components";
import { LICENCE, LOGIN, NAMESPACE, OIDC, pachyderm, RELEASE, SECRET, valuesOf } from "./pachyderm";

type Tree = { readonly [key: string]: Tree } & string;

const valuesWith = async (args: Partial<PachydermStoreArgs>): Promise<Tree> =>
  valuesOf(await pachyderm(args)) as unknown as Tree;

const RESOURCES = { requests: { cpu: "1", memory: "2Gi" }, limits: { memory: "4Gi" } };

describe("the login of Pachyderm", () => {
  it("never accepts the mock identity provider, whose password is known", async () => {
    for (const args of [{}, { console: {} }, LOGIN]) assert.equal((await valuesWith(args)).oidc?.mockIDP, false);
  });

  it("does not exist without a licence, so there is no token", async () => {
    const graph = await pachyderm({ console: {} });
    const { pachd } = valuesOf(graph) as unknown as { pachd: Record<string, unknown> };
    for (const key of ["enterpriseLicenseKey", "rootToken", "oauthClientSecret"]) assert.equal(pachd[key], undefined);
    assert.equal(graph.outputs.values["rootToken"], undefined);
  });

  it("with a licence has a root token, which the caller may choose", async () => {
    const generated = await valuesWith(LOGIN);
    assert.equal(generated.pachd?.enterpriseLicenseKey, LICENCE);
    assert.match(generated.pachd.rootToken ?? "", /^p[0-9a-f]{63}$/);
    const chosen = await valuesWith({ ...LOGIN, rootToken: "token-of-the-team-for-tests" });
    assert.equal(chosen.pachd?.rootToken, "token-of-the-team-for-tests");
  });

  it("works without the console, because pachctl logs in too", async () => {
    const { console, oidc } = await valuesWith(LOGIN);
    assert.deepEqual(console, { enabled: false });
    assert.equal((oidc?.upstreamIDPs as unknown as object[]).length, 1);
    assert.deepEqual((await valuesWith({ ...LOGIN, console: {} })).oidc, oidc);
  });

  it("asks the identity provider of the caller, which sends users back to the host", async () => {
    const graph = await pachyderm(LOGIN);
    const { oidc, proxy } = valuesOf(graph) as unknown as Tree;
    assert.deepEqual(oidc?.upstreamIDPs, [
      {
        id: "upstream",
        name: "login.example.org",
        type: "oidc",
        config: {
          issuer: "https://login.example.org",
          clientID: "pachyderm",
          clientSecret: "the-client-secret",
          redirectURI: "http://pachyderm.example.org/dex/callback",
          insecureEnableGroups: true,
        },
      },
    ]);
    assert.equal(proxy?.host, "pachyderm.example.org");
    assert.ok(!JSON.stringify(graph.resources).includes("the-client-secret"));
  });

  it("names the identity provider, and makes the administrators that the caller wrote", async () => {
    const oidc = { ...OIDC, displayName: "Example Org", admins: ["ada@example.org"] };
    const values = await valuesWith({ ...LOGIN, oidc });
    assert.equal((values.oidc?.upstreamIDPs as unknown as { name: string }[])[0]?.name, "Example Org");
    assert.deepEqual(values.pachd?.pachAuthClusterRoleBindings, { "user:ada@example.org": ["clusterAdmin"] });
  });
});

describe("the database of Pachyderm", () => {
  const external = { host: "db.example.org", password: "the-password" };

  it("is one of the chart, with a claim, unless the caller names another", async () => {
    const { postgresql } = await valuesWith({
      database: { bundled: { storageSize: "50Gi", storageClass: "fast", resources: RESOURCES } },
    });
    assert.deepEqual(postgresql, { persistence: { size: "50Gi", storageClass: "fast" }, resources: RESOURCES });
  });

  it("is a server that exists, reached by encrypted connections", async () => {
    const graph = await pachyderm({ database: { external } });
    const { global, postgresql, cloudsqlAuthProxy } = valuesOf(graph) as unknown as Tree;
    assert.deepEqual(postgresql, { enabled: false });
    assert.deepEqual(global?.postgresql, {
      postgresqlHost: "db.example.org",
      postgresqlPort: "5432",
      postgresqlPassword: "the-password",
      postgresqlSSL: "require",
      ssl: true,
    });
    assert.equal(cloudsqlAuthProxy, undefined);
    assert.ok(!JSON.stringify(graph.resources).includes("the-password"));
  });

  it("is a server with the names and the checks that the caller wrote", async () => {
    const { global } = await valuesWith({
      database: {
        external: {
          ...external,
          port: 6432,
          user: "pach",
          database: "pach_data",
          identityDatabase: "pach_dex",
          tls: DatabaseTls.VerifyFull,
          caCertificate: "the certificate",
        },
      },
    });
    assert.deepEqual(global?.postgresql, {
      postgresqlHost: "db.example.org",
      postgresqlPort: "6432",
      postgresqlPassword: "the-password",
      postgresqlUsername: "pach",
      postgresqlDatabase: "pach_data",
      identityDatabaseFullNameOverride: "pach_dex",
      postgresqlSSL: "verify-full",
      postgresqlSSLCACert: "the certificate",
      ssl: true,
    });
  });

  it("is asked without encryption only if the caller says so", async () => {
    const { global } = await valuesWith({ database: { external: { ...external, tls: DatabaseTls.Disable } } });
    const { ssl, postgresqlSSL } = global?.postgresql as unknown as Record<string, unknown>;
    assert.deepEqual([ssl, postgresqlSSL], [undefined, "disable"]);
  });

  it("is Cloud SQL through its proxy", async () => {
    const cloudSql = {
      connectionName: "my-project:europe-west1:pachyderm",
      serviceAccount: "sql@my-project.iam.gserviceaccount.com",
      password: "the-password",
    };
    const values = await valuesWith({
      database: { cloudSql: { ...cloudSql, privateIp: true } },
      imageRegistry: "registry.example.org",
    });
    assert.deepEqual(values.cloudsqlAuthProxy, {
      enabled: true,
      connectionName: cloudSql.connectionName,
      serviceAccount: cloudSql.serviceAccount,
      privateIp: true,
      image: { repository: "registry.example.org/cloud-sql-connectors/cloud-sql-proxy" },
    });
    assert.equal(values.postgresql?.["enabled"], false);
    assert.deepEqual(values.global?.postgresql, {
      postgresqlHost: "cloudsql-auth-proxy.pachyderm.svc.cluster.local.",
      postgresqlSSL: "disable",
      postgresqlPassword: "the-password",
    });
    const image = { repository: "registry.example.org/cloud-sql-proxy" };
    const mirrored = await valuesWith({
      database: { cloudSql },
      charts: { pachyderm: { values: { cloudsqlAuthProxy: { image } } } },
    });
    assert.deepEqual(mirrored.cloudsqlAuthProxy?.image, image);
  });
});

describe("an option of Pachyderm", () => {
  const rows: readonly [title: string, args: Partial<PachydermStoreArgs>, at: string, value: unknown][] = [
    ["etcd.nodes", { etcd: { nodes: 3 } }, "etcd.dynamicNodes", 3],
    ["etcd.storageSize", { etcd: { storageSize: "50Gi" } }, "etcd.storageSize", "50Gi"],
    ["etcd.storageClass", { etcd: { storageClass: "fast" } }, "etcd.storageClass", "fast"],
    ["etcd.resources", { etcd: { resources: RESOURCES } }, "etcd.resources", RESOURCES],
    ["console", { console: {} }, "console.enabled", true],
    ["console.resources", { console: { resources: RESOURCES } }, "console.resources", RESOURCES],
    ["loki.enabled", { loki: { enabled: false } }, "pachd.lokiDeploy", false],
    ["loki.storageSize", { loki: { storageSize: "1Gi" } }, "loki-stack.loki.persistence.size", "1Gi"],
    ["loki.storageClass", { loki: { storageClass: "fast" } }, "loki-stack.loki.persistence.storageClassName", "fast"],
    ["resources.pachd", { resources: { pachd: RESOURCES } }, "pachd.resources", RESOURCES],
    [
      "resources.proxy",
      { resources: { proxy: { requests: { cpu: "1" } } } },
      "proxy.resources",
      { requests: { cpu: "1" } },
    ],
    ["workers.maxStorageWorkers", { workers: { maxStorageWorkers: 4 } }, "pachw.maxReplicas", 4],
    ["workers.pipeline.cpu", { workers: { pipeline: { cpu: "1" } } }, "pachd.defaultPipelineCPURequest", "1"],
    [
      "workers.pipeline.memory",
      { workers: { pipeline: { memory: "2Gi" } } },
      "pachd.defaultPipelineMemoryRequest",
      "2Gi",
    ],
    ["workers.sidecar.storage", { workers: { sidecar: { storage: "0" } } }, "pachd.defaultSidecarStorageRequest", "0"],
    ["usageMetrics", { usageMetrics: true }, "pachd.metrics.enabled", true],
    ["usageMetrics for the console", { usageMetrics: true, console: {} }, "console.config.disableTelemetry", false],
    ["host", { host: "pachyderm.example.org" }, "proxy.host", "pachyderm.example.org"],
    ["tls", { tls: { secretName: "pach-tls" } }, "proxy.tls", { enabled: true, secretName: "pach-tls" }],
    ["imageRegistry", { imageRegistry: "registry.example.org" }, "global.image.registry", "registry.example.org/"],
    [
      "imageRegistry for PostgreSQL",
      { imageRegistry: "registry.example.org" },
      "postgresql.image.registry",
      "registry.example.org",
    ],
    [
      "imageRegistry for Loki",
      { imageRegistry: "registry.example.org" },
      "loki-stack.loki.image.repository",
      "registry.example.org/grafana/loki",
    ],
    [
      "imageRegistry for Loki's agent",
      { imageRegistry: "registry.example.org" },
      "loki-stack.promtail.image.registry",
      "registry.example.org",
    ],
    [
      "charts.pachyderm.values",
      { charts: { pachyderm: { values: { pachd: { logLevel: "debug" } } } } },
      "pachd.logLevel",
      "debug",
    ],
  ];
  for (const [title, args, at, value] of rows) {
    it(`${title} changes ${at}`, async () => {
      const found = at
        .split(".")
        .reduce<unknown>((tree, key) => (tree as Tree | undefined)?.[key], await valuesWith(args));
      assert.deepEqual(found, value);
      const before = at
        .split(".")
        .reduce<unknown>((tree, key) => (tree as Tree | undefined)?.[key], await valuesWith({}));
      assert.notDeepEqual(found, before);
    });
  }

  it("namespace and labels change the namespace and the Secret", async () => {
    const graph = await pachyderm({ namespace: { name: "data" }, labels: { team: "ml" }, seaweedFs: {} });
    const metadata = (type: string, name: string) => graph.byName(type, name).inputs.values["metadata"];
    assert.deepEqual(metadata(NAMESPACE, "pach-namespace"), { name: "data", labels: { team: "ml" } });
    for (const [name, secret] of [
      ["pach-credentials", "pachyderm-credentials"],
      ["pach-seaweedfs-config", "seaweedfs-s3-config"],
    ] as const)
      assert.deepEqual(metadata(SECRET, name), { name: secret, namespace: "data", labels: { team: "ml" } });
    assert.equal(graph.byName(RELEASE, "pach").inputs.values["namespace"], "data");
  });

  it("mirror and charts change where the charts come from", async () => {
    const graph = await pachyderm({
      seaweedFs: {},
      mirror: "oci://registry.example.org/charts",
      charts: { seaweedfs: { version: "4.45.0" } },
      allowUntestedVersions: true,
    });
    const source = (name: string) => {
      const { chart, version } = graph.byName(RELEASE, name).inputs.values;
      return [chart, version];
    };
    assert.deepEqual(source("pach"), ["oci://registry.example.org/charts/pachyderm/pachyderm", "2.11.5"]);
    assert.deepEqual(source("pach-seaweedfs"), ["oci://registry.example.org/charts/seaweedfs/seaweedfs", "4.45.0"]);
  });

  it("loki names objects of the cluster after the namespace, so that two Pachyderms can share a cluster", async () => {
    const values = await valuesWith({ namespace: { name: "data" } });
    assert.equal(values["loki-stack"]?.promtail?.fullnameOverride, "data-promtail");
  });
});
