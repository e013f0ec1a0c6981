import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { iam } from "@pulumi/aws/types/input";
import { s3Url } from "../../../components/pachyderm-store/storage-url";
import { bucketAccessPolicy, tlsOnlyPolicy } from "../../../components/targets/aws/policies/bucket";
import { clusterProgram } from "../toolchain";
import { ALLOWED, codes, DENIED, everything, inBucket } from "./blob-client";
import { type SeaweedFs, startSeaweedFs } from "./seaweedfs";

const BUCKET = "pachyderm";
/** Its name begins with the name of the first. */
const OTHER_BUCKET = "pachyderm-2";
/** Policies of this bucket change. */
const TLS_BUCKET = "pachyderm-tls";

const arn = (bucket: string) => `arn:aws:s3:::${bucket}`;
const secretAccessKey = "a-secret";

/** The actions without which something fails, and which step that is. The others are for uploads that fail. */
const NEEDED = [
  { action: "s3:ListBucket", op: "list" },
  { action: "s3:GetObject", op: "get" },
  { action: "s3:PutObject", op: "put" },
  { action: "s3:DeleteObject", op: "delete" },
] as const;

const text = (document: iam.PolicyDocument): Promise<string> =>
  new Promise((resolve) => pulumi.jsonStringify(document).apply(resolve));

/** The policy of a role's pods without one action. */
function without(policy: string, action: string): string {
  const { Statement, ...rest } = JSON.parse(policy) as { Statement: { Action: string[] }[] };
  const fewer = Statement.map((one) => ({ ...one, Action: one.Action.filter((each) => each !== action) }));
  return JSON.stringify({ ...rest, Statement: fewer });
}

describe("policies of buckets of S3, as a real SeaweedFS applies them", function () {
  let server: SeaweedFs;

  before(async function () {
    this.timeout(20 * 60_000); // a cold cache
    await clusterProgram("blobClient");
    const [access, accessWithTls] = await Promise.all(
      [BUCKET, TLS_BUCKET].map((bucket) => text(bucketAccessPolicy({ arn: arn(bucket) }))),
    );
    const policies = {
      pods: access,
      "pods-with-tls": accessWithTls,
      ...Object.fromEntries(NEEDED.map(({ action }) => [action, without(access ?? "", action)])),
    };
    const credentials = (accessKey: string) => [{ accessKey, secretKey: secretAccessKey }];
    const s3Config = JSON.stringify({
      policies: Object.entries(policies).map(([name, content]) => ({ name, content })),
      identities: [
        ...Object.keys(policies).map((name) => ({ name, credentials: credentials(name), policyNames: [name] })),
        { name: "owner", credentials: credentials("owner"), actions: ["Admin"] },
      ],
    });
    server = await startSeaweedFs({ s3Config, buckets: [BUCKET, OTHER_BUCKET, TLS_BUCKET] });
  });
  after(() => server.stop());

  const plain = (bucket: string) => ({ url: s3Url(bucket, "us-east-1", { host: server.endpoint, tls: false }) });
  const withTls = (bucket: string) => ({
    url: s3Url(bucket, "us-east-1", { host: server.tlsEndpoint, tls: true }),
    certificate: server.certificate,
  });

  it("let pods do everything that Pachyderm does in its bucket", async () => {
    assert.deepEqual(
      codes(await inBucket({ ...plain(BUCKET), accessKeyId: "pods", secretAccessKey }, everything)),
      ALLOWED,
    );
  });

  it("let pods do nothing in another bucket", async () => {
    const other = { ...plain(OTHER_BUCKET), accessKeyId: "pods", secretAccessKey };
    assert.deepEqual(codes(await inBucket(other, everything)), DENIED);
  });

  it("let pods change no policy", async () => {
    const policy = await text(tlsOnlyPolicy(arn(BUCKET)));
    const pods = { ...plain(BUCKET), accessKeyId: "pods", secretAccessKey };
    assert.deepEqual(codes(await inBucket(pods, [{ op: "set policy", key: BUCKET, text: policy }])), ["AccessDenied"]);
  });

  for (const { action, op } of NEEDED) {
    it(`need ${action}`, async () => {
      const outcomes = await inBucket({ ...plain(BUCKET), accessKeyId: action, secretAccessKey }, everything);
      const failed = new Set(
        everything.filter((_, index) => outcomes[index]?.code !== undefined).map((step) => step.op),
      );
      assert(failed.has(op), `${op} works without ${action}`);
      assert.notDeepEqual(codes(outcomes), DENIED);
    });
  }

  it("refuse what is sent without TLS, which works before", async () => {
    const keys = { accessKeyId: "pods-with-tls", secretAccessKey };
    assert.deepEqual(codes(await inBucket({ ...plain(TLS_BUCKET), ...keys }, everything)), ALLOWED);

    const policy = await text(tlsOnlyPolicy(arn(TLS_BUCKET)));
    const owner = { ...withTls(TLS_BUCKET), accessKeyId: "owner", secretAccessKey };
    assert.deepEqual(codes(await inBucket(owner, [{ op: "set policy", key: TLS_BUCKET, text: policy }])), ["ok"]);

    assert.deepEqual(codes(await inBucket({ ...plain(TLS_BUCKET), ...keys }, everything)), DENIED);
    assert.deepEqual(codes(await inBucket({ ...withTls(TLS_BUCKET), ...keys }, everything)), ALLOWED);
  });
});
