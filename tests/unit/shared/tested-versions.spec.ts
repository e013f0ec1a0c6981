import assert from "node:assert/strict";
import type { ChartArgs } from "../../../components/shared/install-chart";
import { charts, istioVersions } from "../../../components/shared/pinned-charts";
import {
  kubernetesProblems,
  pairingProblems,
  pairings,
  pinProblems,
  productProblems,
  type Product,
} from "../../../components/shared/tested-versions";

type Side = readonly [Product, string];

describe("versions", () => {
  const tested: [Side, Side][] = [
    [
      ["Istio", "1.30.3"],
      ["Kubernetes", "1.34"],
    ],
    [
      ["Istio", "1.30"],
      ["Kubernetes", "v1.36.3"],
    ],
    [
      ["Istio", "1.31.4"],
      ["Kubernetes", "1.36"],
    ],
    [
      ["Istio", "1.32.0"],
      ["Kubernetes", "1.36"],
    ],
    [
      ["Seldon Core", "1.17.1"],
      ["Istio", "1.32.0"],
    ],
    [
      ["Istio", "1.30.4-rc.0"],
      ["Kubernetes", "1.35.1-eks-1"],
    ],
    [
      ["Seldon Core", "1.17.1"],
      ["Istio", "1.30.3"],
    ],
    [
      ["Seldon Core", "1.17.1"],
      ["Emissary", "4.1.0"],
    ],
  ];
  for (const [left, right] of tested) {
    it(`has ${left.join(" ")} on ${right.join(" ")} tested`, () => {
      assert.deepEqual(pairingProblems("x", left, right), []);
    });
  }

  const untested: [Side, Side][] = [
    [
      ["Istio", "1.29.1"],
      ["Kubernetes", "1.35"],
    ],
    [
      ["Istio", "1.30.3"],
      ["Kubernetes", "1.33"],
    ],
    [
      ["Istio", "1.3"],
      ["Kubernetes", "1.35"],
    ],
    [
      ["Istio", "1.300"],
      ["Kubernetes", "1.35"],
    ],
    [
      ["Seldon Core", "1.17.10"],
      ["Istio", "1.30.3"],
    ],
    [
      ["Seldon Core", "1.16.0"],
      ["Kubernetes", "1.36"],
    ],
  ];
  for (const [left, right] of untested) {
    it(`refuses ${left.join(" ")} on ${right.join(" ")}, naming both`, () => {
      const [problem, ...more] = pairingProblems("charts.istiod.version", left, right);
      assert.equal(more.length, 0);
      assert.equal(problem?.path, "charts.istiod.version");
      assert.ok(problem.reason.startsWith(`${left.join(" ")} on ${right.join(" ")} is not a combination we test`));
    });
  }

  it("says which combinations are tested, and the way out", () => {
    assert.deepEqual(pairingProblems("v", ["Istio", "1.29"], ["Kubernetes", "1.33"]), [
      {
        path: "v",
        reason:
          "Istio 1.29 on Kubernetes 1.33 is not a combination we test (tested: Istio 1.30, 1.31, 1.32 on Kubernetes 1.34, 1.35, 1.36). " +
          "Choose a tested one, or write allowUntestedVersions: true.",
      },
    ]);
  });

  it("accepts any versions of two products that are not paired", () => {
    assert.deepEqual(pairingProblems("v", ["Emissary", "1.0"], ["Istio", "0.1"]), []);
  });

  for (const side of [
    ["Istio", "1.30.9"],
    ["Seldon Core", "1.17.1"],
  ] as Side[]) {
    it(`has ${side.join(" ")} tested, whatever it runs on`, () => assert.deepEqual(productProblems("v", side), []));
  }

  it("refuses a version of a product that is tested on nothing", () => {
    assert.deepEqual(productProblems("charts.seldon-core-operator.version", ["Seldon Core", "1.17.10"]), [
      {
        path: "charts.seldon-core-operator.version",
        reason:
          "Seldon Core 1.17.10 is not a version we test (tested: 1.17.1). Choose a tested one, or write allowUntestedVersions: true.",
      },
    ]);
  });

  const pins: [title: string, charts: Record<string, ChartArgs>, version?: string][] = [
    ["the pin", { "cluster-autoscaler": { version: "9.59.0" } }],
    ["the pin with a v", { "cluster-autoscaler": { version: "v9.59.0" } }],
    ["no version", { "cluster-autoscaler": { values: {} } }],
    ["one of a chart that is not installed", { metallb: { version: "0.1.0" } }],
    ["an older one", { "cluster-autoscaler": { version: "9.50.0" } }, "9.50.0"],
    ["another patch", { "cluster-autoscaler": { version: "9.59.1" } }, "9.59.1"],
  ];
  for (const [title, charts, refused] of pins) {
    it(`${refused === undefined ? "passes" : "refuses"} as a chart's version ${title}`, () => {
      const reason = `${refused ?? ""} is not the version we test (9.59.0). Leave it out, or write allowUntestedVersions: true.`;
      assert.deepEqual(
        pinProblems(charts, ["cluster-autoscaler"]),
        refused === undefined ? [] : [{ path: "charts.cluster-autoscaler.version", reason }],
      );
    });
  }

  for (const version of ["1.33", "1.37", "1.3", "2.0"]) {
    it(`refuses Kubernetes ${version}`, () => {
      assert.equal(kubernetesProblems("kubernetesVersion", version).length, 1);
    });
  }

  it("holds the version that pinned-charts.ts pins for every product", () => {
    const pinned: [Product, string][] = [
      ["Istio", charts.istiod.version],
      ["Seldon Core", charts["seldon-core-operator"].version],
    ];
    for (const side of pinned) assert.deepEqual(pairingProblems("v", side, ["Kubernetes", "1.35"]), []);
  });

  it("has a row for every version of Istio that can be chosen, of which the default is one", () => {
    for (const patch of Object.values(istioVersions)) assert.deepEqual(productProblems("v", ["Istio", patch]), []);
    assert.ok(Object.values(istioVersions).includes(charts.istiod.version));
  });

  it("gives evidence for every row", () => {
    for (const { product, evidence } of pairings) assert.ok(evidence.length > 20, product);
  });
});
