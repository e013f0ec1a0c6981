import assert from "node:assert/strict";
import fc from "fast-check";
import { bucketUrl, endpointOf, s3Url } from "../../../components/pachyderm-store/storage-url";

/** The query parameters that each kind of URL may have: Pachyderm 2.11.5 (`amazonSession`) and gocloud.dev 0.27 read them. */
const KNOWN = {
  s3: ["disableSSL", "endpoint", "region", "s3ForcePathStyle"],
  gs: ["prefix"],
  azblob: ["prefix"],
};

const bucket = fc.stringMatching(/^[a-z0-9]{1,20}([.-][a-z0-9]{2,20}){1,2}$/);
const region = fc.stringMatching(/^[a-z]{2}-[a-z]{4,9}-[1-9]$/);
const host = fc.webAuthority({ withPort: true }).filter((text) => URL.canParse(`http://${text}`));
const prefix = fc.stringMatching(/^\/?[a-z0-9]{1,8}(\/[a-z0-9]{1,8}){0,3}\/?$/);

const queryOf = (url: string): URLSearchParams => new URLSearchParams(url.split("?")[1] ?? "");

describe("a storage URL", () => {
  const any = fc.oneof(
    fc.tuple(bucket, region).map(([name, at]) => s3Url(name, at)),
    fc
      .tuple(bucket, region, host, fc.boolean())
      .map(([name, at, server, tls]) => s3Url(name, at, { host: server, tls })),
    fc
      .tuple(fc.constantFrom("gs" as const, "azblob" as const), bucket, fc.option(prefix, { nil: undefined }))
      .map(([scheme, name, below]) => bucketUrl(scheme, name, below)),
  );

  it("has only query parameters that the storage library reads, spelt as it spells them", () => {
    fc.assert(
      fc.property(any, (url) => {
        const scheme = url.split("://")[0] as keyof typeof KNOWN;
        for (const key of queryOf(url).keys()) assert.ok(KNOWN[scheme].includes(key), url);
      }),
    );
  });

  it("has nothing behind the bucket's name, because the library drops it silently", () => {
    fc.assert(fc.property(any, (url) => assert.match(url, /^(s3|gs|azblob):\/\/[a-z0-9.-]+(\?|$)/)));
  });

  it("of S3 always has a region, without which the first write fails", () => {
    const s3 = any.filter((url) => url.startsWith("s3:"));
    fc.assert(fc.property(s3, (url) => assert.match(queryOf(url).get("region") ?? "", /./)));
  });

  it("of S3 has an endpoint without a scheme, which would beat disableSSL", () => {
    fc.assert(
      fc.property(bucket, region, host, fc.boolean(), (name, at, server, tls) => {
        const query = queryOf(s3Url(name, at, endpointOf(`${tls ? "https" : "http"}://${server}`)));
        assert.ok(!query.get("endpoint")?.includes("://"));
        assert.equal(query.get("disableSSL"), String(!tls));
        assert.equal(query.get("s3ForcePathStyle"), "true");
      }),
    );
  });

  it("without an endpoint leaves the endpoint and its settings to the library", () => {
    assert.equal(s3Url("models", "eu-central-1"), "s3://models?region=eu-central-1");
  });

  it("has a prefix that ends with a slash, because names are appended to it as they are", () => {
    for (const written of ["data/pachyderm", "/data/pachyderm", "data/pachyderm/"])
      assert.equal(queryOf(bucketUrl("gs", "models", written)).get("prefix"), "data/pachyderm/");
    assert.equal(bucketUrl("azblob", "models"), "azblob://models");
  });

  it("names the port of an endpoint only if it is not the scheme's own", () => {
    assert.deepEqual(endpointOf("https://minio.example.org:443"), { host: "minio.example.org", tls: true });
    assert.deepEqual(endpointOf("http://minio.example.org:9000"), { host: "minio.example.org:9000", tls: false });
  });
});
