import * as assert from "node:assert/strict";
import { chartSource } from "../../../components/shared/install-chart";
import { type Contracts, emittedProblems, type EmittedResource } from "../../contracts/emitted-problems";

const spec = { type: "object", properties: { selector: { type: "string" } } };
const CONTRACTS: Contracts = {
  chart: (name) => {
    if (name !== "istiod") throw new Error(`no contract for ${name}`);
    return {
      values: { replicas: 1, meshConfig: {} },
      schema: { properties: { replicas: { type: "integer" } } },
      exceptions: { extraKeys: ["platform"] },
    };
  },
  crds: () => [
    {
      spec: {
        group: "networking.istio.io",
        scope: "Namespaced",
        names: { kind: "Gateway" },
        versions: [{ name: "v1", served: true, schema: { openAPIV3Schema: { type: "object", properties: { spec } } } }],
      },
    },
  ],
};

const release = (values?: object, name: "istiod" | "cluster-autoscaler" = "istiod"): EmittedResource => ({
  type: "kubernetes:helm.sh/v3:Release",
  name: "r",
  inputs: { ...chartSource(name, {}), ...(values ? { values } : {}) },
});
const object = (apiVersion: string, kind: string, rest: object = {}): EmittedResource => ({
  type: `kubernetes:${apiVersion}:${kind}`,
  name: "o",
  inputs: { apiVersion, kind, metadata: { name: "o", namespace: "n" }, ...rest },
});

describe("emittedProblems", () => {
  it("lists what it checked and what it left to the API server", () => {
    const resources = [
      release({ replicas: 2, platform: "k3d" }),
      object("networking.istio.io/v1", "Gateway", { spec: { selector: "x" } }),
      object("v1", "Namespace", { anything: 1 }),
      object("networking.k8s.io/v1", "IngressClass"),
      { type: "mlplatform:index:IngressLayer", name: "c", inputs: {} },
      { type: "pulumi:providers:kubernetes", name: "p", inputs: {} },
    ];
    assert.deepEqual(emittedProblems(resources, CONTRACTS), {
      problems: [],
      releases: ["istiod"],
      customResources: ["networking.istio.io/v1 Gateway"],
      builtIns: ["v1 Namespace", "networking.k8s.io/v1 IngressClass"],
    });
  });

  const rows: [title: string, resource: EmittedResource, expected: string[]][] = [
    ["a value that the chart does not have", release({ replica: 2 }), ["r: istiod has no value replica"]],
    [
      "a value that the schema refuses",
      release({ replicas: "2" }),
      ['r: istiod refuses: /replicas must be integer ("integer")'],
    ],
    ["nothing in a release without values", release(), []],
    [
      "a field that the CRD does not have",
      object("networking.istio.io/v1", "Gateway", { spec: { selectors: "x" } }),
      ["o: spec.selectors: unknown field"],
    ],
    [
      "a version that is not served",
      object("networking.istio.io/v1beta1", "Gateway"),
      ['o: apiVersion: Gateway is not served as "v1beta1", but as v1'],
    ],
    [
      "a kind of a group without contract",
      object("example.org/v1", "Widget"),
      ['o: kind: no Widget in group "example.org"; the contracts have no kind of that group'],
    ],
    [
      "a chart that hides its objects",
      { type: "kubernetes:helm.sh/v4:Chart", name: "c", inputs: {} },
      ["c: a kubernetes:helm.sh/v4:Chart cannot be checked: use helm.v3.Release, or the objects themselves"],
    ],
  ];
  for (const [title, resource, expected] of rows) {
    it(`finds ${title}`, () => {
      assert.deepEqual(emittedProblems([resource], CONTRACTS).problems, expected);
    });
  }

  it("fails where a chart has no contract", () => {
    assert.throws(() => emittedProblems([release({}, "cluster-autoscaler")], CONTRACTS), {
      message: "no contract for cluster-autoscaler",
    });
  });
});
