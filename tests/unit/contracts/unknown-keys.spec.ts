import * as assert from "node:assert/strict";
import { type Exceptions, unknownKeys } from "../../contracts/unknown-keys";

type Values = Record<string, unknown>;

/** One default of each sort. */
const DEFAULTS: Values = {
  replicaCount: null,
  kind: "Deployment",
  service: { type: "LoadBalancer", annotations: {}, ports: [{ name: "http2", port: 80 }] },
  podAnnotations: { "prometheus.io/port": "15020" },
  labels: { "istio.io/dataplane-mode": "none" },
  resources: { requests: { cpu: "100m" } },
  strategy: {},
  env: { A: "b" },
  executor: { resources: { cpuLimit: "500m" } },
  meshConfig: { enablePrometheusMerge: true },
};

describe("unknownKeys", () => {
  const rows: [title: string, values: Values, expected: string[], exceptions?: Exceptions][] = [
    ["accepts the defaults themselves", DEFAULTS, []],
    ["names a key that is not there", { replicas: 2 }, ["replicas"]],
    ["names every one, with its path", { x: 1, service: { y: 1, z: { a: 1 } } }, ["x", "service.y", "service.z"]],
    [
      "does not take inherited names for keys",
      { constructor: 1, service: { toString: 1 } },
      ["constructor", "service.toString"],
    ],
    ["quotes keys that hold dots", { "a.b/c": 1 }, ['["a.b/c"]']],
    ["knows nothing below a scalar", { kind: { of: "x" } }, ["kind.of"]],
    ["knows nothing below a list", { service: { ports: { http: 80 } } }, ["service.ports.http"]],
    ["does not look into lists", { service: { ports: [{ nodePort: 1 }] } }, []],
    ["accepts anything below an empty map", { strategy: { type: "Recreate" } }, []],
    ["accepts anything for a null", { replicaCount: { any: 1 } }, []],
    [
      "accepts any annotation, label and variable",
      { podAnnotations: { a: "b" }, labels: { c: "d" }, env: { E: "f" } },
      [],
    ],
    ["accepts limits where only requests stand", { resources: { limits: { "nvidia.com/gpu": "1" } } }, []],
    ["refuses other keys in resources", { resources: { limit: { cpu: "1" } } }, ["resources.limit"]],
    [
      "takes a chart's own notion of resources",
      { executor: { resources: { cpuLimit: "1", limits: {} } } },
      ["executor.resources.limits"],
    ],
    ["refuses a neighbour of a key in a fixed map", { meshConfig: { ingressClass: "x" } }, ["meshConfig.ingressClass"]],
    [
      "accepts it where the map is declared free",
      { meshConfig: { ingressClass: "x" } },
      [],
      { freeForm: ["meshConfig"] },
    ],
    [
      "accepts a declared extra key",
      { service: { loadBalancerClass: "x" } },
      [],
      { extraKeys: ["service.loadBalancerClass"] },
    ],
    [
      "accepts it nowhere else",
      { loadBalancerClass: "x" },
      ["loadBalancerClass"],
      { extraKeys: ["service.loadBalancerClass"] },
    ],
  ];
  for (const [title, values, expected, exceptions] of rows) {
    it(title, () => {
      assert.deepEqual(unknownKeys(values, DEFAULTS, exceptions), expected);
    });
  }

  it("unwraps Istio's defaults, and refuses the wrapper itself", () => {
    const wrapped = { _internal_defaults_do_not_set: DEFAULTS };
    assert.deepEqual(unknownKeys({ kind: "DaemonSet", x: 1 }, wrapped), ["x"]);
    assert.deepEqual(unknownKeys({ _internal_defaults_do_not_set: { kind: "DaemonSet" } }, wrapped), [
      "_internal_defaults_do_not_set",
    ]);
  });
});
