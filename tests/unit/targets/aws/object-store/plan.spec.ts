import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { painter } from "../../../../../cli/plan/text/colours";
import { resourceTree } from "../../../../../cli/plan/text/resource-tree";
import { KEY, store, type StoreSample } from "./store";

/** What a plan says of each resource, before anything exists. */
async function lines(sample: StoreSample): Promise<Record<string, string>> {
  const graph = await store(sample, { preview: true, outputs: () => undefined });
  const [, ...children] = resourceTree(graph, painter(false), 500);
  const cells = children.map((line) => line.split(/ {2,}/));
  return Object.fromEntries(cells.map(([, kind = "", _name, ...said]) => [kind.slice(3), said.join(", ")]));
}

const ON_THE_BUCKET = "s3:ListBucket, s3:GetBucketLocation, s3:ListBucketMultipartUploads";
const ON_OBJECTS = "s3:GetObject, s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload, s3:ListMultipartUploadParts";

describe("a plan says of a bucket of S3", () => {
  it("who may do what with it, and what becomes of it", async () => {
    assert.deepEqual(await lines({ block: { bucket: "data" } }), {
      provider: "aws us-east-1",
      "iam Role": "For pods of pachyderm/pachyderm and pachyderm/pachyderm-worker",
      "iam RolePolicy": `${ON_THE_BUCKET} on pachyderm-bucket and ${ON_OBJECTS} on pachyderm-bucket/*`,
      "s3 Bucket": "data in us-east-1, kept on destroy",
      "s3 BucketLifecycleConfiguration": "replaced and deleted objects kept 30 days, kept on destroy",
      "s3 BucketOwnershipControls": "BucketOwnerEnforced, kept on destroy",
      "s3 BucketPolicy": "TLS only, kept on destroy",
      "s3 BucketPublicAccessBlock": "no public access, kept on destroy",
      "s3 BucketServerSideEncryptionConfiguration": "AES256, kept on destroy",
      "s3 BucketVersioning": "versions kept, kept on destroy",
    });
  });

  it("that it is deleted with its objects, and which key encrypts them", async () => {
    const said = await lines({ keepData: false, block: { kmsKeyArn: KEY } });
    assert.equal(said["s3 Bucket"], "in us-east-1 deleted with all objects on destroy");
    assert.equal(said["s3 BucketServerSideEncryptionConfiguration"], `aws:kms ${KEY}`);
    assert.ok(said["iam RolePolicy"]?.endsWith(` and kms:GenerateDataKey, kms:Decrypt on ${KEY}`));
  });

  it("that it is taken back", async () => {
    const said = await lines({ adopt: true, block: { bucket: "data" } });
    assert.equal(said["s3 Bucket"], "data in us-east-1, imports data, kept on destroy");
  });

  it("what pods may do, although neither the bucket nor the cluster is known", async () => {
    const unknown = pulumi.unknown as unknown as string;
    const identity = pulumi.output({ oidcIssuer: unknown, providerArn: unknown });
    const said = await lines({ block: { bucket: "data", create: false }, cluster: { identity } });
    const later = "known later: policy.Statement[0].Resource, policy.Statement[1].Resource";
    assert.equal(said["provider"], "aws us-east-1");
    assert.equal(said["iam RolePolicy"], `${ON_THE_BUCKET} and ${ON_OBJECTS}, ${later}`);
  });
});
