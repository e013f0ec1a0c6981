import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
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
  const plans = [{ name: "istiod" as const, values: { replicaCount: 2 }, decided: { replicaCount: "replicas" } }];
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

  it("accepts a version, a mirror and further values", () => {
    const own = { version: "1.30.4", mirror: "https://charts.example.org", values: { revision: "blue" } };
    const overrides = { charts: { istiod: own } };
    assert.deepEqual([...chartFieldProblems(overrides), ...chartProblems(overrides, plans)], []);
  });
});

describe("a folder of charts", () => {
  const plans = (["istio-base", "istiod", "istio-gateway"] as const).map((name) => ({ name, values: {}, decided: {} }));
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
