import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { lockText, placeText, readLock, writeLock, type Lock } from "../../../../cli/mirror/lock-file";

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

const chart = {
  chart: "base",
  version: "1.30.3",
  source: "https://example.org/charts",
  path: "istio/base",
  digest: digest("a"),
};

const LOCK: Lock = {
  charts: [{ ...chart, chart: "istiod", path: "istio/istiod", digest: digest("b") }, chart],
  images: [
    { image: "quay.io/jetstack/cert-manager-webhook:v1.21.1", digest: digest("d") },
    { image: "busybox:1.37", digest: digest("c") },
  ],
};

describe("a lock file", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "mlplatform-lock-"));
    file = path.join(folder, "mirror.lock.json");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("has its items sorted, and no times, so that the same lock has the same text", () => {
    const { charts, images } = LOCK;
    const text = lockText(LOCK);
    assert.equal(lockText({ charts: [...charts].reverse(), images: [...images].reverse() }), text);
    assert.equal(text, `${JSON.stringify(JSON.parse(text), undefined, 2)}\n`);
    assert.deepEqual(JSON.parse(text), {
      version: 1,
      charts: [chart, { ...chart, chart: "istiod", path: "istio/istiod", digest: digest("b") }],
      images: [
        { image: "busybox:1.37", digest: digest("c") },
        { image: "quay.io/jetstack/cert-manager-webhook:v1.21.1", digest: digest("d") },
      ],
    });
  });

  it("is read as it was written, and nothing else is left", () => {
    writeLock(file, LOCK);
    assert.equal(lockText(readLock(file) ?? { charts: [], images: [] }), lockText(LOCK));
    assert.deepEqual(readdirSync(folder), ["mirror.lock.json"]);
  });

  it("is undefined where there is none", () => {
    assert.equal(readLock(file), undefined);
  });

  it("that cannot be written is one error", () => {
    assert.throws(() => {
      writeLock(path.join(folder, "none", "mirror.lock.json"), LOCK);
    }, /^UserError: The lock file \S+ could not be written: ENOENT\.$/);
  });

  const changed = (change: (content: { charts: object[]; images: object[] }) => object): string =>
    JSON.stringify(change(JSON.parse(lockText(LOCK)) as { charts: object[]; images: object[] }));
  const withChart = (fields: object) => changed((lock) => ({ ...lock, charts: [{ ...chart, ...fields }] }));
  const withImage = (image: object) => changed((lock) => ({ ...lock, images: [image] }));
  const wrongChart = "has a chart with a missing or wrong field. Restore it, or delete it.";
  const wrongImage = "has an image with a missing or wrong field. Restore it, or delete it.";
  const refused: readonly [what: string, text: string, problem: string][] = [
    ["text", "charts: []", "is not JSON. Restore it, or delete it."],
    ["half a file", lockText(LOCK).slice(0, 200), "is not JSON. Restore it, or delete it."],
    [
      "a newer version",
      changed((lock) => ({ ...lock, version: 2 })),
      "has version 2; this mlplatform reads version 1. Update it.",
    ],
    ["another file", '{"lockfileVersion": 3}', 'has no "version": it was not written by mlplatform mirror.'],
    ["a list", "[]", 'has no "version": it was not written by mlplatform mirror.'],
    ["no charts", changed((lock) => ({ ...lock, charts: undefined })), wrongChart],
    ["a path out of the folder", withChart({ path: "../base" }), wrongChart],
    ["a name out of the folder", withChart({ chart: "../base" }), wrongChart],
    ["a version that is a flag", withChart({ version: "--debug" }), wrongChart],
    ["a source that is a flag", withChart({ source: "--debug" }), wrongChart],
    ["a short digest", withChart({ digest: "sha256:abc" }), wrongChart],
    ["an image out of the folder", withImage({ image: "a/../../b:1", digest: digest("a") }), wrongImage],
    ["an image without a digest", withImage({ image: "busybox:1.37" }), wrongImage],
  ];
  for (const [what, text, problem] of refused) {
    it(`with ${what} is refused`, () => {
      writeFileSync(file, text);
      assert.throws(() => readLock(file), { name: "UserError", message: `The lock file ${file} ${problem}` });
      assert.equal(readFileSync(file, "utf8"), text);
    });
  }
});

describe("the place of an item in a mirror", () => {
  const places: readonly [image: string, place: string][] = [
    ["quay.io/jetstack/cert-manager-webhook:v1.21.1", "jetstack/cert-manager-webhook:v1.21.1"],
    ["busybox", "library/busybox:latest"],
    ["registry.example.org:5000/iris:2", "iris:2"],
    [`gcr.io/a/b:1@${digest("a")}`, "a/b:1"],
    [`gcr.io/a/b@${digest("a")}`, `a/b@${digest("a")}`],
  ];
  for (const [image, place] of places) {
    it(`of ${image}`, () => {
      assert.equal(placeText({ image, digest: digest("a") }), place);
    });
  }

  it("of a chart has the tag that Helm gives to its version", () => {
    assert.equal(placeText({ ...chart, version: "1.2.3+build.4" }), "istio/base:1.2.3_build.4");
  });
});
