import assert from "node:assert/strict";
import { Desk } from "./desk";

const BUCKET = "s3/bucket:Bucket";
const OWNERSHIP = "s3/bucketOwnershipControls:BucketOwnershipControls";
const VERSIONING = "s3/bucketVersioning:BucketVersioning";
const ENCRYPTION = "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const LIFE_CYCLE = "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const NO_PUBLIC = "s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const POLICY = "s3/bucketPolicy:BucketPolicy";

const enabled = { versioningConfiguration: { status: "Enabled" } };
const encrypted = (byDefault: object) => ({ rules: [{ applyServerSideEncryptionByDefault: byDefault }] });
const rules = (...given: object[]) => ({ rules: given.map((rule) => ({ id: "x", status: "Enabled", ...rule })) });
const statement = (fields: object) => ({
  policy: {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::data/*", ...fields },
    ],
  },
});

/** Settings of the bucket `data`, with inputs that S3 takes. */
const SETTINGS: Readonly<Record<string, object>> = {
  [OWNERSHIP]: { rule: { objectOwnership: "BucketOwnerEnforced" } },
  [VERSIONING]: enabled,
  [ENCRYPTION]: encrypted({ sseAlgorithm: "AES256" }),
  [LIFE_CYCLE]: rules({ filter: {}, noncurrentVersionExpiration: { noncurrentDays: 30 } }),
  [NO_PUBLIC]: { blockPublicPolicy: true },
  [POLICY]: statement({ Effect: "Deny" }),
};

/** What the provider or S3 refuses. */
const REFUSED: readonly (readonly [what: string, type: string, inputs: object, message: RegExp])[] = [
  ["a word that ownership does not have", OWNERSHIP, { rule: { objectOwnership: "Owner" } }, /expected to be one of/],
  ["a word that versioning does not have", VERSIONING, { versioningConfiguration: { status: "On" } }, /one of/],
  ["an unknown algorithm", ENCRYPTION, encrypted({ sseAlgorithm: "aes" }), /expected to be one of/],
  [
    "a key that the algorithm does not use",
    ENCRYPTION,
    encrypted({ sseAlgorithm: "AES256", kmsMasterKeyId: "k" }),
    /InvalidArgument: a KMSMasterKeyID is not applicable/,
  ],
  ["a rule that does nothing", LIFE_CYCLE, rules({ filter: {} }), /InvalidRequest: At least one action/],
  [
    "two rules with one id",
    LIFE_CYCLE,
    rules({ expiration: { days: 1 } }, { expiration: { days: 2 } }),
    /InvalidArgument: Rule ID must be unique/,
  ],
  [
    "no days",
    LIFE_CYCLE,
    rules({ noncurrentVersionExpiration: { noncurrentDays: 0 } }),
    /noncurrentDays: expected to be at least \(1\)/,
  ],
  [
    "days together with a rule for delete markers",
    LIFE_CYCLE,
    rules({ expiration: { days: 1, expiredObjectDeleteMarker: true } }),
    /MalformedXML/,
  ],
  ["a policy that is not JSON", POLICY, { policy: "{" }, /contains an invalid JSON policy/],
  [
    "a policy without a principal",
    POLICY,
    statement({ Principal: undefined }),
    /MalformedPolicy: Missing required field P/,
  ],
  [
    "a policy for another service",
    POLICY,
    statement({ Action: "ec2:*" }),
    /MalformedPolicy: Policy has invalid action/,
  ],
  [
    "a policy for another bucket",
    POLICY,
    statement({ Resource: "arn:aws:s3:::data-2/*" }),
    /Policy has invalid resource/,
  ],
  ["a policy with an unknown effect", POLICY, statement({ Effect: "Permit" }), /MalformedPolicy: Invalid effect/],
];

describe("the AWS stand-in of S3", () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = new Desk();
    await desk.make(BUCKET, { bucket: "data" });
  });
  const set = (type: string, inputs = SETTINGS[type] ?? {}) => desk.make(type, { bucket: "data", ...inputs });

  for (const [type, inputs] of Object.entries(SETTINGS)) {
    const [, title = ""] = type.split(":");
    it(`overwrites a ${title}`, async () => {
      await set(type);
      await set(type);
    });

    it(`refuses a ${title} of a bucket that does not exist`, async () => {
      await assert.rejects(
        set(type, { ...inputs, bucket: "none" }),
        /NoSuchBucket: The specified bucket does not exist/,
      );
    });

    it(`refuses a ${title} in another region than that of the bucket`, async () => {
      await assert.rejects(set(type, { ...inputs, region: "eu-west-1" }), /PermanentRedirect/);
    });
  }

  for (const [what, type, inputs, message] of REFUSED) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(set(type, inputs), message);
    });
  }

  it("refuses a public policy while public policies are blocked", async () => {
    await set(POLICY, statement({}));
    await set(NO_PUBLIC);
    for (const principal of ["*", { AWS: "*" }]) {
      await assert.rejects(set(POLICY, statement({ Principal: principal })), /AccessDenied: .*BlockPublicPolicy/);
    }
    await set(POLICY, statement({ Principal: { AWS: "arn:aws:iam::123456789012:root" } }));
    await set(POLICY, statement({ Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } } }));
  });

  it("refuses the deletion of a bucket that has versions of deleted objects only", async () => {
    const { objects } = desk.account;
    const bucket = await desk.make(BUCKET, { bucket: "kept" });
    await set(VERSIONING, { ...enabled, bucket: "kept" });
    objects.put("kept", "model");
    objects.delete("kept", "model");
    assert.deepEqual(objects.keys("kept"), []);
    await assert.rejects(desk.remove(bucket), /BucketNotEmpty/);
    await desk.change(bucket, { forceDestroy: true });
    await desk.remove(bucket);
    assert.ok(desk.account.resources().every(({ id }) => id === "data"));
    assert.throws(() => {
      objects.put("kept", "model");
    }, /NoSuchBucket/);
  });

  it("lets a bucket without versions go once its objects are deleted", async () => {
    const bucket = await desk.make(BUCKET, { bucket: "plain" });
    desk.account.objects.put("plain", "model");
    desk.account.objects.delete("plain", "model");
    await desk.remove(bucket);
  });

  it("does not know forceDestroy of a bucket that is imported", async () => {
    const bucket = await desk.make(BUCKET, { bucket: "mine", forceDestroy: true });
    assert.deepEqual(await desk.take(BUCKET, "mine"), { bucket: "mine", region: "us-east-1" });
    desk.account.objects.put("mine", "model");
    await assert.rejects(desk.remove(bucket), /BucketNotEmpty/);
  });

  it("refuses to import a bucket that does not exist, or that is not in the region of the provider", async () => {
    await desk.make(BUCKET, { bucket: "far", region: "eu-west-1" });
    await assert.rejects(desk.take(BUCKET, "none"), /resource 'none' does not exist/);
    await assert.rejects(desk.take(BUCKET, "far"), /PermanentRedirect: .* It is in eu-west-1/);
  });

  it("finds a bucket in its region only", async () => {
    const token = "s3/getBucket:getBucket";
    const { arn, bucketRegion } = await desk.ask(token, { bucket: "data" });
    assert.deepEqual([arn, bucketRegion], ["arn:aws:s3:::data", "us-east-1"]);
    await assert.rejects(desk.ask(token, { bucket: "data", region: "eu-west-1" }), /PermanentRedirect/);
    await assert.rejects(desk.ask(token, { bucket: "none" }), /NoSuchBucket/);
  });

  it("takes a policy as an object, and stores its text", async () => {
    const { inputs } = await set(POLICY);
    assert.deepEqual(JSON.parse(inputs.policy as string), statement({ Effect: "Deny" }).policy);
  });

  it("writes the name of a bucket in lower case", async () => {
    const { id } = await desk.make(BUCKET, {}, "Data");
    assert.match(id, /^data-[0-9a-f]{7}$/);
  });
});
