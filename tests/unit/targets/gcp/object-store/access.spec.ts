import assert from "node:assert/strict";
import { BucketIAMBinding } from "@pulumi/gcp/storage/bucketIAMBinding";
import { BucketIAMMember } from "@pulumi/gcp/storage/bucketIAMMember";
import { IAMMember } from "@pulumi/gcp/projects/iammember";
import { deploy } from "../../../../helpers/deploy";
import { grantsIn, grantText } from "./access-problems";
import { store } from "./store";

const OBJECT_USER = "roles/storage.objectUser";
const SCOPE = "bucket pachyderm-bucket-0a1b2c3";
const principal = (account: string) =>
  `principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/ml-prod-123456.svc.id.goog/subject/ns/pachyderm/sa/${account}`;

/** Exactly these grants, by role, scope and member. */
const DIRECT = ["pachyderm", "pachyderm-worker"].map((account) =>
  grantText({ role: OBJECT_USER, scope: SCOPE, member: principal(account) }),
);

const EMAIL = "pachyderm-x7k2p9@ml-prod-123456.iam.gserviceaccount.com";
const THROUGH_ACCOUNT = [
  ...["pachyderm", "pachyderm-worker"].map((account) =>
    grantText({
      role: "roles/iam.workloadIdentityUser",
      scope: `serviceAccountId projects/p/serviceAccounts/${EMAIL}`,
      member: `serviceAccount:ml-prod-123456.svc.id.goog[pachyderm/${account}]`,
    }),
  ),
  grantText({ role: OBJECT_USER, scope: SCOPE, member: `serviceAccount:${EMAIL}` }),
].sort();

describe("what pods may do in Google Cloud", () => {
  it("is to use the objects of the one bucket, for exactly two service accounts", async () => {
    assert.deepEqual(grantsIn(await store()), DIRECT);
  });

  it("is the same for a bucket that exists", async () => {
    const grants = grantsIn(await store({ block: { create: false, bucket: "data" } }));
    assert.deepEqual(
      grants,
      DIRECT.map((grant) => grant.replace(SCOPE, "bucket data")),
    );
  });

  it("is to act as a Google service account that may use the objects of the one bucket", async () => {
    assert.deepEqual(grantsIn(await store({ block: { serviceAccount: true } })), THROUGH_ACCOUNT);
  });
});

describe("the check of what pods may do in Google Cloud fails for", () => {
  const bucket = "pachyderm-bucket-0a1b2c3";
  const member = principal("pachyderm");
  const widened: Readonly<Record<string, () => unknown>> = {
    "a role with more permissions": () => new BucketIAMMember("x", { bucket, member, role: "roles/storage.admin" }),
    "another bucket": () => new BucketIAMMember("x", { bucket: "other", member, role: OBJECT_USER }),
    "all service accounts of a namespace": () =>
      new BucketIAMMember("x", {
        bucket,
        member: member.replace(/subject.*/, "namespace/pachyderm"),
        role: OBJECT_USER,
      }),
    "a member besides": () => new BucketIAMMember("x", { bucket, member: "allUsers", role: OBJECT_USER }),
    "a role in the project": () => new IAMMember("x", { project: "ml-prod-123456", member, role: OBJECT_USER }),
    "a binding, which takes the role away from others": () =>
      new BucketIAMBinding("x", { bucket, members: [member], role: OBJECT_USER }),
  };
  for (const [title, program] of Object.entries(widened)) {
    it(title, async () => {
      const [grant = ""] = grantsIn(await deploy(program));
      assert.ok(grant !== "" && !DIRECT.includes(grant), grant);
    });
  }
});
