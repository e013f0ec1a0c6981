import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { charts } from "../../../components/shared/pinned-charts";
import { seaweedFsIdentities, seaweedFsUrl } from "../../../components/pachyderm-store/stores/seaweed-fs";
import { clusterProgram } from "../toolchain";
import { clusterPrograms } from "../toolchain/tools";
import { ALLOWED, codes, DENIED, everything, inBucket, type Opened, type Step } from "./blob-client";
import { type SeaweedFs, startSeaweedFs } from "./seaweedfs";

const BUCKET = "pachyderm";
/** Its name begins with the name of the first. */
const OTHER_BUCKET = "pachyderm-2";

const KEYS = { accessKeyId: "pachyderm-key", secretAccessKey: "pachyderm-secret" };

/** What the component configures, and the same identity without one of its actions. */
const emitted = JSON.parse(seaweedFsIdentities(BUCKET, KEYS.accessKeyId, KEYS.secretAccessKey)) as {
  identities: [{ actions: string[] }];
};
const { actions } = emitted.identities[0];
const s3Config = JSON.stringify({
  identities: [
    ...emitted.identities,
    ...actions.map((action) => ({
      name: action,
      credentials: [{ accessKey: action, secretKey: KEYS.secretAccessKey }],
      actions: actions.filter((other) => other !== action),
    })),
  ],
});

/** The URL of the component, with a server on loopback. */
function urlOf(bucket: string, endpoint: string): string {
  const url = new URL(seaweedFsUrl(bucket, "pachyderm"));
  url.searchParams.set("endpoint", endpoint);
  return url.href;
}

describe("the bucket of a real SeaweedFS", function () {
  let server: SeaweedFs;

  before(async function () {
    this.timeout(20 * 60_000); // a cold cache
    await clusterProgram("blobClient");
    server = await startSeaweedFs({ s3Config, buckets: [BUCKET, OTHER_BUCKET] });
  });
  after(() => server.stop());

  /** Does something in the bucket, with the keys of the component unless others are given. */
  const act = (steps: readonly Step[], other: Partial<Opened> = {}) =>
    inBucket({ url: urlOf(BUCKET, server.endpoint), ...KEYS, ...other }, steps);

  it("is of the version that the pinned chart installs", () => {
    assert.equal(`${clusterPrograms.seaweedFs.version}.0`, charts.seaweedfs.version);
  });

  for (const opener of ["pachd", "url"] as const) {
    it(`stores, reads, lists and deletes objects, opened as by ${opener}`, async () => {
      const outcomes = await act(
        [
          { op: "put", key: "chunk/a", text: "a chunk" },
          { op: "put", key: "other/b", text: "another" },
          { op: "get", key: "chunk/a" },
          { op: "list" },
          { op: "list", key: "chunk/" },
          { op: "delete", key: "chunk/a" },
          { op: "delete", key: "other/b" },
          { op: "get", key: "chunk/a" },
          { op: "list" },
        ],
        { opener },
      );
      assert.deepEqual(codes(outcomes), [...Array<string>(7).fill("ok"), "NoSuchKey", "ok"]);
      assert.equal(outcomes[2]?.text, "a chunk");
      assert.deepEqual(outcomes[3]?.keys, ["chunk/a", "other/b"]);
      assert.deepEqual(outcomes[4]?.keys, ["chunk/a"]);
      assert.deepEqual(outcomes[8]?.keys, []);
    });
  }

  it("takes an object of three parts, and returns it whole", async () => {
    const size = 12 * 2 ** 20;
    const outcomes = await act([
      { op: "put", key: "large", size },
      { op: "attributes", key: "large" },
      { op: "get", key: "large" },
      { op: "delete", key: "large" },
    ]);
    assert.deepEqual(codes(outcomes), ["ok", "ok", "ok", "ok"]);
    const [, attributes, got] = outcomes;
    assert.match(attributes?.etag ?? "", /-3"$/); // the number of parts
    assert.equal(got?.sha256, createHash("sha256").update("x".repeat(size)).digest("hex"));
  });

  it("is used from its root, whatever folder a URL names: pachd reads neither a path nor a prefix", async () => {
    const url = urlOf(BUCKET, server.endpoint);
    const withPath = url.replace("?", "/folder?");
    const withPrefix = `${url}&prefix=folder/`;
    const put = (key: string): Step[] => [{ op: "put", key, text: key }];
    await act(put("path"), { url: withPath });
    await act(put("prefix"), { url: withPrefix });
    await act(put("path-in-library"), { url: withPath, opener: "url" });
    await act(put("prefix-in-library"), { url: withPrefix, opener: "url" });
    const [listed] = await act([{ op: "list" }]);
    assert.deepEqual(listed?.keys, ["folder/prefix-in-library", "path", "path-in-library", "prefix"]);
    await act(listed.keys.map((key) => ({ op: "delete", key })));
  });

  it("is not reached without a region, and not with TLS at the port without TLS", async () => {
    const url = urlOf(BUCKET, server.endpoint);
    const list: readonly Step[] = [{ op: "list" }];
    assert.deepEqual(codes(await act(list, { url: url.replace(/&region=[^&]*/, "") })), ["MissingRegion"]);
    assert.deepEqual(codes(await act(list, { url: url.replace("disableSSL=true", "disableSSL=false") })), [
      "RequestError",
    ]);
  });

  it("is the only one that the keys open", async () => {
    for (const bucket of [OTHER_BUCKET, "no-such-bucket"]) {
      assert.deepEqual(codes(await act(everything, { url: urlOf(bucket, server.endpoint) })), DENIED, bucket);
    }
  });

  it("is closed to wrong keys and to none", async () => {
    const steps: readonly Step[] = [{ op: "put", key: "a", text: "a" }, { op: "get", key: "a" }, { op: "list" }];
    const repeated = (code: string) => steps.map(() => code);
    assert.deepEqual(codes(await act(steps, { secretAccessKey: "wrong" })), repeated("SignatureDoesNotMatch"));
    assert.deepEqual(codes(await act(steps, { accessKeyId: "wrong" })), repeated("InvalidAccessKeyId"));
    const none = { accessKeyId: "", secretAccessKey: "" };
    assert.deepEqual(codes(await act(steps, none)), repeated("NoCredentialProviders"));
  });

  it("lets pods do everything that Pachyderm does", async () => {
    assert.deepEqual(codes(await act(everything)), ALLOWED);
  });

  for (const action of actions) {
    it(`needs the action ${action}`, async () => {
      assert.notDeepEqual(codes(await act(everything, { accessKeyId: action })), ALLOWED);
      await act([
        { op: "delete", key: "chunk/a" },
        { op: "delete", key: "large" },
      ]); // if the other keys could not
    });
  }
});
