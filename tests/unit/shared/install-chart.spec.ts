import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { noImages } from "../../../components/shared/image-values";
import {
  chartFieldProblems,
  chartProblems,
  chartSource,
  chartVersion,
  type ChartOverrides,
} from "../../../components/shared/install-chart";
import { charts, type ChartName } from "../../../components/shared/pinned-charts";

describe("chart sources", () => {
  const cases: [string, ChartName, ChartOverrides, ReturnType<typeof chartSource>][] = [
    [
      "an HTTP repository",
      "istiod",
      {},
      { chart: "istiod", version: "1.30.3", repositoryOpts: { repo: "https://blob.istio.io/istio-release/charts" } },
    ],
    [
      "a chart's own OCI mirror",
      "istiod",
      { charts: { istiod: { mirror: "oci://registry.example.org" } } },
      { chart: "oci://registry.example.org/istio/istiod", version: "1.30.3" },
    ],
    [
      "an HTTP mirror",
      "istio-base",
      { mirror: "https://charts.example.org" },
      { chart: "base", version: "1.30.3", repositoryOpts: { repo: "https://charts.example.org" } },
    ],
    [
      "an OCI mirror, where a chart stands under its own path",
      "istio-base",
      { mirror: "oci://registry.example.org/charts/" },
      { chart: "oci://registry.example.org/charts/istio/base", version: "1.30.3" },
    ],
    ["a folder", "istio-gateway", { mirror: "./charts" }, { chart: "./charts/gateway-1.30.3.tgz", version: "1.30.3" }],
    [
      "a chart's own mirror before the common one, with its own version",
      "istiod",
      { mirror: "./charts", charts: { istiod: { mirror: "./mine", version: "1.30.9" } } },
      { chart: "./mine/istiod-1.30.9.tgz", version: "1.30.9" },
    ],
  ];
  for (const [title, name, overrides, source] of cases) {
    it(`finds ${title}`, () => {
      assert.deepEqual(chartSource(name, overrides), source);
    });
  }

  it("installs the pinned version unless another is asked for", () => {
    assert.equal(chartVersion("istiod", {}), "1.30.3");
    assert.equal(chartVersion("istiod", { charts: { istiod: { version: "1.30.4" } } }), "1.30.4");
  });

  it("gives every chart its own place in an OCI mirror", () => {
    const places = Object.values(charts).map(({ mirror }) => mirror);
    assert.equal(new Set(places).size, places.length);
    for (const [name, { chart, mirror }] of Object.entries(charts)) assert.ok(mirror.endsWith(`/${chart}`), name);
  });
});

describe("chart overrides", () => {
  const plans = [
    {
      name: "istiod" as const,
      values: { replicaCount: 2, image: "example.org/mine" },
      decided: { replicaCount: "replicas" },
      images: (registry: string) => ({ global: { hub: `${registry}/istio` }, image: `${registry}/istio/pilot` }),
    },
  ];
  const refused: [string, ChartOverrides, string, RegExp][] = [
    ["an unknown chart", { charts: { istio: {} } }, "charts.istio", /the charts are istiod\.$/],
    ["a chart that is not installed here", { charts: { metallb: {} } }, "charts.metallb", /there is no such chart/],
    ["a version that is none", { charts: { istiod: { version: "latest" } } }, "charts.istiod.version", /not a version/],
    ["a mirror's scheme", { mirror: "ftp://example.org" }, "mirror", /is not a source of charts; write https:/],
    [
      "a mirror without a scheme",
      { mirror: "charts.example.org" },
      "mirror",
      /a folder that starts with \.\/ or \/\.$/,
    ],
    ["an empty mirror", { mirror: "" }, "mirror", /is not a source of charts/],
    ["a chart's mirror", { charts: { istiod: { mirror: "s3://x" } } }, "charts.istiod.mirror", /is not a source/],
    [
      "a registry with a scheme",
      { imageRegistry: "https://registry.example.org/" },
      "imageRegistry",
      /^"https:\/\/registry\.example\.org\/" has a scheme; write registry\.example\.org\.$/,
    ],
    ["a registry with a slash at its end", { imageRegistry: "r.example.org/" }, "imageRegistry", /is not a registry/],
    ["a registry with a tag", { imageRegistry: "r.example.org/ml:1" }, "imageRegistry", /is not a registry/],
    ["a registry with a path in capitals", { imageRegistry: "r.example.org/ML" }, "imageRegistry", /is not a registry/],
    [
      "a registry that is a path of Docker Hub",
      { imageRegistry: "registry/ml" },
      "imageRegistry",
      /^"registry\/ml" is a path of Docker Hub for container runtimes, because its host has no dot and no port; write registry\.example\.org\/ml\.?$/,
    ],
    ["a registry with an empty part", { imageRegistry: "r.example.org//ml" }, "imageRegistry", /is not a registry/],
    [
      "a registry with a part that images cannot have",
      { imageRegistry: "r.example.org/a..b" },
      "imageRegistry",
      /is not a registry/,
    ],
    ["an empty registry", { imageRegistry: "" }, "imageRegistry", /is not a registry/],
    [
      "a password in a registry, without repeating it",
      { imageRegistry: "https://me:s3cret@registry.example.org" },
      "imageRegistry",
      /^contains a user name or password, which [^@]*Remove it, and let the nodes log in\.$/,
    ],
    [
      "an image that comes from the registry",
      { imageRegistry: "r.example.org", charts: { istiod: { values: { global: { hub: "example.org" } } } } },
      "charts.istiod.values.global.hub",
      /^the value contradicts imageRegistry, which makes it "r\.example\.org\/istio"\. Set imageRegistry instead\.$/,
    ],
    [
      "values that contradict an input",
      { charts: { istiod: { values: { replicaCount: 3 } } } },
      "charts.istiod.values.replicaCount",
      /^3 contradicts replicas/,
    ],
  ];
  for (const [title, overrides, path, reason] of refused) {
    it(`refuses ${title}`, () => {
      const fields = chartFieldProblems(overrides);
      const problems = fields.length > 0 ? fields : chartProblems(overrides, plans);
      assert.deepEqual(
        problems.map((problem) => problem.path),
        [path],
      );
      assert.match(problems[0]?.reason ?? "", reason);
    });
  }

  it("accepts another hub without a registry, and beside one another image than that of an input", () => {
    const values = (own: object): ChartOverrides => ({ charts: { istiod: { values: { ...own } } } });
    assert.deepEqual(chartProblems(values({ global: { hub: "example.org" } }), plans), []);
    const beside = { ...values({ image: "example.org/other" }), imageRegistry: "r.example.org" };
    assert.deepEqual(chartProblems(beside, plans), []);
  });

  it("accepts a version, a mirror and further values", () => {
    const own = { version: "1.30.4", mirror: "https://charts.example.org", values: { revision: "blue" } };
    const overrides = { charts: { istiod: own } };
    assert.deepEqual([...chartFieldProblems(overrides), ...chartProblems(overrides, plans)], []);
  });
});

describe("a folder of charts", () => {
  const plans = (["istio-base", "istiod", "istio-gateway"] as const).map((name) => ({
    name,
    values: {},
    decided: {},
    images: noImages,
  }));
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "charts-"))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (...files: string[]): void => {
    for (const file of files) writeFileSync(join(folder, file), "");
  };

  it("is accepted with every file, each in the version that is installed", () => {
    write("base-1.30.3.tgz", "istiod-1.30.9.tgz", "gateway-1.30.3.tgz");
    assert.deepEqual(chartProblems({ mirror: folder, charts: { istiod: { version: "1.30.9" } } }, plans), []);
  });

  it("is refused with what it lacks, each folder for its own charts", () => {
    write("base-1.30.3.tgz");
    const charts = { istiod: { mirror: "./nowhere" } };
    assert.deepEqual(chartProblems({ mirror: folder, charts }, plans), [
      {
        path: "mirror",
        reason: `"${folder}" does not contain gateway-1.30.3.tgz (looked in ${folder}). Put the files there.`,
      },
      {
        path: "charts.istiod.mirror",
        reason: `"./nowhere" does not contain istiod-1.30.3.tgz (looked in ${resolve("nowhere")}). Put the files there.`,
      },
    ]);
  });

  it("is not looked into while fields are checked, because the names of files contain versions", () => {
    const overrides = { mirror: folder, charts: { istiod: { version: "latest" } } };
    assert.deepEqual(
      chartFieldProblems(overrides).map(({ path }) => path),
      ["charts.istiod.version"],
    );
  });
});
