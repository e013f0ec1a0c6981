import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { shown } from "../../../../../components/shared/invalid-args";
import { refusal } from "../../../refusal";
import { KEY, Store, store, type StoreSample } from "./store";

type Row = readonly [sample: StoreSample, ...problems: (readonly [path: string, reason: string])[]];

const FORM =
  "is not the name of a bucket: 3 to 63 characters of a-z, 0-9, '-' and '_', with a letter or digit at both ends.";
const GIVES = "has a dot, and Google gives such a name only to the proven owner of the domain; write";
const NO_EFFECT = "has no effect on a bucket that exists. Leave it out.";
const NO_IDENTITY =
  "cannot be used: cluster.identity has no projectNumber and pool of Google Cloud, so pods cannot log in there. Write both, or use the object store of the cluster's own cloud.";

const LABEL_KEY =
  "is not the key of a label of Google Cloud; use at most 63 lower-case letters, digits, '-' and '_', and start with a letter.";
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${String(n)}`, "v"]));

const rows: Readonly<Record<string, Row>> = {
  "no location on a cluster of another cloud": [
    { cluster: { region: "us-east-1" } },
    [
      "gcs.location",
      'is missing, and the cluster is in "us-east-1", where Google Cloud has no buckets. Write a location, such as us-central1.',
    ],
  ],
  "a name with capitals": [{ block: { bucket: "Data" } }, ["gcs.bucket", `"Data" ${FORM}`]],
  "a name of two characters": [{ block: { bucket: "ml" } }, ["gcs.bucket", `"ml" ${FORM}`]],
  "a name of 64 characters": [
    { block: { bucket: "a".repeat(64) } },
    ["gcs.bucket", `${shown("a".repeat(64))} ${FORM}`],
  ],
  "a name with a dash at the end": [{ block: { bucket: "data-" } }, ["gcs.bucket", `"data-" ${FORM}`]],
  "a URL": [{ block: { bucket: "gs://data" } }, ["gcs.bucket", `"gs://data" ${FORM}`]],
  "a name with a dot": [
    { block: { bucket: "pachyderm.example.org" } },
    ["gcs.bucket", `"pachyderm.example.org" ${GIVES} pachyderm-example-org.`],
  ],
  "an address": [
    { block: { bucket: "192.168.5.4" } },
    ["gcs.bucket", '"192.168.5.4" is an IP address, which no bucket is named after.'],
  ],
  "a name that starts with goog": [
    { block: { bucket: "goog-data" } },
    ["gcs.bucket", '"goog-data" starts with goog, which is reserved for Google.'],
  ],
  "a name that contains google": [
    { block: { bucket: "ml-google-data" } },
    ["gcs.bucket", '"ml-google-data" contains google or a word like it, which is reserved for Google.'],
  ],
  "a name that contains a word like google": [
    { block: { bucket: "ml-g00gle" } },
    ["gcs.bucket", '"ml-g00gle" contains google or a word like it, which is reserved for Google.'],
  ],
  "the number of a project": [
    { block: { project: "123456789012" } },
    [
      "gcs.project",
      '"123456789012" is not the id of a project, such as ml-prod-123456; use the id, not the name or the number.',
    ],
  ],
  "a zone": [
    { block: { location: "us-central1-a" } },
    ["gcs.location", '"us-central1-a" is a zone, and a bucket is in a region; write us-central1.'],
  ],
  "a region of another cloud": [
    { block: { location: "us-east-1" } },
    ["gcs.location", '"us-east-1" is not a location of buckets, such as us-central1, US or NAM4.'],
  ],
  "no days": [{ block: { noncurrentDays: 0 } }, ["gcs.noncurrentDays", "0 is not a whole number of at least 1."]],
  "half a day": [
    { block: { noncurrentDays: 0.5 } },
    ["gcs.noncurrentDays", "0.5 is not a whole number of at least 1."],
  ],
  "the version of a key": [
    { block: { kmsKeyName: `${KEY}/cryptoKeyVersions/1` } },
    [
      "gcs.kmsKeyName",
      `${shown(`${KEY}/cryptoKeyVersions/1`)} is not the name of a Cloud KMS key: projects/<project>/locations/<region>/keyRings/<ring>/cryptoKeys/<key>.`,
    ],
  ],
  "a key of another region than that of the cluster": [
    { block: { kmsKeyName: KEY }, cluster: { region: "europe-west1" } },
    ["gcs.kmsKeyName", `${shown(KEY)} is not a key in europe-west1, where the bucket needs it; use a key there.`],
  ],
  "a key of a region for a bucket in several": [
    { block: { kmsKeyName: KEY, location: "EU" } },
    ["gcs.kmsKeyName", `${shown(KEY)} is not a key in europe, where the bucket needs it; use a key there.`],
  ],
  "a global key": [
    { block: { kmsKeyName: KEY.replace("us-central1", "global") } },
    [
      "gcs.kmsKeyName",
      `${shown(KEY.replace("us-central1", "global"))} is not a key in us-central1, where the bucket needs it; use a key there.`,
    ],
  ],
  "no location for a cluster without a region": [
    { cluster: { region: undefined } },
    [
      "gcs.location",
      "is missing, and the facts of the cluster name no region. Write the region of the cluster, such as us-central1.",
    ],
  ],
  "a label with a prefix": [
    { labels: { "app.kubernetes.io/part-of": "ml" } },
    ["labels.app.kubernetes.io/part-of", `"app.kubernetes.io/part-of" ${LABEL_KEY}`],
  ],
  "a label with capitals": [
    { labels: { Team: "ML" } },
    ["labels.Team", `"Team" ${LABEL_KEY}`],
    [
      "labels.Team",
      `"ML" is not the value of a label of Google Cloud; use at most 63 lower-case letters, digits, '-' and '_'.`,
    ],
  ],
  "a label of Google's": [
    { labels: { "goog-ml": "ml" } },
    ["labels.goog-ml", '"goog-ml" starts with goog-, which is reserved for Google.'],
  ],
  "more labels than a bucket can have": [
    { labels: many(65) },
    ["labels", "has 65 labels; Google Cloud allows 64. Leave some out."],
  ],
  "a bucket that exists and has no name": [
    { block: { create: false } },
    ["gcs.bucket", "is missing, and create is false. Write the name of the bucket that exists."],
  ],
  "everything about a bucket that is not created": [
    {
      block: {
        ...{ create: false, bucket: "data", location: "us-central1", noncurrentDays: 7, kmsKeyName: KEY },
        project: "data-123456",
      },
    },
    ["gcs.location", NO_EFFECT],
    ["gcs.noncurrentDays", NO_EFFECT],
    ["gcs.kmsKeyName", NO_EFFECT],
    ["gcs.project", NO_EFFECT],
  ],
  "taking back a bucket without its name": [
    { adopt: true },
    [
      "gcs.bucket",
      "is missing, and adopt takes a bucket back by its name. Write the name of the bucket that was kept.",
    ],
  ],
  "taking back a bucket whose name is an output": [
    { block: { bucket: pulumi.output("data") }, adopt: true },
    ["gcs.bucket", "is an output, and adopt needs a name that is known before anything runs. Write the name as text."],
  ],
  "a component whose name starts no name of a bucket": [
    { name: "Pachyderm" },
    [
      "name",
      `"Pachyderm" cannot start the name of a bucket; use a-z, 0-9, '-' and '_' with a letter or digit first, or write the bucket's name.`,
    ],
  ],
  "a component whose name is too long for a bucket": [
    { name: "p".repeat(49) },
    [
      "name",
      `"${"p".repeat(49)}" is too long for the name of a bucket; use at most 48 characters, or write the bucket's name.`,
    ],
  ],
  "a component whose name contains google": [
    { name: "ml-google" },
    ["name", '"ml-google" contains google or a word like it, which is reserved for Google.'],
  ],
  "a component whose name is too long for a service account": [
    { name: "p".repeat(24), block: { serviceAccount: true } },
    ["name", `"${"p".repeat(24)}" is too long for the name of a Google service account; use at most 23 characters.`],
  ],
  "a cluster of another cloud": [
    { cluster: { identity: { oidcIssuer: "https://oidc.example.org" } } },
    ["gcs", NO_IDENTITY],
  ],
  "a cluster whose pods have no pool": [{ cluster: { identity: { projectNumber: "1" } } }, ["gcs", NO_IDENTITY]],
};

describe("a bucket of Cloud Storage is refused with", () => {
  for (const [title, [sample, ...expected]] of Object.entries(rows)) {
    it(title, async () => {
      const problems = await refusal(() => new Store(sample));
      assert.deepEqual(
        problems.map(({ path, reason }) => [path, reason]),
        expected,
      );
    });
  }
});

describe("a bucket of Cloud Storage is refused when it turns out to have", () => {
  it("no location", async () => {
    await assert.rejects(
      store({ cluster: { region: pulumi.output(undefined) } }),
      /Store "pachyderm" has invalid arguments:\n {2}- gcs.location: is missing/,
    );
  });

  it("a key of another region", async () => {
    await assert.rejects(
      store({ block: { kmsKeyName: KEY }, cluster: { region: pulumi.output("europe-west1") } }),
      /gcs.kmsKeyName: .* is not a key in europe-west1/,
    );
  });
});

describe("a bucket of Cloud Storage is accepted with", () => {
  const accepted: Readonly<Record<string, StoreSample>> = {
    "a name of 63 characters": { block: { bucket: "a".repeat(63) } },
    "the longest name of a component": { name: "p".repeat(48) },
    "as many labels as a bucket can have": { labels: many(64) },
    "labels that are for Kubernetes alone, if the bucket exists": {
      block: { create: false, bucket: "data" },
      labels: { "app.kubernetes.io/part-of": "ML" },
    },
    "a name with dots, if the bucket exists": { block: { create: false, bucket: "data.example.org" } },
    "a key of several regions for a bucket in them": {
      block: { location: "EU", kmsKeyName: KEY.replace("us-central1", "europe") },
    },
    "a pair of regions": { block: { location: "nam4", kmsKeyName: KEY.replace("us-central1", "nam4") } },
    "the longest name of a component with a service account": {
      name: "p".repeat(23),
      block: { serviceAccount: true },
    },
  };
  for (const [title, sample] of Object.entries(accepted)) {
    it(title, async () => {
      await store(sample);
    });
  }
});
