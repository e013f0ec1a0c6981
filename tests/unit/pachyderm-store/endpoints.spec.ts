import assert from "node:assert/strict";
import { PachydermStore } from "../../../components";
import { cluster } from "../platform";
import { refusal } from "../refusal";
import { INSIDE, pachyderm } from "./pachyderm";
import { MINIO } from "./stores";

const create = (s3Compatible: object): PachydermStore => {
  const ml = cluster();
  const args = { cluster: ml, ...INSIDE, s3Compatible: { ...MINIO, ...s3Compatible } };
  return new PachydermStore("pach", args, { provider: ml.provider });
};

describe("An endpoint that speaks S3", () => {
  for (const host of [
    "localhost:9000",
    "LOCALHOST",
    "minio.localhost",
    "127.0.0.1:9000",
    "127.1",
    "0.0.0.0:1",
    "[::1]:9000",
  ]) {
    it(`is refused at ${host}, which is the pod itself`, async () => {
      const endpoint = `http://${host}`;
      const reason = `"${endpoint}" is the pod that connects, not a server; use a host that pods reach.`;
      assert.deepEqual(await refusal(() => create({ endpoint })), [{ path: "s3Compatible.endpoint", reason }]);
    });
  }

  it("is refused at port 0", async () => {
    const endpoint = "http://minio.example.org:0";
    const reason = `"${endpoint}" has the port 0, where no server answers; write the server's own port.`;
    assert.deepEqual(await refusal(() => create({ endpoint })), [{ path: "s3Compatible.endpoint", reason }]);
  });

  for (const [host, region] of [
    ["models.s3.amazonaws.com", "us-east-1"],
    ["my.models.s3.eu-west-1.amazonaws.com", "eu-west-1"],
  ]) {
    it(`is refused with a bucket in its host ${String(host)}`, async () => {
      const [problem, ...more] = await refusal(() => create({ endpoint: `https://${String(host)}` }));
      assert.deepEqual(more, []);
      assert.equal(problem?.path, "s3Compatible.endpoint");
      assert.match(
        problem.reason,
        new RegExp(`has a bucket in its host, .*; write https://s3\\.${String(region)}\\.amazonaws\\.com, and`),
      );
    });
  }

  for (const [host, region] of [
    ["s3.eu-west-1.amazonaws.com", "eu-west-1"],
    ["s3-us-west-2.amazonaws.com", "us-west-2"],
    ["s3.dualstack.us-gov-west-1.amazonaws.com", "us-gov-west-1"],
    ["s3.cn-north-1.amazonaws.com.cn", "cn-north-1"],
    ["s3.amazonaws.com", "us-east-1"],
    ["bucket.vpce-1a2b-3c4d.s3.eu-west-1.vpce.amazonaws.com", "eu-west-1"],
    ["s3.eu-west-1.example.org", "us-east-1"],
  ]) {
    it(`at ${String(host)} has the region ${String(region)}`, async () => {
      const graph = await pachyderm({ s3Compatible: { ...MINIO, endpoint: `https://${String(host)}` } });
      assert.match(JSON.stringify(graph.outputs.values["storageUrl"]), new RegExp(`region=${String(region)}"$`));
    });
  }

  it("of Amazon S3 is refused with another region than its own", async () => {
    const endpoint = "https://s3.eu-west-1.amazonaws.com";
    assert.deepEqual(await refusal(() => create({ endpoint, region: "us-east-1" })), [
      {
        path: "s3Compatible.region",
        reason: '"us-east-1" is not the region of the endpoint, eu-west-1. Leave it out.',
      },
    ]);
  });

  it("of Amazon S3 leads to the same bucket in all its forms", async () => {
    const problems = await refusal(() => {
      const ml = cluster();
      for (const [name, endpoint] of Object.entries({
        one: "https://s3.eu-west-1.amazonaws.com",
        two: "https://s3.dualstack.eu-west-1.amazonaws.com",
      })) {
        const args = { cluster: ml, ...INSIDE, namespace: { name }, s3Compatible: { ...MINIO, endpoint } };
        new PachydermStore(name, args, { provider: ml.provider });
      }
    });
    assert.match(
      problems.map(({ reason }) => reason).join(),
      /^is the bucket models of Amazon S3, where PachydermStore "one"/,
    );
  });
});
