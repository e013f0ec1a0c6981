import assert from "node:assert/strict";
import { clusterSpec, problemsIn, targetBlocks } from "../../../components/ml-cluster/spec";

describe("the choice of a target", () => {
  const problems = (blocks: object) => {
    const args = { ...blocks };
    return problemsIn(clusterSpec(args), targetBlocks(args), ["aws", "existing"]);
  };

  it("is one block", () => {
    assert.deepEqual(problems({ existing: {} }), []);
  });

  it("is not none", () => {
    assert.deepEqual(problems({ kubernetesVersion: "1.35" }), [
      {
        path: "aws or existing",
        reason: "none was given; fill exactly one of aws, existing.",
        misses: ["aws", "existing"],
      },
    ]);
  });

  it("is not two, which are named", () => {
    assert.deepEqual(problems({ aws: {}, existing: {} }), [
      { path: "aws and existing", reason: "2 were given (aws, existing); fill exactly one." },
    ]);
  });
});
