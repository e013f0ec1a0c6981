import assert from "node:assert/strict";
import { skipAfterFailure } from "../../skip-after-failure";
import { IDENTITY, Store, type StoreSample } from "../../../unit/targets/gcp/object-store/store";
import { CloudBench } from "../cloud/bench";
import { CLUSTER } from "./container/cluster";
import { startCloud } from "./start-cloud";

const BUCKET = "gcp:storage/bucket:Bucket";
const MEMBERS = ["pachyderm", "pachyderm-worker"].map(
  (account) => `gcp:storage/bucketIAMMember:BucketIAMMember::pachyderm-bucket-pachyderm/${account}`,
);

/** Each test goes on with what the one before it left. */
describe("a bucket of Cloud Storage on the real engine", () => {
  skipAfterFailure();
  const bench = new CloudBench({
    start: startCloud,
    config: { "gcp:project": IDENTITY.project },
    hasCluster: false,
  });
  before(() => {
    bench.account.apis.add("storage");
    const inputs = { workloadIdentityConfig: { workloadPool: IDENTITY.pool } };
    bench.account.add({ type: CLUSTER, id: "ml", name: "ml", inputs, outputs: {}, maker: "" });
  });

  const program = (sample: StoreSample) => () => Promise.resolve({ ...new Store(sample).created, dependsOn: [] });
  const buckets = () => bench.account.resources(BUCKET).map(({ id }) => id);
  let stack: Awaited<ReturnType<typeof bench.stack>>;
  let bucket: string;

  it("is created with access for two service accounts", async () => {
    stack = await bench.stack(program({}));
    bucket = String((await stack.up()).outputs["bucketName"]);
    assert.match(bucket, /^pachyderm-bucket-[0-9a-f]{7}$/);
    assert.deepEqual(buckets(), [bucket]);
    assert.equal(bench.account.resources("gcp:storage/bucketIAMMember:BucketIAMMember").length, 2);
  });

  it("stays with its objects after a destroy, and nothing else stays", async () => {
    bench.account.objects.get(bucket)?.push("chunk");
    await stack.destroy();
    const left = bench.cloud.leftovers().filter((one) => !one.startsWith(CLUSTER));
    assert.deepEqual(left, [`${BUCKET} ${bucket}`]);
    assert.deepEqual(bench.account.objects.get(bucket), ["chunk"]);
  });

  it("is not taken back by a name that no bucket has", async () => {
    const other = program({ block: { bucket: "pachyderm-bucket-0000000" }, adopt: true });
    await assert.rejects(stack.preview({ program: other }), /resource 'pachyderm-bucket-0000000' does not exist/);
  });

  it("is taken back by its name, once", async () => {
    const run = await stack.up({ program: program({ block: { bucket }, adopt: true }) });
    assert.deepEqual(run.changes(), {
      [`${BUCKET}::pachyderm-bucket`]: ["import"],
      ...Object.fromEntries(MEMBERS.map((member) => [member, ["create"]])),
      "pulumi:providers:gcp::pachyderm-gcp": ["create"],
      "test:index:Store::pachyderm": ["create"],
    });
    await stack.expectNoChanges();
    assert.deepEqual(bench.account.objects.get(bucket), ["chunk"]);
    stack.program = program({ block: { bucket } });
    await stack.expectNoChanges();
  });

  it("goes with its objects when its data is given up", async () => {
    await stack.up({ program: program({ block: { bucket }, keepData: false }) });
    await stack.destroy();
    assert.deepEqual(
      bench.cloud.leftovers().filter((one) => !one.startsWith(CLUSTER)),
      [],
    );
    assert.equal(bench.account.objects.has(bucket), false);
  });
});
