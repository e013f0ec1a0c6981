import assert from "node:assert/strict";
import { criticalPath } from "../../bench/up/critical-path";

describe("the critical path of an update", () => {
  it("is the chain of dependencies with the largest sum of times", () => {
    const resources = [
      { urn: "provider", ms: 1, needs: [] },
      { urn: "slow", ms: 10, needs: ["provider"] },
      { urn: "after-slow", ms: 10, needs: ["slow", "provider"] },
      { urn: "slowest-alone", ms: 19, needs: ["provider"] },
    ];
    assert.deepEqual(criticalPath(resources), { ms: 21, urns: ["provider", "slow", "after-slow"] });
  });

  it("leaves out needs that are no resource of the update", () => {
    assert.deepEqual(criticalPath([{ urn: "one", ms: 5, needs: ["elsewhere"] }]), { ms: 5, urns: ["one"] });
  });

  it("is empty if there are no resources", () => {
    assert.deepEqual(criticalPath([]), { ms: 0, urns: [] });
  });
});
