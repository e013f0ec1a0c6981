import assert from "node:assert/strict";
import { charts } from "../../../components/shared/charts";
import { kubernetesProblems, pairingProblems, pairings, type Product } from "../../../components/shared/versions";

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
    [
      ["Emissary", "4.1.0"],
      ["Kubernetes", "1.35"],
    ],
    [
      ["cert-manager", "v1.21.1"],
      ["Kubernetes", "1.35"],
    ],
    [
      ["Rancher", "2.15.0"],
      ["Kubernetes", "1.35"],
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
      ["Rancher", "2.14.4"],
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
          "Istio 1.29 on Kubernetes 1.33 is not a combination we test (tested: Istio 1.30 on Kubernetes 1.34, 1.35, 1.36). " +
          "Choose a tested one, or write allowUntestedVersions: true.",
      },
    ]);
  });

  it("has no say over products that do not meet", () => {
    assert.deepEqual(pairingProblems("v", ["Rancher", "1.0"], ["Istio", "0.1"]), []);
  });

  for (const version of ["1.33", "1.37", "1.3", "2.0"]) {
    it(`refuses Kubernetes ${version}`, () => {
      assert.equal(kubernetesProblems("kubernetesVersion", version).length, 1);
    });
  }

  it("holds the version that charts.ts pins for every product", () => {
    const pinned: [Product, string][] = [
      ["Istio", charts.istiod.version],
      ["Emissary", charts["emissary-ingress"].version],
      ["cert-manager", charts["cert-manager"].version],
      ["Rancher", charts.rancher.version],
      ["Seldon Core", charts["seldon-core-operator"].version],
    ];
    for (const side of pinned) assert.deepEqual(pairingProblems("v", side, ["Kubernetes", "1.35"]), []);
  });

  it("gives evidence for every row", () => {
    for (const { product, evidence } of pairings) assert.ok(evidence.length > 20, product);
  });
});
