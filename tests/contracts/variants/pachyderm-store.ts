import {
  DatabaseTls,
  PachydermServiceType,
  PachydermStore,
  type PachydermDatabaseArgs,
  type PachydermStoreArgs,
} from "../../../components";
import { cluster, ingressFacts } from "../../unit/platform";
import { LOGIN, OIDC, withSeed } from "../../unit/pachyderm-store/pachyderm";
import { answers, PROVIDERS, STORES } from "../../unit/pachyderm-store/stores";
import { RESOURCES, type Variant } from "./variant";

/** Pachyderm with these arguments, on SeaweedFS and inside the cluster, unless they say otherwise. */
const pachyderm = (args: Partial<PachydermStoreArgs>) => (): void => {
  const ml = cluster();
  const inside = args.ingress === undefined ? { service: { type: PachydermServiceType.ClusterIP } } : {};
  new PachydermStore("pach", { cluster: ml, seaweedFs: {}, ...inside, ...args }, { provider: ml.provider });
};

const HOST = "pachyderm.example.org";
const OPEN = { host: HOST, allowWithoutLogins: true };
const oidc = { ...OIDC, admins: ["ada@example.org"] };
const password = "the-password";

const cloudSql = {
  connectionName: "my-project:europe-west1:pachyderm",
  serviceAccount: "sql@my-project.iam.gserviceaccount.com",
  password,
  privateIp: true,
};

const DATABASES: readonly PachydermDatabaseArgs[] = [
  { bundled: { storageSize: "50Gi", storageClass: "fast", resources: RESOURCES } },
  {
    external: {
      ...{ host: "db.example.org", password, port: 6432, user: "pach", database: "pach", identityDatabase: "pach_dex" },
      ...{ tls: DatabaseTls.VerifyFull, caCertificate: "the certificate" },
    },
  },
  { cloudSql },
];

const CONSOLES: readonly Partial<PachydermStoreArgs>[] = [
  {},
  { console: { resources: RESOURCES } },
  LOGIN,
  { ...LOGIN, oidc, console: {} },
];

/** Every store with every console, licence and database, in one program for each store. */
const combinations: readonly Variant[] = (Object.keys(STORES) as (keyof typeof STORES)[]).map((store) => ({
  title: `Pachyderm on ${store}, with every console, licence and database`,
  program() {
    const ml = cluster();
    const { block, facts } = STORES[store];
    const providers = [ml.provider, ...PROVIDERS[store]()];
    for (const [index, console] of CONSOLES.entries()) {
      for (const [other, database] of DATABASES.entries()) {
        const name = `pach-${index}-${other}`;
        const service = { type: PachydermServiceType.ClusterIP };
        // Two of them in one bucket are refused.
        const own = "s3Compatible" in block ? { s3Compatible: { ...block.s3Compatible, bucket: name } } : block;
        const args = { cluster: facts(ml), namespace: { name }, service, ...own, ...console, database };
        new PachydermStore(name, args, { providers });
      }
    }
  },
  outputs: withSeed,
  answers,
}));

/** `PachydermStore`. */
export const pachydermVariants: readonly Variant[] = [
  ...combinations,
  ...(
    [
      ["behind Istio", { ingress: ingressFacts, ...OPEN, console: {} }],
      ["behind HTTPS of Istio", { ingress: { ...ingressFacts, tls: true, port: 443 }, ...OPEN }],
      ["with HTTPS of its own", { tls: { secretName: "pach-tls" }, host: HOST }],
      [
        "with several etcd nodes and resources",
        {
          etcd: { nodes: 3, storageSize: "50Gi", storageClass: "fast", resources: RESOURCES },
          resources: { pachd: RESOURCES, proxy: { requests: { cpu: "1" }, limits: { cpu: "2", memory: "1Gi" } } },
        },
      ],
      ["without Loki", { loki: { enabled: false } }],
      ["with a Loki of its own size", { loki: { storageSize: "50Gi", storageClass: "fast" } }],
      [
        "with settings of workers",
        {
          workers: {
            maxStorageWorkers: 4,
            pipeline: { cpu: "1", memory: "1Gi", storage: "1Gi" },
            sidecar: { cpu: "250m", memory: "256Mi", storage: "0" },
          },
        },
      ],
      ["with images of a mirror", { imageRegistry: "registry.example.org/mirror", usageMetrics: true }],
      [
        "with several servers of SeaweedFS",
        { seaweedFs: { servers: 3, storageSize: "1Ti", metadataSize: "20Gi", resources: RESOURCES } },
      ],
      [
        "from a mirror, with values of the caller",
        {
          mirror: "https://charts.example.org",
          charts: { pachyderm: { values: { pachd: { logLevel: "debug" } } } },
        },
      ],
    ] as const
  ).map(([title, args]) => ({ title: `Pachyderm ${title}`, program: pachyderm(args), outputs: withSeed })),
  {
    title: "Pachyderm on Cloud SQL with images of a mirror",
    program: pachyderm({ imageRegistry: "registry.example.org", database: { cloudSql } }),
    outputs: withSeed,
  },
];
