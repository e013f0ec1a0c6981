import assert from "node:assert/strict";
import type { Deployed } from "../../../../helpers/deploy";
import { inputsOf, KEY, store } from "./store";

const S3 = (type: string) => `aws:s3/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`;

/** The resources that hold or guard objects. */
const OF_THE_BUCKET = [
  "Bucket",
  "BucketLifecycleConfiguration",
  "BucketOwnershipControls",
  "BucketPolicy",
  "BucketPublicAccessBlock",
  "BucketServerSideEncryptionConfiguration",
  "BucketVersioning",
].map(S3);

const created = (graph: Deployed) =>
  graph.resources.filter(({ custom }) => custom).map(({ type, name }) => `${type} ${name}`);

describe("a bucket of S3", () => {
  it("has exactly these resources", async () => {
    assert.deepEqual(created(await store()).sort(), [
      "aws:iam/role:Role pachyderm-bucket",
      "aws:iam/rolePolicy:RolePolicy pachyderm-bucket",
      ...OF_THE_BUCKET.map((type) => `${type} pachyderm-bucket`),
      "pulumi:providers:aws pachyderm-aws",
    ]);
  });

  it("is created in the region of the cluster, and is not deleted while it has objects", async () => {
    assert.deepEqual(inputsOf(await store(), S3("Bucket")), { region: "us-east-1", forceDestroy: false });
  });

  it("allows no public access", async () => {
    assert.deepEqual(inputsOf(await store(), S3("BucketPublicAccessBlock")), {
      bucket: "pachyderm-bucket-0a1b2c3",
      region: "us-east-1",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  it("owns every object in it", async () => {
    const { rule } = inputsOf(await store(), S3("BucketOwnershipControls"));
    assert.deepEqual(rule, { objectOwnership: "BucketOwnerEnforced" });
  });

  it("keeps versions", async () => {
    const { versioningConfiguration } = inputsOf(await store(), S3("BucketVersioning"));
    assert.deepEqual(versioningConfiguration, { status: "Enabled" });
  });

  it("is encrypted with the key of S3", async () => {
    const { rules } = inputsOf(await store(), S3("BucketServerSideEncryptionConfiguration"));
    assert.deepEqual(rules, [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }]);
  });

  it("never deletes a current object, and deletes replaced ones after 30 days", async () => {
    const { rules } = inputsOf(await store(), S3("BucketLifecycleConfiguration"));
    assert.deepEqual(rules, [
      {
        id: "unfinished-uploads",
        status: "Enabled",
        filter: {},
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
      {
        id: "replaced-and-deleted-objects",
        status: "Enabled",
        filter: {},
        noncurrentVersionExpiration: { noncurrentDays: 30 },
        expiration: { expiredObjectDeleteMarker: true },
      },
    ]);
  });

  it("refuses requests without TLS", async () => {
    const { policy } = inputsOf(await store(), S3("BucketPolicy"));
    const arn = "arn:aws:s3:::pachyderm-bucket-0a1b2c3";
    assert.deepEqual(policy, {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [arn, `${arn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  it("gets its life cycle after versions, and its policy after the block of public access", async () => {
    const graph = await store();
    const dependencies = (type: string) =>
      graph.byName(S3(type), "pachyderm-bucket").dependencies.map((urn) => graph.byUrn(urn).type);
    assert.ok(dependencies("BucketLifecycleConfiguration").includes(S3("BucketVersioning")));
    assert.ok(dependencies("BucketPolicy").includes(S3("BucketPublicAccessBlock")));
  });

  it("tells pods the role, and lets them wait for its policy and for what guards objects", async () => {
    const arn = "arn:aws:iam::111122223333:role/pachyderm-bucket";
    const { dependsOn, ...rest } = (await store()).outputs.values;
    assert.deepEqual(rest, {
      bucketName: "pachyderm-bucket-0a1b2c3",
      region: "us-east-1",
      annotations: { "eks.amazonaws.com/role-arn": arn },
      podLabels: {},
      identities: { pachyderm: arn, "pachyderm-worker": arn },
    });
    assert.deepEqual(
      (dependsOn as string[]).map((urn) => urn.split("$").at(-1)),
      [
        "aws:iam/rolePolicy:RolePolicy pachyderm-bucket",
        ...["BucketPolicy", "BucketOwnershipControls", "BucketVersioning"].map(
          (type) => `${S3(type)} pachyderm-bucket`,
        ),
        `${S3("BucketServerSideEncryptionConfiguration")} pachyderm-bucket`,
      ],
    );
  });

  it("has no key of an account in any input", async () => {
    const graph = await store();
    const types = graph.resources.map(({ type }) => type);
    assert.deepEqual(
      types.filter((type) => /accessKey|user:User|servicelinked/i.test(type)),
      [],
    );
    assert.doesNotMatch(JSON.stringify(graph.resources.map(({ inputs }) => inputs)), /AKIA|secretKey|accessKey/);
    assert.equal("account" in graph.outputs.values, false);
  });
});

describe("the data of a bucket of S3", () => {
  const kept = (graph: Deployed) =>
    graph.resources.filter(({ retainOnDelete }) => retainOnDelete).map(({ type }) => type);

  it("is kept on destroy, together with what guards it; the role is not", async () => {
    assert.deepEqual(kept(await store()).sort(), OF_THE_BUCKET);
  });

  it("is deleted with all objects if it is not to be kept", async () => {
    const graph = await store({ keepData: false });
    assert.deepEqual(kept(graph), []);
    assert.equal(inputsOf(graph, S3("Bucket"))["forceDestroy"], true);
  });

  it("is taken back by the bucket's name; S3 overwrites its settings", async () => {
    const graph = await store({ adopt: true, block: { bucket: "data" } });
    const imported = graph.resources.filter(({ importId }) => importId !== undefined);
    assert.deepEqual(
      imported.map(({ type, importId }) => [type, importId]),
      [[S3("Bucket"), "data"]],
    );
  });

  it("is not taken back where the bucket is never created", async () => {
    const graph = await store({ adopt: true, block: { bucket: "data", create: false } });
    assert.deepEqual(
      graph.resources.filter(({ importId }) => importId !== undefined),
      [],
    );
  });
});

describe("a bucket of S3 that exists", () => {
  const block = { bucket: "data", create: false };

  it("is never changed: only a role is created", async () => {
    assert.deepEqual(created(await store({ block })), [
      "pulumi:providers:aws pachyderm-aws",
      "aws:iam/role:Role pachyderm-bucket",
      "aws:iam/rolePolicy:RolePolicy pachyderm-bucket",
    ]);
  });

  it("is looked up in its region, and pods may use it and its key", async () => {
    const graph = await store({ block: { ...block, kmsKeyArn: KEY } });
    const { bucketName, region } = graph.outputs.values;
    assert.deepEqual({ bucketName, region }, { bucketName: "data", region: "us-east-1" });
    const { policy } = inputsOf(graph, "aws:iam/rolePolicy:RolePolicy");
    const { Statement } = policy as { Statement: { Resource: string }[] };
    assert.deepEqual(
      Statement.map(({ Resource }) => Resource),
      ["arn:aws:s3:::data", "arn:aws:s3:::data/*", KEY],
    );
  });

  it("says its region if nothing else does", async () => {
    const graph = await store({ block, cluster: { region: undefined } });
    assert.equal(graph.outputs.values["region"], "eu-central-1");
  });
});
