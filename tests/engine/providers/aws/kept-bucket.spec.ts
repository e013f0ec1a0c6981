import assert from "node:assert/strict";
import { Store, type StoreSample } from "../../../unit/targets/aws/object-store/store";
import type { EngineStack } from "../../stack/engine-stack";
import { AwsBench } from "./bench";

const BUCKET = "aws:s3/bucket:Bucket";
const NAME = "pachyderm-data";

describe("a bucket of S3 on the real engine", () => {
  const bench = new AwsBench();
  let stack: EngineStack;

  const program =
    ({ block, ...sample }: StoreSample = {}) =>
    () => {
      const { created } = new Store({ block: { bucket: NAME, ...block }, ...sample });
      return Promise.resolve({ bucketName: created.bucketName, region: created.region });
    };
  const isOfS3 = ({ type }: { readonly type: string }) => type.startsWith("aws:s3/");

  it("is created", async () => {
    stack = await bench.stack(program());
    const { outputs } = await stack.up();
    assert.deepEqual(outputs, { bucketName: NAME, region: "us-east-1" });
    bench.account.objects.put(NAME, "chunks/1");
  });

  it("is kept with its settings and objects when the stack is destroyed; the role is not", async () => {
    await stack.destroy();
    const left = bench.account.resources();
    assert.deepEqual([left.length, left.filter(isOfS3).length], [7, 7]);
    assert.deepEqual(bench.account.objects.keys(NAME), ["chunks/1"]);
  });

  it("is taken back with other settings than before, and then nothing is left to change", async () => {
    const run = await stack.up({ program: program({ adopt: true, block: { noncurrentDays: 7 } }) });
    // The import does not know `forceDestroy`, which is an input of the provider alone.
    assert.deepEqual(run.changes()[`${BUCKET}::pachyderm-bucket`], ["import", "update"]);
    assert.deepEqual(bench.account.objects.keys(NAME), ["chunks/1"]);
    await stack.expectNoChanges();
  });

  it("goes with all objects once that was asked for", async () => {
    const run = await stack.up({ program: program({ adopt: true, keepData: false, block: { noncurrentDays: 7 } }) });
    assert.deepEqual(run.changes()[`${BUCKET}::pachyderm-bucket`], ["update"]);
    await stack.destroy();
    assert.deepEqual(bench.cloud.leftovers(), []);
  });
});
