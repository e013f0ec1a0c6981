import assert from "node:assert/strict";
import { ReclaimPolicy, type CommonArgs } from "../../../components/targets/common-args";
import { clusterSpec, commonFieldProblems } from "../../../components/targets/common-spec";

describe("the default storage class of a cluster", () => {
  const problems = (args: CommonArgs) => commonFieldProblems(args, clusterSpec(args));

  it("is named by the target and deletes disks with their claims, by default", () => {
    assert.deepEqual(clusterSpec({}).storage, { className: undefined, reclaimPolicy: "Delete" });
  });

  it("keeps every value that was written", () => {
    const storage = { className: "fast", reclaimPolicy: ReclaimPolicy.Retain };
    assert.deepEqual(clusterSpec({ storage }).storage, storage);
  });

  it("must have a name that Kubernetes allows", () => {
    assert.deepEqual(problems({}), []);
    assert.deepEqual(problems({ storage: { className: "fast.ssd-1" } }), []);
    assert.deepEqual(
      problems({ storage: { className: "Fast_SSD" } }).map(({ path }) => path),
      ["storage.className"],
    );
  });
});
