import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { PachydermServiceType, PachydermStore, type PachydermStoreArgs } from "../../../components";
import { deploy, type Deployed } from "../../helpers/deploy";
import { cluster } from "../platform";
import { refusal } from "../refusal";
import { label } from "../targets/changes";
import { COMPONENT, NAMESPACE, RELEASE, SECRET, valuesOf } from "./pachyderm";
import { ACCOUNT_KEY, answers, CLIENT, ON_AWS, outputs, PROVIDERS, ROLE, STORES, SUBSCRIPTION } from "./stores";

type StoreName = keyof typeof STORES;

/** Pachyderm on a store of a cloud. */
const inCloud = (store: StoreName, args: Partial<PachydermStoreArgs> = {}): Promise<Deployed> =>
  deploy(
    () => {
      const ml = cluster();
      const { block, facts } = STORES[store];
      const service = { type: PachydermServiceType.ClusterIP };
      const all = { cluster: facts(ml), service, ...block, ...args };
      const made = new PachydermStore("pach", all, { providers: [ml.provider, ...PROVIDERS[store]()] });
      return { url: made.storageUrl, bucket: made.bucketName, identities: made.identities };
    },
    { outputs, answers },
  );

type Tree = { readonly [key: string]: Tree } & string;

/** What the chart is told about the store and who may use it. */
function storeIn(graph: Deployed) {
  const { deployTarget, pachd } = valuesOf(graph) as unknown as Tree;
  return {
    deployTarget,
    storage: pachd?.storage,
    accounts: [pachd?.serviceAccount?.additionalAnnotations, pachd?.worker?.serviceAccount?.additionalAnnotations],
    podLabels: pachd?.podLabels,
  };
}

describe("a Pachyderm on a bucket of a cloud", () => {
  it("of S3 has a role for both service accounts and no key", async () => {
    const graph = await inCloud("a bucket of S3");
    const annotations = { "eks.amazonaws.com/role-arn": ROLE };
    assert.deepEqual(storeIn(graph), {
      deployTarget: "AMAZON",
      storage: {
        storageURL: "s3://pach-bucket-0a1b2c3?region=us-east-1",
        amazon: { bucket: "pach-bucket-0a1b2c3", region: "us-east-1" },
      },
      accounts: [annotations, annotations],
      podLabels: undefined,
    });
    assert.deepEqual(graph.outputs.values, {
      url: "s3://pach-bucket-0a1b2c3?region=us-east-1",
      bucket: "pach-bucket-0a1b2c3",
      identities: { pachyderm: ROLE, "pachyderm-worker": ROLE },
    });
  });

  it("of Google Cloud gives the service accounts themselves access, without a key and without annotations", async () => {
    const graph = await inCloud("a bucket of Google Cloud");
    assert.deepEqual(storeIn(graph), {
      deployTarget: "GOOGLE",
      storage: {
        storageURL: "gs://pach-bucket-0a1b2c3?prefix=teams%2Fml%2F",
        google: { bucket: "pach-bucket-0a1b2c3" },
      },
      accounts: [undefined, undefined],
      podLabels: undefined,
    });
  });

  it("of Google Cloud can act as a Google service account", async () => {
    const { accounts } = storeIn(await inCloud("a Google service account"));
    const annotations = { "iam.gke.io/gcp-service-account": "pach-x7k2p9@ml-prod-123456.iam.gserviceaccount.com" };
    assert.deepEqual(accounts, [annotations, annotations]);
  });

  it("of Azure has the key of the account, as a secret", async () => {
    const graph = await inCloud("a container of Azure");
    const { deployTarget, storage, podLabels } = storeIn(graph);
    assert.equal(deployTarget, "MICROSOFT");
    const { container, id, secret } = storage?.microsoft as unknown as Record<string, string>;
    assert.equal(storage?.storageURL, `azblob://${String(container)}`);
    assert.equal(id, "pachx7k2p9");
    assert.equal(secret, ACCOUNT_KEY);
    assert.equal(podLabels, undefined);
    assert.ok(!JSON.stringify([graph.resources, graph.outputs]).includes(ACCOUNT_KEY));
  });

  it("of Azure can log in without a key, if pods have the label for it", async () => {
    const graph = await inCloud("a container of Azure without a key");
    const { storage, accounts, podLabels } = storeIn(graph);
    assert.equal((storage?.microsoft as unknown as Record<string, string>)["secret"], undefined);
    for (const annotations of accounts) assert.equal(annotations?.["azure.workload.identity/client-id"], CLIENT);
    assert.deepEqual(podLabels, { "azure.workload.identity/use": "true" });
  });

  const clouds: StoreName[] = ["a bucket of S3", "a bucket of Google Cloud", "a container of Azure"];
  for (const store of clouds) {
    it(`on ${store} starts pods only when they may use it`, async () => {
      const graph = await inCloud(store);
      const behind = graph.byName(RELEASE, "pach").dependencies.map((urn) => graph.byUrn(urn).type);
      const rights = /RolePolicy|BucketIAMMember|BlobContainer|RoleAssignment/;
      assert.ok(
        behind.some((type) => rights.test(type)),
        behind.join(", "),
      );
    });

    it(`on ${store} keeps what holds data on destroy, and gives it up with deleteData`, async () => {
      const holdsData = /^(aws:s3\/|gcp:storage\/bucket:|azure-native:(storage|resources):)/;
      const kept = async (args: Partial<PachydermStoreArgs>) => {
        const graph = await inCloud(store, args);
        const children = graph.childrenOf(graph.byName(COMPONENT, "pach"));
        return children.filter(({ retainOnDelete }) => retainOnDelete);
      };
      const byDefault = await kept({});
      assert.ok(byDefault.some(({ type }) => holdsData.test(type)));
      for (const { type } of byDefault)
        assert.ok(holdsData.test(type) || [NAMESPACE, SECRET].includes(type), `${type} is kept`);
      assert.deepEqual(await kept({ deleteData: true }), []);
    });
  }

  const labelled: readonly (readonly [StoreName, string, readonly string[]])[] = [
    ["a bucket of S3", "tags", ["Bucket pach-bucket", "Role pach-bucket"]],
    ["a bucket of Google Cloud", "labels", ["Bucket pach-bucket"]],
    [
      "a container of Azure without a key",
      "tags",
      ["ResourceGroup pach-blobs", "StorageAccount pach-blobs", "UserAssignedIdentity pach-blobs"],
    ],
  ];
  for (const [store, input, expected] of labelled) {
    it(`gives its labels to what can have them on ${store}`, async () => {
      const graph = await inCloud(store, { labels: { team: "ml", costs: pulumi.output("a-1") } });
      const found = graph.resources.filter(({ inputs }) => {
        const { team, costs } = (inputs.values[input] ?? {}) as Record<string, unknown>;
        return team === "ml" && costs === "a-1";
      });
      assert.deepEqual(found.map(label).sort(), expected);
    });
  }

  it("takes back the bucket with the namespace", async () => {
    const graph = await inCloud("a bucket of S3", { adopt: true, s3: { bucket: "pach-bucket-0a1b2c3" } });
    assert.equal(graph.ofType("aws:s3/bucket:Bucket")[0]?.importId, "pach-bucket-0a1b2c3");
    assert.equal(graph.byName(NAMESPACE, "pach-namespace").importId, "pachyderm");
  });

  const account = `/subscriptions/${SUBSCRIPTION}/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/data`;
  const existing = [
    ["a bucket of S3", { s3: { create: false, bucket: "data" } }],
    ["a bucket of Google Cloud", { gcs: { create: false, bucket: "data" } }],
    ["a container of Azure", { azureBlob: { create: false, accountId: account, container: "data" } }],
  ] as const;
  for (const [store, block] of existing) {
    it(`takes back the namespace and the passwords alone, on ${store} that it did not create`, async () => {
      const graph = await inCloud(store, { adopt: true, ...block });
      const imported = graph.resources.filter(({ importId }) => importId !== undefined);
      assert.deepEqual(
        imported.map(({ type, importId }) => [type, importId]),
        [
          [NAMESPACE, "pachyderm"],
          [SECRET, "pachyderm/pachyderm-credentials"],
        ],
      );
    });
  }
});

describe("PachydermStore on a bucket of a cloud refuses", () => {
  const refused = (store: StoreName, args: object, facts: object = {}) =>
    refusal(() => {
      const ml = cluster();
      const { block, facts: own } = STORES[store];
      const service = { type: PachydermServiceType.ClusterIP };
      const all = { cluster: { ...own(ml), ...facts }, service, ...block, ...args };
      new PachydermStore("pach", all, { providers: [ml.provider, ...PROVIDERS[store]()] });
    });

  for (const store of ["a bucket of S3", "a container of Azure without a key"] as const) {
    it(`an identity without an issuer, on ${store}`, async () => {
      const problems = await refused(store, {}, { identity: {} });
      assert.ok(
        problems.some(({ reason }) => /[iI]ssuer/.test(reason)),
        JSON.stringify(problems),
      );
    });
  }

  it("a bucket of S3 with a dot", async () => {
    const [problem] = await refused("a bucket of S3", { s3: { bucket: "my.models" } });
    assert.equal(problem?.path, "s3.bucket");
    assert.match(problem.reason, /dot/);
  });

  it("a prefix in a bucket of S3, where Pachyderm reads none", async () => {
    const [problem] = await refused("a bucket of S3", { s3: { prefix: "teams/ml" } });
    assert.equal(problem?.path, "s3.prefix");
  });

  it("a prefix that is no path", async () => {
    const [problem] = await refused("a bucket of Google Cloud", { gcs: { prefix: "a//b?c" } });
    assert.equal(problem?.path, "gcs.prefix");
    assert.match(problem.reason, /is not a path inside a bucket/);
  });

  it("a label that the cloud of the bucket does not take", async () => {
    const [problem, ...others] = await refused("a bucket of Google Cloud", { labels: { "example.org/team": "ml" } });
    assert.equal(problem?.path, "labels.example.org/team");
    assert.match(problem.reason, /is not the key of a label of Google Cloud/);
    assert.deepEqual(others, []);
  });

  it("a label whose value turns out to be one that the cloud does not take", async () => {
    await assert.rejects(
      inCloud("a bucket of Google Cloud", { labels: { team: pulumi.output("ML") } }),
      /PachydermStore "pach" has invalid arguments:\n {2}- labels.team: "ML" is not the value of a label of Google/,
    );
  });

  it("adoption without the name of the bucket", async () => {
    const problems = await refused("a bucket of S3", { adopt: true });
    assert.ok(
      problems.some(({ path }) => path === "s3.bucket"),
      JSON.stringify(problems),
    );
  });

  it("an identity that turns out to lack its issuer", async () => {
    const run = deploy(
      () => {
        const ml = cluster();
        const facts = { ...ON_AWS(), identity: pulumi.output(Promise.resolve({})) };
        const service = { type: PachydermServiceType.ClusterIP };
        const args = { cluster: facts, service, s3: {} };
        new PachydermStore("pach", args, { providers: [ml.provider, ...PROVIDERS["a bucket of S3"]()] });
      },
      { outputs, answers },
    );
    await assert.rejects(run, /PachydermStore "pach" has invalid arguments:\n {2}- s3/);
  });
});

describe("a Pachyderm in another region than its bucket", () => {
  const rows = [
    ["a bucket of S3", { s3: { region: "eu-west-1" } }],
    ["a bucket of Google Cloud", { gcs: { location: "europe-west1" } }],
    ["a container of Azure", { azureBlob: { location: "westeurope" } }],
  ] as const;
  for (const [store, block] of rows) {
    it(`is told what that costs, on ${store}`, async () => {
      const far: typeof outputs = (type, name, inputs) => {
        const known = outputs(type, name, inputs);
        if (type === "aws:s3/bucket:Bucket") return { outputs: { ...known?.outputs, region: "eu-west-1" } };
        if (type === "gcp:storage/bucket:Bucket") return { outputs: { ...known?.outputs, location: "EUROPE-WEST1" } };
        return known;
      };
      const { log } = await deploy(
        () => {
          const ml = cluster();
          const service = { type: PachydermServiceType.ClusterIP };
          const args = { cluster: STORES[store].facts(ml), service, ...block };
          new PachydermStore("pach", args, { providers: [ml.provider, ...PROVIDERS[store]()] });
        },
        { outputs: far, answers },
      );
      assert.ok(
        log.some(({ severity, message }) => severity === "warning" && message.includes("charges for every GB")),
        JSON.stringify(log),
      );
    });
  }
});
