import assert from "node:assert/strict";
import { PachydermStore } from "../../../components";
import { cluster, clusterFacts } from "../platform";
import { refusal } from "../refusal";
import { INSIDE, LICENCE, LOGIN } from "./pachyderm";
import { STORES } from "./stores";

const INTERNET_FACING = { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" };

function create(values: object, args: object) {
  const ml = cluster();
  return new PachydermStore(
    "pach",
    {
      cluster: { ...clusterFacts, clusterIdentifier: undefined, kubernetesVersion: "1.35" },
      ...("cluster" in args || "s3Compatible" in args ? {} : { local: {} }),
      ...INSIDE,
      ...args,
      charts: { pachyderm: { values } },
    },
    { provider: ml.provider },
  );
}

/** What is wrong with these values of the chart. */
const problemsOf = async (values: object, args: object = {}) => {
  const problems = await refusal(() => create(values, args));
  return problems.map(({ path, reason }) => `${path.replace("charts.pachyderm.values.", "")}: ${reason}`);
};

describe("Values of Pachyderm's chart are refused", () => {
  it("if they could open the load balancer", async () => {
    assert.deepEqual(await problemsOf({ proxy: { service: { annotations: INTERNET_FACING } } }), [
      "proxy.service.annotations: is for service.annotations, which may not open Pachyderm. Leave it out.",
    ]);
  });

  it("if the outputs would not say where Pachyderm answers", async () => {
    assert.deepEqual(await problemsOf({ proxy: { tls: { enabled: true } } }), [
      "proxy.tls.enabled: true is not allowed: must stay as it is, because the outputs and the routes lead there. Leave it out.",
    ]);
  });

  it("if objects would be in another store", async () => {
    assert.deepEqual(await problemsOf({ pachd: { storage: { backend: "AMAZON" } } }), [
      "pachd.storage.backend: comes from the chosen store, and another backend keeps objects elsewhere. Leave it out.",
    ]);
  });

  it("if they have a licence or a token, which would be stored as plain text", async () => {
    const licence = "pachd.enterpriseLicenseKey: is for licenseKey, which is kept secret and checked. Leave it out.";
    const both = { pachd: { enterpriseLicenseKey: LICENCE, rootToken: "token-of-the-root-user" } };
    assert.deepEqual(await problemsOf(both), [
      licence,
      "pachd.rootToken: is for the input rootToken, which is kept secret and checked. Leave it out.",
    ]);
    // Also beside the input, of which they would take the place.
    assert.deepEqual(await problemsOf({ pachd: { enterpriseLicenseKey: LICENCE } }, LOGIN), [licence]);
  });

  const EXTERNAL = { database: { external: { host: "db.example.org", password: "the-password" } } };
  const FOR_DATABASE = "is for the input database, which keeps passwords secret and knows the server. Leave it out.";
  const database: [what: string, values: object, problems: string[], args?: object][] = [
    [
      "would be another server than the bundled one",
      { postgresql: { enabled: false }, cloudsqlAuthProxy: { enabled: true } },
      [
        "postgresql.enabled: false is not allowed: the input database decides which server Pachyderm uses. Leave it out.",
        "cloudsqlAuthProxy.enabled: true is not allowed: the input database decides which server Pachyderm uses. Leave it out.",
      ],
    ],
    [
      "would be bundled beside an external one",
      { postgresql: { enabled: true } },
      ["postgresql.enabled: true contradicts database.external, which makes it false. Set database.external instead."],
      EXTERNAL,
    ],
    [
      "would have no claim of its own",
      { postgresql: { persistence: { existingClaim: "old", enabled: false }, fullnameOverride: "db" } },
      [
        `postgresql.persistence.existingClaim: ${FOR_DATABASE}`,
        "postgresql.persistence.enabled: false is not allowed: with this value, a restart loses all metadata. Leave it out.",
        "postgresql.fullnameOverride: the value is not allowed: with this value, Pachyderm does not find it. Leave it out.",
      ],
    ],
    [
      "would be elsewhere",
      { global: { postgresql: { postgresqlHost: "db", postgresqlPort: "1", ssl: true } } },
      ["Host", "Port"]
        .map((key) => `global.postgresql.postgresql${key}: ${FOR_DATABASE}`)
        .concat(`global.postgresql.ssl: ${FOR_DATABASE}`),
    ],
    [
      "would have another password, as plain text",
      { postgresql: { auth: { password: "x" }, postgresqlPassword: "x" } },
      [`postgresql.auth: ${FOR_DATABASE}`, `postgresql.postgresqlPassword: ${FOR_DATABASE}`],
    ],
    [
      "would have the password of another Secret",
      { global: { postgresql: { postgresqlExistingSecretName: "x" } } },
      [`global.postgresql.postgresqlExistingSecretName: ${FOR_DATABASE}`],
      EXTERNAL,
    ],
  ];
  for (const [what, values, problems, args] of database) {
    it(`if the database ${what}`, async () => assert.deepEqual(await problemsOf(values, args), problems));
  }

  const KEYS: [store: keyof typeof STORES, storage: object, key: string][] = [
    ["a bucket of S3", { amazon: { id: "MARKER" } }, "amazon.id"],
    ["a bucket of S3", { amazon: { secret: "MARKER" } }, "amazon.secret"],
    ["a bucket of S3", { amazon: { customEndpoint: "MARKER" } }, "amazon.customEndpoint"],
    ["a bucket of S3", { microsoft: { secret: "MARKER" } }, "microsoft.secret"],
    ["a bucket of Google Cloud", { google: { cred: "MARKER" } }, "google.cred"],
    ["s3Compatible", { amazon: { token: "MARKER" } }, "amazon.token"],
  ];
  for (const [store, storage, key] of KEYS) {
    it(`if they have ${key} of ${store}, which would be stored as plain text or lead elsewhere`, async () => {
      const { block, facts } = STORES[store];
      const on = store === "s3Compatible" ? {} : { cluster: { ...facts({} as never), clusterIdentifier: undefined } };
      assert.deepEqual(await problemsOf({ pachd: { storage } }, { ...block, ...on }), [
        `pachd.storage.${key}: is decided by the chosen store, which keeps keys secret and needs no others. Leave it out.`,
      ]);
    });
  }

  const ON_CLOUDS: [store: keyof typeof STORES, key: string][] = [
    ["a bucket of S3", "eks.amazonaws.com/role-arn"],
    ["a bucket of Google Cloud", "iam.gke.io/gcp-service-account"],
    ["a Google service account", "iam.gke.io/gcp-service-account"],
    ["a container of Azure without a key", "azure.workload.identity/client-id"],
  ];
  for (const [store, key] of ON_CLOUDS) {
    it(`if pods of ${store} would log in as something else, but not for other annotations`, async () => {
      const { block, facts } = STORES[store];
      const args = { ...block, cluster: { ...facts({} as never), clusterIdentifier: undefined } };
      const annotated = (annotation: string) => ({ additionalAnnotations: { [annotation]: "other" } });
      const values = { pachd: { serviceAccount: annotated(key), worker: { serviceAccount: annotated(key) } } };
      const other =
        "is decided by the chosen store, and pods that log in as something else do not reach the bucket. Leave it out.";
      assert.deepEqual(await problemsOf(values, args), [
        `pachd.serviceAccount.additionalAnnotations.${key}: ${other}`,
        `pachd.worker.serviceAccount.additionalAnnotations.${key}: ${other}`,
      ]);
      const without = { serviceAccount: { create: false } };
      const created = "create: false is not allowed: the chart writes into it as what its pods log in. Leave it out.";
      assert.deepEqual(await problemsOf({ pachd: { ...without, worker: without } }, args), [
        `pachd.serviceAccount.${created}`,
        `pachd.worker.serviceAccount.${created}`,
      ]);
      const fine = {
        pachd: { serviceAccount: annotated("example.org/team"), etcdPrefix: "x" },
        proxy: { enabled: false },
      };
      assert.equal((await problemsOf(fine, args)).length, 1);
    });
  }

  it("if pods of Azure would have another label for their login", async () => {
    const { block, facts } = STORES["a container of Azure without a key"];
    const labels = { pachd: { podLabels: { "azure.workload.identity/use": "false" } } };
    const args = { ...block, cluster: { ...facts({} as never), clusterIdentifier: undefined } };
    assert.match(
      (await problemsOf(labels, args)).join(),
      /^pachd\.podLabels\.azure\.workload\.identity\/use: is decided by/,
    );
  });
});
