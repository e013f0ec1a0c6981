import * as assert from "node:assert/strict";
import { type Crd, crdProblems, type KubernetesObject } from "../../contracts/crd-problems";

const schema = {
  openAPIV3Schema: {
    type: "object",
    required: ["spec"],
    properties: { spec: { type: "object", properties: { selector: { type: "string" } } } },
  },
};
const crd = (kind: string, scope: string): Crd => ({
  spec: {
    group: "example.org",
    scope,
    names: { kind },
    versions: [
      { name: "v1", served: true, schema },
      { name: "v1beta1", served: true, schema },
      { name: "v1alpha1", served: false, schema },
    ],
  },
});
const CRDS = [crd("Gateway", "Namespaced"), crd("Issuer", "Cluster")];
const gateway = {
  apiVersion: "example.org/v1",
  kind: "Gateway",
  metadata: { name: "a", namespace: "b", labels: { c: "d" } },
  spec: { selector: "x" },
};

describe("crdProblems", () => {
  const rows: [title: string, object: KubernetesObject, expected: string[]][] = [
    ["accepts what the CRD describes", gateway, []],
    ["accepts an older version that is served", { ...gateway, apiVersion: "example.org/v1beta1" }, []],
    [
      "refuses one that is not served",
      { ...gateway, apiVersion: "example.org/v1alpha1" },
      ['apiVersion: Gateway is not served as "v1alpha1", but as v1, v1beta1'],
    ],
    [
      "refuses an unknown kind",
      { ...gateway, kind: "Gatway" },
      ['kind: no Gatway in group "example.org"; the contracts have Gateway, Issuer'],
    ],
    [
      "refuses an unknown group",
      { ...gateway, apiVersion: "example.com/v1" },
      ['kind: no Gateway in group "example.com"; the contracts have no kind of that group'],
    ],
    ["refuses an object without a kind", { apiVersion: "example.org/v1" }, ["apiVersion and kind must be strings"]],
    [
      "wants a namespace for a namespaced kind",
      { ...gateway, metadata: { name: "a" } },
      ["metadata.namespace: is required, the kind is namespaced"],
    ],
    [
      "wants none for a cluster-wide kind",
      { ...gateway, kind: "Issuer" },
      ['metadata.namespace: must be absent, the kind is cluster-wide, is "b"'],
    ],
    ["accepts a cluster-wide one", { ...gateway, kind: "Issuer", metadata: { name: "a" } }, []],
    [
      "requires what the schema requires",
      { apiVersion: gateway.apiVersion, kind: gateway.kind, metadata: gateway.metadata },
      ["spec: is required"],
    ],
    ["refuses an unknown field at the top", { ...gateway, specs: {} }, ["specs: unknown field"]],
    ["refuses an unknown field below", { ...gateway, spec: { selectors: "x" } }, ["spec.selectors: unknown field"]],
    ["refuses another type", { ...gateway, spec: { selector: 1 } }, ["spec.selector: must be string, is integer"]],
    [
      "refuses unknown metadata",
      { ...gateway, metadata: { name: "a", namespace: "b", label: {} } },
      ["metadata.label: unknown field"],
    ],
    [
      "refuses a label that is not a string",
      { ...gateway, metadata: { name: "a", namespace: "b", labels: { c: true } } },
      ["metadata.labels.c: must be string, is boolean"],
    ],
  ];
  for (const [title, object, expected] of rows) {
    it(title, () => {
      assert.deepEqual(crdProblems(object, CRDS), expected);
    });
  }
});
