import { PachydermStore } from "../../../../components";
import { CERTIFICATE } from "../../ingress-layer/certificates";
import { INSIDE, LOGIN, OIDC } from "../../pachyderm-store/pachyderm";
import { MINIO, ON_AWS, ON_AZURE, ON_GCP } from "../../pachyderm-store/stores";
import { clusterFacts, ingressFacts } from "../../platform";
import { some, without, type Args, type Fuzzed } from "../fuzzed";
import type { Random } from "../random";

const STORES = ["s3", "gcs", "seaweedFs", "s3Compatible", "local"];

/** Pachyderm with one store and one database, inside the cluster or behind an ingress. */
function pachyderm(given: Args, random: Random): Args {
  const args = some(
    given,
    random,
    ...["charts", "mirror", "imageRegistry", "resources", "workers", "etcd", "loki", "namespace", "tls"],
  );
  const store = random.of(STORES);
  const block = (given[store] ?? {}) as Args;
  const minio = { endpoint: "https://minio.example.org", bucket: "models", accessKeyId: "id", secretAccessKey: "key" };
  const stores: Args = {
    ...{ s3: {}, gcs: {}, local: {}, s3Compatible: minio },
    seaweedFs: some(block, random, "resources", "servers"),
  };
  const clouds: Args = { s3: ON_AWS(), gcs: ON_GCP() };
  const databases = [{ bundled: {} }, { external: { host: "db.example.org", password: "the-password" } }];
  const rest = without(
    args,
    ...["azureBlob", ...STORES],
    ...[
      "ingress",
      "allowWithoutLogins",
      "service",
      "host",
      "console",
      "oidc",
      "licenseKey",
      "rootToken",
      "database",
      "adopt",
      "deleteData",
      "tls",
    ],
  );
  return {
    ...rest,
    cluster: { ...(args["cluster"] as object), ...clusterFacts, ...(clouds[store] as object | undefined) },
    [store]: stores[store],
    ...(random.chance(0.5) ? { database: random.of(databases) } : {}),
    ...(random.chance(0.5) ? { console: {} } : {}),
    ...(random.chance(0.5)
      ? { service: { type: "ClusterIP" } }
      : {
          ingress: { ...(args["ingress"] as object), ...ingressFacts },
          ...{ host: "pachyderm.example.org", allowWithoutLogins: true },
        }),
  };
}

const AWS = { cluster: ON_AWS(), ...INSIDE };
const GCP = { cluster: ON_GCP(), ...INSIDE };
const AZURE = { cluster: ON_AZURE(), ...INSIDE };
const LOCAL = { cluster: clusterFacts, local: {}, ...INSIDE };
const RESOURCES = { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "1", memory: "2Gi" } };
const POD = { cpu: "1", memory: "1Gi", storage: "10Gi" };
const KMS = "arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000";
const GCP_KEY = "projects/my-project/locations/us-central1/keyRings/ring/cryptoKeys/key";
const UUID = "01234567-89ab-cdef-0123-456789abcdef";
const ACCOUNT = `/subscriptions/${UUID}/resourceGroups/ml/providers/Microsoft.Storage/storageAccounts/models2026`;
const DATABASE = { password: "the-password", user: "pach", database: "pach_data", identityDatabase: "pach_dex" };

/** What names the store in each kind of it. */
const NAMES: Readonly<Record<string, string>> = {
  s3: "bucket",
  gcs: "bucket",
  s3Compatible: "bucket",
  azureBlob: "accountName",
};

/** The same with a store of its own, because two would overwrite each other's objects. */
function elsewhere(args: Args, random: Random): Args {
  const renamed = Object.entries(NAMES).flatMap(([kind, input]): [string, Args][] => {
    const store = args[kind] as Args | undefined;
    return store?.[input] === undefined
      ? []
      : [[kind, { ...store, [input]: `models${String(random.below(1_000_000))}` }]];
  });
  return { ...args, ...Object.fromEntries(renamed) };
}

export const pachydermStore: Fuzzed = {
  create: (name, args, opts) => new PachydermStore(name, args, opts),
  fit: pachyderm,
  again: elsewhere,
  examples: () => [
    { ...AWS, s3: { bucket: "models-2026", create: true, kmsKeyArn: KMS, noncurrentDays: 30 } },
    { ...AWS, s3: { bucket: "models-2026", create: false, region: "us-east-1" } },
    { ...GCP, gcs: { bucket: "models-2026", create: true, project: "my-project", location: "us-central1" } },
    { ...GCP, gcs: { noncurrentDays: 30, kmsKeyName: GCP_KEY, serviceAccount: true, prefix: "teams/ml" } },
    {
      ...AZURE,
      azureBlob: {
        accountName: "models2026",
        resourceGroup: "ml",
        location: "centralus",
        premium: true,
        container: "models",
      },
    },
    { ...AZURE, azureBlob: { container: "models", create: true, noncurrentDays: 30, prefix: "teams/ml" } },
    { ...AZURE, azureBlob: { container: "models", create: false, accountId: ACCOUNT, workloadIdentity: true } },
    {
      ...{ cluster: clusterFacts, ...INSIDE },
      seaweedFs: {
        ...{ bucket: "models", servers: 3, storageSize: "200Gi", metadataSize: "20Gi", storageClass: "fast" },
        resources: RESOURCES,
      },
    },
    { cluster: clusterFacts, ...INSIDE, s3Compatible: { ...MINIO, region: "eu-central-1" } },
    {
      ...{ ...LOCAL, ...LOGIN, local: { path: "/srv/data" }, console: { resources: RESOURCES } },
      oidc: { ...OIDC, displayName: "Example Org", admins: ["ada@example.org"] },
      rootToken: "token-of-the-team-for-tests",
      tls: { secretName: "own-tls" },
    },
    { cluster: clusterFacts, local: {}, ...LOGIN, ingress: { ...ingressFacts, tls: true, port: 443 } },
    {
      ...{ cluster: clusterFacts, local: {}, ...LOGIN, tls: { secretName: "own-tls" } },
      service: { type: "LoadBalancer", allowPublic: true, annotations: { "example.org/a": "b" } },
    },
    {
      cluster: clusterFacts,
      local: {},
      ingress: ingressFacts,
      host: "pachyderm.example.org",
      allowWithoutLogins: true,
    },
    {
      ...LOCAL,
      etcd: { nodes: 3, storageSize: "50Gi", storageClass: "fast", resources: RESOURCES },
      database: { bundled: { storageSize: "50Gi", storageClass: "fast", resources: RESOURCES } },
      loki: { enabled: true, storageSize: "10Gi", storageClass: "fast" },
      resources: { pachd: RESOURCES, proxy: RESOURCES },
      workers: { maxStorageWorkers: 4, pipeline: POD, sidecar: POD },
      ...{ usageMetrics: false, labels: { team: "ml" }, namespace: { name: "data", create: true }, deleteData: true },
    },
    {
      ...LOCAL,
      database: {
        external: {
          ...{ ...DATABASE, host: "db.example.org", port: 6432 },
          ...{ tls: "verify-full", caCertificate: CERTIFICATE },
        },
      },
      imageRegistry: "registry.example.org",
      charts: { pachyderm: { mirror: "https://charts.example.org", values: { etcd: { maxTxnOps: 5000 } } } },
      adopt: true,
    },
    {
      ...LOCAL,
      database: {
        cloudSql: {
          ...{ ...DATABASE, connectionName: "my-project:europe-west1:pachyderm", privateIp: true },
          serviceAccount: "sql@my-project.iam.gserviceaccount.com",
        },
      },
      ...{ mirror: "oci://registry.example.org/charts", charts: { pachyderm: { version: "2.11.0" } } },
      allowUntestedVersions: true,
    },
  ],
};
