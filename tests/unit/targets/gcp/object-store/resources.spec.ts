import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Provider } from "@pulumi/gcp/provider";
import { MlCluster } from "../../../../../components";
import { deploy, type Deployed } from "../../../../helpers/deploy";
import { clusterArgs, gcp } from "../gke";
import { agentOf, IDENTITY, KEY, Store, store } from "./store";

const BUCKET = "gcp:storage/bucket:Bucket";
const BUCKET_MEMBER = "gcp:storage/bucketIAMMember:BucketIAMMember";
const ACCOUNT = "gcp:serviceaccount/account:Account";
const ACCOUNT_MEMBER = "gcp:serviceaccount/iAMMember:IAMMember";
const KEY_MEMBER = "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember";

const created = (graph: Deployed) =>
  graph.resources
    .filter(({ custom }) => custom)
    .map(({ type, name }) => `${type} ${name}`)
    .sort();

const bucketOf = (graph: Deployed) => graph.byName(BUCKET, "pachyderm-bucket");
const inputsOf = (graph: Deployed) => graph.revealInputs(bucketOf(graph));

describe("a bucket of Cloud Storage", () => {
  it("has exactly these resources", async () => {
    assert.deepEqual(created(await store()), [
      `${BUCKET} pachyderm-bucket`,
      `${BUCKET_MEMBER} pachyderm-bucket-pachyderm/pachyderm`,
      `${BUCKET_MEMBER} pachyderm-bucket-pachyderm/pachyderm-worker`,
      "pulumi:providers:gcp pachyderm-gcp",
    ]);
  });

  it("is in the region of the cluster, private, versioned, and not deleted while it has objects", async () => {
    assert.deepEqual(inputsOf(await store()), {
      project: "ml-prod-123456",
      location: "us-central1",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      versioning: { enabled: true },
      softDeletePolicy: { retentionDurationSeconds: 604800 },
      lifecycleRules: [
        { action: { type: "Delete" }, condition: { daysSinceNoncurrentTime: 30, withState: "ARCHIVED" } },
        { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
      ],
      forceDestroy: false,
    });
  });

  it("is kept with its objects, and its grants are not", async () => {
    const kept = (graph: Deployed) =>
      graph.resources.filter(({ retainOnDelete }) => retainOnDelete).map(({ name }) => name);
    assert.deepEqual(kept(await store()), ["pachyderm-bucket"]);
    assert.deepEqual(kept(await store({ keepData: false })), []);
    assert.equal(inputsOf(await store({ keepData: false }))["forceDestroy"], true);
  });

  it("is taken back by its name", async () => {
    const graph = await store({ block: { bucket: "pachyderm-bucket-0a1b2c3" }, adopt: true });
    assert.equal(bucketOf(graph).importId, "pachyderm-bucket-0a1b2c3");
    const imported = graph.resources.filter(({ importId }) => importId !== undefined);
    assert.deepEqual(
      imported.map(({ type }) => type),
      [BUCKET],
    );
    assert.equal(bucketOf(await store({ block: { bucket: "data" } })).importId, undefined);
  });

  it("is in the region of the cluster, also if the cluster is in one zone", async () => {
    const graph = await store({ cluster: { region: "us-central1-a" } });
    assert.equal(inputsOf(graph)["location"], "us-central1");
    assert.deepEqual(graph.log, []);
  });

  it("lets Cloud Storage use the key before it is created, and for as long as it may exist", async () => {
    const graph = await store({ block: { kmsKeyName: KEY } });
    const grant = graph.byName(KEY_MEMBER, "pachyderm-bucket-key");
    assert.deepEqual(graph.revealInputs(grant), {
      cryptoKeyId: KEY,
      role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
      member: agentOf("ml-prod-123456"),
    });
    assert.equal(grant.retainOnDelete, true);
    assert.ok(bucketOf(graph).dependencies.includes(grant.urn));
  });

  it("is not created if it exists", async () => {
    const graph = await store({ block: { create: false, bucket: "data" } });
    assert.deepEqual(created(graph), [
      `${BUCKET_MEMBER} pachyderm-bucket-pachyderm/pachyderm`,
      `${BUCKET_MEMBER} pachyderm-bucket-pachyderm/pachyderm-worker`,
      "pulumi:providers:gcp pachyderm-gcp",
    ]);
    for (const member of graph.ofType(BUCKET_MEMBER)) assert.equal(graph.revealInputs(member)["bucket"], "data");
    assert.deepEqual([graph.outputs.values["bucketName"], graph.outputs.values["region"]], ["data", "eu"]);
  });

  it("returns what the chart needs", async () => {
    const { values, secrets, unknowns } = (await store()).outputs;
    const principal = (account: string) =>
      `principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/ml-prod-123456.svc.id.goog/subject/ns/pachyderm/sa/${account}`;
    assert.deepEqual([secrets, unknowns], [[], []]);
    assert.deepEqual(values, {
      bucketName: "pachyderm-bucket-0a1b2c3",
      region: "us-central1",
      annotations: {},
      podLabels: {},
      identities: { pachyderm: principal("pachyderm"), "pachyderm-worker": principal("pachyderm-worker") },
      dependsOn: [
        "test:index:Store$gcp:storage/bucket:Bucket pachyderm-bucket",
        "test:index:Store$gcp:storage/bucketIAMMember:BucketIAMMember pachyderm-bucket-pachyderm/pachyderm",
        "test:index:Store$gcp:storage/bucketIAMMember:BucketIAMMember pachyderm-bucket-pachyderm/pachyderm-worker",
      ],
    });
  });

  it("has no key of an account, with and without a service account", async () => {
    for (const serviceAccount of [false, true]) {
      const graph = await store({ block: { serviceAccount } });
      assert.deepEqual(graph.ofType("gcp:serviceaccount/key:Key"), []);
      assert.deepEqual(graph.ofType("gcp:storage/hmacKey:HmacKey"), []);
      assert.equal(graph.outputs.values["account"], undefined);
      assert.deepEqual(graph.outputs.secrets, []);
    }
  });
});

describe("a bucket of Cloud Storage with a service account", () => {
  it("has exactly these resources besides", async () => {
    const graph = await store({ block: { serviceAccount: true } });
    assert.deepEqual(created(graph), [
      `${ACCOUNT} pachyderm-bucket`,
      `${ACCOUNT_MEMBER} pachyderm-bucket-pachyderm/pachyderm`,
      `${ACCOUNT_MEMBER} pachyderm-bucket-pachyderm/pachyderm-worker`,
      `${BUCKET} pachyderm-bucket`,
      `${BUCKET_MEMBER} pachyderm-bucket`,
      "pulumi:providers:gcp pachyderm-gcp",
      "pulumi:providers:random pachyderm-bucket-random",
      "random:index/randomString:RandomString pachyderm-bucket-suffix",
    ]);
    assert.deepEqual(graph.revealInputs(graph.byName(ACCOUNT, "pachyderm-bucket")), {
      project: "ml-prod-123456",
      accountId: "pachyderm-x7k2p9",
      displayName: "Pods of pachyderm",
    });
  });

  it("names the account in the service accounts of the cluster", async () => {
    const { values } = (await store({ block: { serviceAccount: true } })).outputs;
    const email = "pachyderm-x7k2p9@ml-prod-123456.iam.gserviceaccount.com";
    assert.deepEqual(values["annotations"], { "iam.gke.io/gcp-service-account": email });
    assert.deepEqual(values["identities"], { pachyderm: email, "pachyderm-worker": email });
  });
});

describe("the project of a bucket of Cloud Storage", () => {
  it("is that of a provider that was passed, and the bucket does not wait for the cluster", async () => {
    const graph = await deploy(() => {
      new Store({}, { providers: { gcp: new Provider("own", { project: "data-123456" }) } });
    });
    assert.equal(inputsOf(graph)["project"], undefined);
    assert.deepEqual(
      graph.ofType("pulumi:providers:gcp").map(({ name }) => name),
      ["own"],
    );
  });

  it("is that of the stack's config", async () => {
    const graph = await store({}, { config: { "gcp:project": "data-123456" } });
    assert.equal(inputsOf(graph)["project"], undefined);
    assert.equal(graph.byName("pulumi:providers:gcp", "pachyderm-gcp").inputs.values["project"], "data-123456");
  });
});

describe("a bucket of Cloud Storage for a cluster of the same program", () => {
  for (const preview of [true, false]) {
    it(`is ${preview ? "planned" : "created"} with grants for pods of that cluster`, async () => {
      const graph = await deploy(
        () => {
          const { identity, region } = new MlCluster("ml", clusterArgs());
          return new Store({ cluster: { identity, region } }).created.identities;
        },
        preview ? { preview } : gcp(),
      );
      const cluster = graph.byName("gcp:container/cluster:Cluster", "ml");
      for (const { dependencies } of graph.ofType(BUCKET_MEMBER)) assert.ok(dependencies.includes(cluster.urn));
      assert.equal(inputsOf(graph)["location"], "us-central1");
    });
  }
});

describe("the grants of a bucket of Cloud Storage", () => {
  it("wait for the cluster, without which the project has no pool", async () => {
    const graph = await deploy(() => {
      const cluster = new pulumi.ComponentResource("test:index:Cluster", "ml");
      const first = new Provider("first", {}, { parent: cluster });
      const identity = first.id.apply(() => IDENTITY);
      new Store({ cluster: { identity } }, { providers: { gcp: new Provider("own", {}) } });
    });
    const first = graph.byName("pulumi:providers:gcp", "first");
    const members = graph.ofType(BUCKET_MEMBER);
    assert.equal(members.length, 2);
    for (const { dependencies } of members) assert.ok(dependencies.includes(first.urn));
  });
});

describe("a bucket of Cloud Storage in another place than the cluster", () => {
  it("gets a warning that says what it costs", async () => {
    const { log } = await store({ block: { location: "EU" } });
    assert.deepEqual(
      log.map(({ severity, message }) => [severity, message]),
      [
        [
          "warning",
          'Store "pachyderm": gcs: the store is in eu, and the cluster in us-central1. The cloud charges for every GB between them (0.02 USD and more), and each request takes longer.',
        ],
      ],
    );
  });
});
