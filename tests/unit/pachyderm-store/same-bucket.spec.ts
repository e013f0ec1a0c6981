import assert from "node:assert/strict";
import { MlCluster, PachydermStore, type PachydermStoreArgs } from "../../../components";
import { deploy } from "../../helpers/deploy";
import { kubeconfig } from "../kubeconfig";
import { cluster } from "../platform";
import { refusal } from "../refusal";
import { COMPONENT, INSIDE } from "./pachyderm";
import { answers, MINIO, outputs, STORES } from "./stores";

const ACCOUNT =
  "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/models";
const OTHER_MINIO = { ...MINIO, endpoint: "https://other.example.org" };
const IN_CLUSTER = { ...MINIO, endpoint: "http://minio.minio.svc.cluster.local:9000" };
const AZURE_OLD = { azureBlob: { create: false, accountId: ACCOUNT, container: "models" } };

type Store = Partial<PachydermStoreArgs>;

const cloudOf = ({ gcs, azureBlob }: Store): keyof typeof STORES =>
  gcs === undefined
    ? azureBlob === undefined
      ? "a bucket of S3"
      : "a container of Azure"
    : "a bucket of Google Cloud";

function create(name: string, ml: MlCluster, store: Store): void {
  const cloud = cloudOf(store);
  const facts = { ...STORES[cloud].facts(ml), clusterIdentifier: undefined };
  new PachydermStore(name, { ...INSIDE, namespace: { name }, cluster: facts, ...store }, { provider: ml.provider });
}

/** Two Pachyderms in namespaces of their own. */
const two = (first: Store, second: Store) => () => {
  const ml = cluster();
  create("one", ml, first);
  create("two", ml, second);
};

/** Two Pachyderms in clusters of their own. */
const apart = (first: Store, second: Store) => () => {
  create("one", cluster(), first);
  create("two", new MlCluster("other", { existing: { kubeconfig, context: "dev" } }), second);
};

const created = async (program: () => void): Promise<number> =>
  (await deploy(program, { outputs, answers })).ofType(COMPONENT).length;

const refusedBy = (program: () => void) => refusal(program, { outputs, answers });

describe("Two Pachyderms of one program that would keep objects in one place are refused:", () => {
  const overwrite = "keeps its objects too. They would overwrite and delete each other's objects. Use another one.";
  type Row = [what: string, program: () => void, path: string, place: string];
  const rows: Row[] = [
    [
      "a bucket of S3",
      two({ s3: { bucket: "models" } }, { s3: { bucket: "models", create: false } }),
      "s3.bucket",
      "the bucket models of Amazon S3",
    ],
    [
      "a bucket of S3 from two clusters",
      apart({ s3: { bucket: "models" } }, { s3: { bucket: "models" } }),
      "s3.bucket",
      "the bucket models of Amazon S3",
    ],
    [
      "a bucket at an endpoint",
      two({ s3Compatible: MINIO }, { s3Compatible: { ...MINIO, region: "other" } }),
      "s3Compatible.bucket",
      "the bucket models at minio.example.org:9000",
    ],
    [
      "a bucket at an endpoint, from two clusters",
      apart({ s3Compatible: MINIO }, { s3Compatible: MINIO }),
      "s3Compatible.bucket",
      "the bucket models at minio.example.org:9000",
    ],
    [
      "a bucket at an endpoint in the cluster",
      two({ s3Compatible: IN_CLUSTER }, { s3Compatible: IN_CLUSTER }),
      "s3Compatible.bucket",
      "the bucket models at minio.minio.svc.cluster.local:9000",
    ],
    [
      "a bucket of Google Cloud",
      two({ gcs: { bucket: "models" } }, { gcs: { bucket: "models", create: false } }),
      "gcs.bucket",
      "the bucket models of Cloud Storage",
    ],
    [
      "a path in a bucket of Google Cloud",
      two({ gcs: { bucket: "models", prefix: "a" } }, { gcs: { bucket: "models", create: false, prefix: "/a/" } }),
      "gcs.bucket",
      "a/ in the bucket models of Cloud Storage",
    ],
    [
      "a container of Azure",
      two(AZURE_OLD, AZURE_OLD),
      "azureBlob.container",
      "the container models in the storage account models of Azure",
    ],
    [
      "a folder of the node",
      two({ local: { path: "/data" } }, { local: { path: "/data/" } }),
      "local.path",
      "the folder /data/ of the node",
    ],
  ];
  for (const [what, program, path, place] of rows) {
    it(what, async () => {
      assert.deepEqual(await refusedBy(program), [
        { path, reason: `is ${place}, where PachydermStore "one" ${overwrite}` },
      ]);
    });
  }

  it("a bucket or an account that both create, although their prefixes differ", async () => {
    const bucket = { gcs: { bucket: "models", prefix: "a" } };
    assert.deepEqual(await refusedBy(two(bucket, { gcs: { bucket: "models", prefix: "b" } })), [
      {
        path: "gcs.bucket",
        reason: 'is the bucket models of Cloud Storage, which PachydermStore "one" creates too. Use another name.',
      },
    ]);
    const account = (container: string) => ({ azureBlob: { accountName: "models", container } });
    assert.deepEqual(await refusedBy(two(account("a-1"), account("b-1"))), [
      {
        path: "azureBlob.accountName",
        reason: 'is the storage account models of Azure, which PachydermStore "one" creates too. Use another name.',
      },
    ]);
  });
});

describe("Two Pachyderms of one program are accepted", () => {
  const rows: [what: string, program: () => void][] = [
    ["with buckets of generated names", two({ s3: {} }, { s3: {} })],
    ["with one name at two endpoints", two({ s3Compatible: MINIO }, { s3Compatible: OTHER_MINIO })],
    ["at an endpoint that each cluster has", apart({ s3Compatible: IN_CLUSTER }, { s3Compatible: IN_CLUSTER })],
    [
      "in two paths of one bucket",
      two({ gcs: { bucket: "models", prefix: "a" } }, { gcs: { bucket: "models", create: false, prefix: "b" } }),
    ],
    [
      "in accounts of generated names",
      two({ azureBlob: { container: "models" } }, { azureBlob: { container: "models" } }),
    ],
    ["in one folder of two clusters", apart({ local: { path: "/data" } }, { local: { path: "/data" } })],
    ["in the folders of their namespaces", two({ local: {} }, { local: {} })],
  ];
  for (const [what, program] of rows) {
    it(what, async () => assert.equal(await created(program), 2));
  }

  it("in one bucket, in programs of their own", async () => {
    for (let run = 0; run < 2; run++) {
      assert.equal(await created(() => create("one", cluster(), { s3: { bucket: "models" } })), 1);
    }
  });
});
