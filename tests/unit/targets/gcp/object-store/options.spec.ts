import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { GcsStoreArgs } from "../../../../../components/targets/gcp/bucket-args";
import { changes } from "../../changes";
import { KEY, store, type StoreSample } from "./store";

const GRANTS = ["pachyderm/pachyderm", "pachyderm/pachyderm-worker"];

const ofGrants = (input: string): string[] =>
  GRANTS.map((grant) => `~ BucketIAMMember pachyderm-bucket-${grant}: ${input}`);

/** What each option changes. `prefix` changes only the URL, which the component makes. */
const rows: Readonly<Record<Exclude<keyof GcsStoreArgs, "prefix">, readonly [GcsStoreArgs, ...string[]]>> = {
  bucket: [{ bucket: "data" }, "~ Bucket pachyderm-bucket: name", ...ofGrants("bucket")],
  create: [{ bucket: "data", create: false }, "- Bucket pachyderm-bucket", ...ofGrants("bucket")],
  project: [{ project: "data-123456" }, "~ Bucket pachyderm-bucket: project"],
  location: [{ location: "EU" }, "~ Bucket pachyderm-bucket: location"],
  noncurrentDays: [{ noncurrentDays: 7 }, "~ Bucket pachyderm-bucket: lifecycleRules"],
  kmsKeyName: [
    { kmsKeyName: KEY },
    "+ CryptoKeyIAMMember pachyderm-bucket-key",
    "~ Bucket pachyderm-bucket: encryption",
  ],
  serviceAccount: [
    { serviceAccount: true },
    "+ Account pachyderm-bucket",
    "+ BucketIAMMember pachyderm-bucket",
    "+ RandomString pachyderm-bucket-suffix",
    "+ random pachyderm-bucket-random",
    ...GRANTS.flatMap((grant) => [
      `+ IAMMember pachyderm-bucket-${grant}`,
      `- BucketIAMMember pachyderm-bucket-${grant}`,
    ]),
  ],
};

const PLAIN = ["create", "serviceAccount"];

describe("an option of a bucket of Cloud Storage changes what it should, and nothing else", () => {
  for (const [option, [block, ...expected]] of Object.entries(rows)) {
    it(option, async () => {
      assert.deepEqual(changes(await store(), await store({ block })), [...expected].sort());
    });

    it(`${option} as an output`, async () => {
      const later = Object.fromEntries(
        Object.entries(block).map(([key, value]) => [key, PLAIN.includes(key) ? value : pulumi.output(value)]),
      ) as GcsStoreArgs;
      assert.deepEqual(changes(await store(), await store({ block: later })), [...expected].sort());
    });
  }

  it("project of a service account", async () => {
    const block = { create: false, bucket: "data", serviceAccount: true };
    const found = changes(await store({ block }), await store({ block: { ...block, project: "data-123456" } }));
    assert.deepEqual(
      found,
      [
        "~ Account pachyderm-bucket: project",
        "~ BucketIAMMember pachyderm-bucket: member",
        ...GRANTS.map((grant) => `~ IAMMember pachyderm-bucket-${grant}: serviceAccountId`),
      ].sort(),
    );
  });

  const data: Readonly<Record<string, readonly [StoreSample, StoreSample, string]>> = {
    keepData: [{}, { keepData: false }, "~ Bucket pachyderm-bucket: forceDestroy, opts.retainOnDelete"],
    adopt: [
      { block: { bucket: "data" } },
      { block: { bucket: "data" }, adopt: true },
      "~ Bucket pachyderm-bucket: opts.import",
    ],
    labels: [{}, { labels: { team: "ml", cost_center: pulumi.output("a-1") } }, "~ Bucket pachyderm-bucket: labels"],
  };
  for (const [option, [before, after, expected]] of Object.entries(data)) {
    it(option, async () => {
      assert.deepEqual(changes(await store(before), await store(after)), [expected]);
    });
  }
});
