import assert from "node:assert/strict";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { InvalidArgs } from "../../../../../components";
import { shown } from "../../../../../components/shared/invalid-args";
import { deploy, type DeployOptions } from "../../../../helpers/deploy";
import { refusal } from "../../../refusal";
import { IDENTITY, KEY, Store, store, type StoreSample } from "./store";

type Row = readonly [sample: StoreSample, ...problems: (readonly [path: string, reason: string])[]];

const NO_IDENTITY =
  "needs a role for the pods, and none can be created: cluster.identity has no OIDC issuer of the cluster with its IAM provider. Write oidcIssuer and providerArn in cluster.identity.";
const OTHER_REGION = `${shown(KEY)} is a key of another region than the bucket; write a key in eu-west-1.`;
const NO_NAME =
  "cannot start the name of an S3 bucket; use letters, digits and '-' with a letter or digit first, or write the bucket's name.";

const LONG_KEY = `${["a", "b"].map((part) => part.repeat(63)).join(".")}/team`;
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${String(n)}`, "v"]));

const rows: Readonly<Record<string, Row>> = {
  "a name with a dot": [
    { block: { bucket: "s3.pachyderm" } },
    [
      "s3.bucket",
      '"s3.pachyderm" contains a dot, and the TLS certificate of S3 does not match the host name of such a bucket; write s3-pachyderm, if you may choose the name.',
    ],
  ],
  "no region on a cluster of another cloud": [
    { cluster: { region: "us-central1" } },
    [
      "s3.region",
      'is missing, and the cluster is in "us-central1", which is no AWS region. Write the region of the bucket, such as us-east-1.',
    ],
  ],
  "a region that is a zone": [
    { block: { region: "us-east-1a" } },
    ["s3.region", '"us-east-1a" is a zone, not a region; write us-east-1.'],
  ],
  "the alias of a key": [
    { block: { kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:alias/ml" } },
    [
      "s3.kmsKeyArn",
      '"arn:aws:kms:us-east-1:111122223333:alias/ml" is the ARN of an alias, which can later point to another key; write the ARN of the key.',
    ],
  ],
  "a key of another region than that of the bucket": [
    { block: { region: "eu-west-1", kmsKeyArn: KEY } },
    ["s3.kmsKeyArn", OTHER_REGION],
  ],
  "a key of another region than that of the cluster": [
    { block: { kmsKeyArn: KEY }, cluster: { region: "eu-west-1" } },
    ["s3.kmsKeyArn", OTHER_REGION],
  ],
  "no days": [{ block: { noncurrentDays: 0 } }, ["s3.noncurrentDays", "0 is not a whole number of at least 1."]],
  "half a day": [{ block: { noncurrentDays: 0.5 } }, ["s3.noncurrentDays", "0.5 is not a whole number of at least 1."]],
  "a label that is the name of the role": [
    { labels: { name: "pachyderm" } },
    ["labels.name", '"name" is a tag that this package sets itself; use another key.'],
  ],
  "a label whose key is too long for a tag": [
    { labels: { [LONG_KEY]: "ml" } },
    [`labels.${LONG_KEY}`, `${shown(LONG_KEY)} has 132 characters; a tag of AWS has at most 128.`],
  ],
  "labels that are one tag to IAM": [
    { labels: { team: "ml", Team: "ml" } },
    ["labels.Team", 'differs from "team" in upper and lower case only, and IAM refuses both together. Leave one out.'],
  ],
  "more labels than a role has tags": [
    { labels: many(50), block: { create: false, bucket: "data" } },
    ["labels", "50 labels are too many; write at most 49 (AWS allows 50 tags, and this package sets one)."],
  ],
  "a bucket that exists and has no name": [
    { block: { create: false } },
    ["s3.bucket", "is missing. Write the name of the bucket that exists, or leave create out."],
  ],
  "days for a bucket that is never changed": [
    { block: { create: false, bucket: "data", noncurrentDays: 7 } },
    [
      "s3.noncurrentDays",
      "has no effect, because create is false and a bucket that exists is never changed. Leave it out.",
    ],
  ],
  "a bucket to take back without a name": [
    { adopt: true },
    [
      "s3.bucket",
      "is missing, and adopt takes back the bucket of this name. Write it, as the output bucketName had it.",
    ],
  ],
  "a bucket to take back whose name is known later": [
    { adopt: true, block: { bucket: pulumi.output("data") } },
    [
      "s3.bucket",
      "is an output, and Pulumi can take back a bucket only by a name that is known. Write the name as plain text.",
    ],
  ],
  "a cluster without an issuer": [{ cluster: { identity: {} } }, ["s3", NO_IDENTITY]],
  "a cluster whose issuer has no IAM provider": [
    { cluster: { identity: { oidcIssuer: IDENTITY.oidcIssuer } } },
    ["s3", NO_IDENTITY],
  ],
  "a region of another partition than that of the cluster": [
    { block: { region: "cn-north-1" } },
    [
      "s3.region",
      '"cn-north-1" is not in the partition of the cluster (aws), so its pods cannot log in there. Write a region of aws.',
    ],
  ],
  "the name of a component that is too long for a generated name": [
    { name: "p".repeat(49) },
    [
      "name",
      `"${"p".repeat(49)}" is too long for the name of an S3 bucket; use at most 48 characters (63, of which 15 are added), or write the bucket's name.`,
    ],
  ],
  "the name of a component that is too long for its role": [
    { name: "p".repeat(50), block: { bucket: "data" } },
    [
      "name",
      `"${"p".repeat(50)}" is too long for the name of an IAM role; use at most 49 characters (64, of which 15 are added).`,
    ],
  ],
  "the name of a component that no bucket can have": [{ name: "pach_prod" }, ["name", `"pach_prod" ${NO_NAME}`]],
  "the name of a component that starts with what AWS reserves": [
    { name: "sthree-pach" },
    ["name", `"sthree-pach" ${NO_NAME}`],
  ],
};

describe("a bucket of S3 is refused before anything is created:", () => {
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

describe("a bucket of S3 is accepted", () => {
  it("with a component's name in upper case, because the provider writes the bucket's in lower case", async () => {
    await store({ name: "Pachyderm" });
  });

  it("with the longest name of a component", async () => {
    await store({ name: "p".repeat(48) });
  });

  it("with a component's name that no bucket can have, if the bucket has another", async () => {
    await store({ name: "pach_prod", block: { bucket: "data" } });
  });

  it("with adopt and a provider for another region, if it exists and is not taken back", async () => {
    const answers: DeployOptions["answers"] = (_token, { bucket }) => ({
      ...{ region: "us-east-1", bucketRegion: "eu-west-1" },
      ...{ bucket, arn: `arn:aws:s3:::${bucket as string}` },
    });
    const block = { bucket: "data", create: false, region: "eu-west-1" };
    await deploy(
      () => {
        const aws = new Provider("mine", { region: "us-east-1" });
        new Store({ adopt: true, block }, { providers: [aws] });
      },
      { answers },
    );
  });

  it("if the cluster's region and identity are known later", async () => {
    await store({ cluster: { region: pulumi.output("us-east-1"), identity: pulumi.output(IDENTITY) } });
  });
});

describe("a bucket of S3 is refused as soon as it is known:", () => {
  const problemsOf = async (program: Promise<unknown>) => {
    const refused = await program.then(
      () => assert.fail("nothing was refused"),
      (error: unknown) => error,
    );
    assert.ok(refused instanceof InvalidArgs, String(refused));
    assert.equal(refused.component, 'Store "pachyderm"');
    return refused.problems.map(({ path, reason }) => [path, reason]);
  };

  it("a key of another region than that of the cluster", async () => {
    const sample = { block: { kmsKeyArn: KEY }, cluster: { region: pulumi.output("eu-west-1") } };
    assert.deepEqual(await problemsOf(store(sample)), [["s3.kmsKeyArn", OTHER_REGION]]);
  });

  it("a secret key, which is not shown", async () => {
    const sample = { block: { kmsKeyArn: pulumi.secret("arn:aws:kms:eu-west-1:1:key/1") } };
    assert.deepEqual(await problemsOf(store(sample)), [
      [
        "s3.kmsKeyArn",
        "the secret value is not the ARN of a KMS key, such as arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab.",
      ],
    ]);
  });

  it("a bucket to take back in another region than that of the provider that was passed", async () => {
    const answers = () => ({ region: "us-east-1" });
    const program = deploy(
      () => {
        const aws = new Provider("mine", { region: "us-east-1" });
        new Store({ adopt: true, block: { bucket: "data", region: "eu-west-1" } }, { providers: [aws] });
      },
      { answers },
    );
    assert.deepEqual(await problemsOf(program), [
      [
        "adopt",
        "the bucket is in eu-west-1, but the AWS provider that was passed is for us-east-1, and it can take back buckets of its own region only. Pass a provider for eu-west-1.",
      ],
    ]);
  });
});

describe("a bucket of S3 in another region than the cluster", () => {
  it("is created with a warning of its cost", async () => {
    const graph = await store({ block: { region: "eu-west-1" } });
    assert.deepEqual(
      graph.log.map(({ severity, message }) => [severity, message]),
      [
        [
          "warning",
          'Store "pachyderm": s3: the store is in eu-west-1, and the cluster in us-east-1. The cloud charges for every GB between them (0.01 USD and more), and each request takes longer.',
        ],
      ],
    );
  });

  it("is created without a warning if the cluster's region is the same or not known", async () => {
    for (const region of ["eu-west-1", undefined]) {
      const graph = await store({ block: { region: "eu-west-1" }, cluster: { region } });
      assert.deepEqual(graph.log, []);
    }
  });
});
