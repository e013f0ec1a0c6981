import assert from "node:assert/strict";
import { itemsOf, type LockedChart } from "../../../../cli/mirror/lock-file";

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
const image = (name: string, digit: string) => ({ image: name, digest: digest(digit) });
const chart = (fields: Partial<LockedChart>): LockedChart => ({
  ...{ chart: "base", version: "1.0.0", source: "https://example.org", path: "istio/base", digest: digest("a") },
  ...fields,
});

describe("the items of a lock", () => {
  it("are each place once, also if an image has two names", () => {
    const images = [image("busybox:1", "b"), image("docker.io/library/busybox:1", "b"), image("busybox:2", "c")];
    assert.deepEqual(
      itemsOf({ charts: [chart({})], images }).map((item) => item.digest),
      [digest("a"), digest("b"), digest("c")],
    );
  });

  it("are refused if two different images have one place, and both are named", () => {
    const images = [image("docker.io/a/b:1", "a"), image("quay.io/a/b:1", "b")];
    assert.throws(() => itemsOf({ charts: [], images }), {
      name: "UserError",
      message:
        "Different things have the same place in a mirror, so nothing was copied:\n" +
        "  - the image docker.io/a/b:1 and the image quay.io/a/b:1 would both be a/b:1",
    });
  });

  it("are refused if two different charts have one place, or one file name in a folder", () => {
    const other = { source: "https://example.com", digest: digest("b") };
    const both = "the chart base 1.0.0 of https://example.org and the chart base 1.0.0 of https://example.com";
    for (const path of ["istio/base", "another/base"]) {
      assert.throws(() => itemsOf({ charts: [chart({}), chart({ ...other, path })], images: [] }), {
        message: `Different things have the same place in a mirror, so nothing was copied:\n  - ${both} would both be ${path}:1.0.0`,
      });
    }
  });

  it("are refused if a chart and an image have one place", () => {
    assert.throws(
      () => itemsOf({ charts: [chart({})], images: [image("docker.io/istio/base:1.0.0", "c")] }),
      /the chart base 1\.0\.0 of https:\/\/example\.org and the image docker\.io\/istio\/base:1\.0\.0 would both be/,
    );
  });
});
