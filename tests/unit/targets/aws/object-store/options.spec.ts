import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { S3StoreArgs } from "../../../../../components/targets/aws/bucket-args";
import { changes } from "../../changes";
import { bucketRows, inAll } from "./rows";
import { KEY, store, type StoreSample } from "./store";

describe("an option of a bucket of S3 changes what it should, and nothing else", () => {
  for (const [option, [block, ...expected]] of Object.entries(bucketRows)) {
    it(option, async () => {
      assert.deepEqual(changes(await store(), await store({ block })), expected.sort());
    });

    it(`${option} as an output`, async () => {
      const later = Object.fromEntries(
        Object.entries(block).map(([key, value]) => [key, key === "create" ? value : pulumi.output(value)]),
      ) as S3StoreArgs;
      assert.deepEqual(changes(await store(), await store({ block: later })), expected);
    });
  }

  const data: Readonly<Record<string, readonly [StoreSample, StoreSample, ...string[]]>> = {
    keepData: [
      {},
      { keepData: false },
      "~ Bucket pachyderm-bucket: forceDestroy, opts.retainOnDelete",
      ...inAll("opts.retainOnDelete"),
    ],
    adopt: [
      { block: { bucket: "data" } },
      { block: { bucket: "data" }, adopt: true },
      "~ Bucket pachyderm-bucket: opts.import",
    ],
    labels: [
      {},
      { labels: { team: "ml", "app.kubernetes.io/part-of": pulumi.output("ML.2") } },
      "~ Bucket pachyderm-bucket: tags",
      "~ Role pachyderm-bucket: tags",
    ],
  };
  for (const [option, [before, after, ...expected]] of Object.entries(data)) {
    it(option, async () => {
      assert.deepEqual(changes(await store(before), await store(after)), expected);
    });
  }
});

describe("the encryption of a bucket of S3 with a key of its own", () => {
  it("uses a key of the bucket, so that few requests go to KMS", async () => {
    const graph = await store({ block: { kmsKeyArn: KEY } });
    const [encryption] = graph.ofType(
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    );
    assert.deepEqual(encryption?.inputs.values["rules"], [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY },
        bucketKeyEnabled: true,
      },
    ]);
  });
});
