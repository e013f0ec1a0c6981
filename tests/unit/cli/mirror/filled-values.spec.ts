import assert from "node:assert/strict";
import { filledValues } from "../../../../cli/mirror/filled-values";
import { SECRET, UNKNOWN } from "../../../../recorder/graph";

describe("the values with which mirror renders a chart", () => {
  it("are those of the plan where it knows them", () => {
    const values = { a: { b: ["c", 1, true, null] }, d: "" };
    assert.deepEqual(filledValues(values, { d: "default" }), { values, replaced: [] });
  });

  it("leave unknown values to the chart, which gives them the right type", () => {
    const values = { ranges: UNKNOWN, replicas: SECRET, image: { tag: UNKNOWN, name: "a" } };
    const defaults = { ranges: [], replicas: 3, image: { tag: "v1" } };
    assert.deepEqual(filledValues(values, defaults), {
      values: { image: { name: "a" } },
      replaced: ["ranges", "replicas", "image.tag"],
    });
  });

  it("have a placeholder where the chart has no value, or an empty one", () => {
    const values = { clusterName: UNKNOWN, vpcId: UNKNOWN, keys: [SECRET, "a"], none: UNKNOWN };
    assert.deepEqual(filledValues(values, { clusterName: "", keys: ["x"], none: null }), {
      values: { clusterName: "placeholder", vpcId: "placeholder", keys: ["placeholder", "a"], none: "placeholder" },
      replaced: ["clusterName", "vpcId", "keys[0]", "none"],
    });
  });

  it("have a placeholder in the part of a text that is secret", () => {
    assert.deepEqual(filledValues({ url: `https://me:${SECRET}@example.org` }, { url: "https://example.com" }), {
      values: { url: "https://me:placeholder@example.org" },
      replaced: ["url"],
    });
  });

  it("are right for a chart without values", () => {
    assert.deepEqual(filledValues({ a: UNKNOWN }, null), { values: { a: "placeholder" }, replaced: ["a"] });
  });
});
