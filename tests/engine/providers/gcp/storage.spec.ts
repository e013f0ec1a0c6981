import assert from "node:assert/strict";
import { CLUSTER } from "./container/cluster";
import { Desk } from "./desk";
import { agentOf } from "./storage/bucket";

const BUCKET = "storage/bucket:Bucket";
const MEMBER = "storage/bucketIAMMember:BucketIAMMember";
const ACCOUNT_MEMBER = "serviceaccount/iAMMember:IAMMember";
const KEY = "projects/keys-123456/locations/us-central1/keyRings/ml/cryptoKeys/data";
const POOL = "ml-prod-123456.svc.id.goog";

describe("the stand-in of Google Cloud refuses in Cloud Storage", () => {
  let desk: Desk;
  beforeEach(() => {
    desk = new Desk();
  });

  const bucket = (said: object = {}) => desk.make(BUCKET, { name: "data", location: "us-central1", ...said });
  /** A cluster, with which the project gets its pool. */
  const addCluster = () => {
    const inputs = { workloadIdentityConfig: { workloadPool: POOL } };
    desk.account.add({ type: CLUSTER, id: "ml", name: "ml", inputs, outputs: {}, maker: "" });
  };

  it("names that no bucket may have", async () => {
    for (const name of ["Data", "ml", "goog-ml", "my-google", "a.example.org", "a".repeat(64)]) {
      await assert.rejects(bucket({ name }), /must be 3 to 63 characters/);
    }
  });

  it("a name that another bucket has, here or elsewhere", async () => {
    await bucket();
    await assert.rejects(bucket(), /Error 409: The requested bucket name is not available.*conflict/);
    desk.account.foreignBuckets.add("taken");
    await assert.rejects(bucket({ name: "taken" }), /Error 409/);
  });

  it("the deletion of a bucket with objects, unless it is forced", async () => {
    const made = await bucket();
    desk.account.objects.get("data")?.push("chunk");
    await assert.rejects(desk.remove(made), /bucket data containing objects without force_destroy/);
    await desk.change(made, { forceDestroy: true });
    await desk.remove(made);
    assert.equal(desk.account.objects.has("data"), false);
  });

  it("a change of the location without a new bucket", async () => {
    const made = await bucket();
    assert.deepEqual(desk.replacedBy(made, { location: "EU" }), ["location"]);
    assert.deepEqual(desk.replacedBy(made, { forceDestroy: true }), []);
  });

  it("a key that is elsewhere, or that Cloud Storage may not use", async () => {
    const encryption = { defaultKmsKeyName: KEY };
    await assert.rejects(bucket({ location: "EU", encryption }), /is not in the location of the bucket/);
    await assert.rejects(bucket({ encryption }), /Error 403: Permission denied on Cloud KMS key/);
    desk.account.keys.add(KEY);
    await desk.make("kms/cryptoKeyIAMMember:CryptoKeyIAMMember", {
      cryptoKeyId: KEY,
      role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
      member: `serviceAccount:${agentOf(desk.account)}`,
    });
    await bucket({ encryption });
  });

  it("a lifecycle rule for incomplete uploads that looks at versions", () =>
    assert.rejects(
      bucket({
        lifecycleRules: [{ action: { type: "AbortIncompleteMultipartUpload" }, condition: { withState: "ARCHIVED" } }],
      }),
      /Invalid lifecycle condition/,
    ));

  it("members of a bucket that does not exist, other roles, and principals that do not exist yet", async () => {
    const member = (said: object = {}) =>
      desk.make(MEMBER, {
        bucket: "data",
        role: "roles/storage.objectUser",
        member: `principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/${POOL}/subject/ns/pachyderm/sa/pachyderm`,
        ...said,
      });
    await assert.rejects(member(), /Error 404: The specified bucket does not exist/);
    await bucket();
    await assert.rejects(member(), /Error 400: Identity Pool does not exist \(ml-prod-123456.svc.id.goog\)/);
    addCluster();
    await assert.rejects(member({ role: "roles/storage.admin" }), /Role roles\/storage.admin is not supported/);
    await assert.rejects(member({ member: "allUsers" }), /Invalid member allUsers/);
    await assert.rejects(member({ member: "serviceAccount:a@b.iam.gserviceaccount.com" }), /does not exist/);
    await member();
  });

  it("users of a service account that does not exist, other roles, and pods without a pool", async () => {
    const account = await desk.make("serviceaccount/account:Account", { accountId: "pachyderm" });
    const user = (said: object = {}) =>
      desk.make(ACCOUNT_MEMBER, {
        serviceAccountId: account.id,
        role: "roles/iam.workloadIdentityUser",
        member: `serviceAccount:${POOL}[pachyderm/pachyderm]`,
        ...said,
      });
    await assert.rejects(user(), /Identity Pool does not exist/);
    addCluster();
    await assert.rejects(user({ serviceAccountId: "projects/p/serviceAccounts/x" }), /Unknown service account/);
    await assert.rejects(user({ role: "roles/owner" }), /Role roles\/owner is not supported/);
    await assert.rejects(user({ member: `serviceAccount:${POOL}` }), /Invalid member/);
    await user();
  });

  it("to read a bucket that does not exist", async () => {
    await assert.rejects(desk.ask("storage/getBucket:getBucket", { name: "data" }), /bucket does not exist/);
    await bucket();
    assert.equal((await desk.ask("storage/getBucket:getBucket", { name: "data" })).location, "US-CENTRAL1");
  });
});
