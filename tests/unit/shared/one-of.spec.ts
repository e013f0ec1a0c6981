import assert from "node:assert/strict";
import { filled, oneOf } from "../../../components/shared/one-of";

describe("oneOf", () => {
  it("is satisfied by exactly one block", () => {
    assert.deepEqual(oneOf("target", { existing: {}, aws: undefined }), []);
  });

  it("names the choice when none is filled", () => {
    assert.deepEqual(oneOf("target", { existing: undefined, aws: undefined }), [
      { path: "target", reason: "none was given; fill exactly one of existing, aws." },
    ]);
  });

  it("names the only block there is", () => {
    assert.deepEqual(oneOf("controller", { istio: undefined }), [
      { path: "controller", reason: "none was given; fill `istio`." },
    ]);
  });

  it("names the blocks that were filled when there are two", () => {
    assert.deepEqual(oneOf("target", { existing: {}, aws: {}, gcp: undefined }), [
      { path: "target", reason: "2 were given (existing, aws); fill exactly one." },
    ]);
  });

  it("takes null, which YAML and other languages send, for an empty block", () => {
    assert.deepEqual(filled({ existing: null, aws: {} }), ["aws"]);
  });
});
