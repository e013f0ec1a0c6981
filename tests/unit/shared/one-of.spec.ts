import assert from "node:assert/strict";
import { filled, oneOf } from "../../../components/shared/one-of";
import { validated } from "../../../components/shared/shape";
import { seldonFacts } from "../platform";

describe("oneOf", () => {
  it("is satisfied by exactly one block", () => {
    assert.deepEqual(oneOf("target", { existing: {}, aws: undefined }), []);
  });

  it("names the choice when none is filled", () => {
    assert.deepEqual(oneOf("target", { existing: undefined, aws: undefined }), [
      {
        path: "target",
        reason: "none was given; fill exactly one of existing, aws.",
      },
    ]);
  });

  it("names the blocks themselves where they stand at the top", () => {
    assert.deepEqual(oneOf("", { existing: undefined, aws: undefined }), [
      {
        path: "existing or aws",
        reason: "none was given; fill exactly one of existing, aws.",
      },
    ]);
    assert.deepEqual(oneOf("", { existing: {}, aws: {} }), [
      { path: "existing and aws", reason: "2 were given (existing, aws); fill exactly one." },
    ]);
  });

  it("names the only block there is", () => {
    const reason = "is missing. There is no alternative, so write this block.";
    assert.deepEqual(oneOf("", { istio: undefined }), [{ path: "istio", reason }]);
  });

  it("says which one was written but is undefined, as a misspelt member of an enum is", () => {
    const wrong = { server: undefined, modelUri: "gs://x" };
    const { args } = validated("ModelDeployment", "m", {
      seldon: seldonFacts,
      namespace: "models",
      predictors: [{ name: "main", ...wrong }],
    });
    const [predictor = {}] = args.predictors;
    assert.equal(
      oneOf("predictors[0]", { server: undefined, image: undefined }, predictor)[0]?.reason,
      "none was given; fill exactly one of server, image (server is written, but its value is undefined: check the spelling of the value).",
    );
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
