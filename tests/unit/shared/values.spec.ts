import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { contradictions, given, merged, protectedProblems } from "../../../components/shared/values";

describe("chart values", () => {
  it("merges maps and replaces everything else, without touching its arguments", () => {
    const ours = { a: { b: 1, c: [1, 2] }, d: "x" };
    const over = { a: { c: [3], e: null }, d: { f: 1 } };
    assert.deepEqual(merged(ours, over), { a: { b: 1, c: [3], e: null }, d: { f: 1 } });
    assert.deepEqual(ours, { a: { b: 1, c: [1, 2] }, d: "x" });
  });

  it("takes a key that is undefined for one that was not given", () => {
    assert.deepEqual(merged({ a: { b: 1 }, c: 2 }, { a: { b: undefined }, c: undefined, d: undefined }), {
      a: { b: 1 },
      c: 2,
    });
  });

  it("does not look into outputs", () => {
    const output = pulumi.output({ b: 1 });
    assert.equal(merged({ a: { c: 1 } }, { a: output })["a"], output);
  });

  it("leaves out what was not given", () => {
    assert.deepEqual(given({ a: undefined, b: null, c: 0 }), { b: null, c: 0 });
  });

  const decided = { "service.type": "service.type", resources: "resources" };
  const ours = { service: { type: "LoadBalancer" }, resources: { requests: { cpu: "1" } } };

  for (const [title, over] of Object.entries({
    "another key": { service: { externalTrafficPolicy: "Local" } },
    "the same value": { service: { type: "LoadBalancer" } },
    "a key beside ours": { resources: { limits: { cpu: "2" } } },
    nothing: {},
  })) {
    it(`has nothing against ${title}`, () => {
      assert.deepEqual(contradictions("v", ours, over, decided), []);
    });
  }

  for (const [title, over, path] of [
    ["another value", { service: { type: "NodePort" } }, "v.service.type"],
    ["another value below ours", { resources: { requests: { cpu: "2" } } }, "v.resources"],
    ["another kind of value", { resources: "none" }, "v.resources"],
    ["an output, whose value nobody knows", { service: { type: pulumi.output("LoadBalancer") } }, "v.service.type"],
  ] as const) {
    it(`refuses ${title}`, () => {
      assert.deepEqual(
        contradictions("v", ours, over, decided).map((problem) => problem.path),
        [path],
      );
    });
  }

  it("refuses a whole map replaced above our keys, once", () => {
    const both = { ...decided, "service.annotations": "service.annotations" };
    assert.deepEqual(contradictions("v", ours, { service: 3 }, both), [
      { path: "v.service", reason: "3 is a number, not an object. Write the keys to change below it." },
    ]);
    assert.deepEqual(contradictions("v", ours, { service: pulumi.output({}) }, both), [
      { path: "v.service", reason: "is an output, which would hide the keys below it. Write an object." },
    ]);
  });

  const protectedValues = [
    { keys: ["crd", "annotations", "example.org/keep"], value: "yes", why: "with it, models are deleted" },
    { keys: ["mesh", "class"], why: "is ours" },
  ];
  for (const [title, over, expected] of [
    ["another value", { crd: { annotations: { "example.org/keep": "no" } } }, ["v.crd.annotations.example.org/keep"]],
    ["null for it", { crd: { annotations: { "example.org/keep": null } } }, ["v.crd.annotations.example.org/keep"]],
    ["null for the map that has it", { crd: { annotations: null } }, ["v.crd.annotations"]],
    ["null further above", { crd: null }, ["v.crd"]],
    ["an output above it", { crd: pulumi.output({}) }, ["v.crd"]],
    ["text above it", { crd: { annotations: "no" } }, ["v.crd.annotations"]],
    ["any value for what nobody may write", { mesh: { class: "x" } }, ["v.mesh.class"]],
    ["null for what nobody may write", { mesh: { class: null } }, ["v.mesh.class"]],
    ["an output above what nobody may write", { mesh: pulumi.output({ class: "x" }) }, ["v.mesh"]],
    ["the value itself", { crd: { annotations: { "example.org/keep": "yes", other: "1" } }, mesh: { other: 1 } }, []],
    ["nothing", {}, []],
  ] as const) {
    it(`${expected.length === 0 ? "accepts" : "refuses"} a protected value with ${title}`, () => {
      assert.deepEqual(
        protectedProblems("v", over, protectedValues).map(({ path }) => path),
        expected,
      );
    });
  }

  for (const over of [{ service: null }, { service: { type: null } }, { resources: null }]) {
    it(`refuses null where an input decides: ${JSON.stringify(over)}`, () => {
      assert.equal(contradictions("v", ours, over, decided).length, 1);
    });
  }

  it("says which input to use", () => {
    assert.deepEqual(contradictions("v", ours, { service: { type: "NodePort" } }, decided), [
      {
        path: "v.service.type",
        reason: '"NodePort" contradicts service.type, which makes it "LoadBalancer". Set service.type instead.',
      },
    ]);
  });
});
