import assert from "node:assert/strict";
import { ReclaimPolicy, storageProblems, storageSpec } from "../../../components/shared/storage";

describe("the default storage class", () => {
  it("has the target's name and lets disks go with their claims, where nothing is said", () => {
    assert.deepEqual(storageSpec(), { className: undefined, reclaimPolicy: "Delete" });
  });

  it("keeps what was said of it", () => {
    const said = { className: "fast", reclaimPolicy: ReclaimPolicy.Retain };
    assert.deepEqual(storageSpec(said), said);
  });

  it("has a name as Kubernetes has them", () => {
    assert.deepEqual(storageProblems(storageSpec()), []);
    assert.deepEqual(storageProblems(storageSpec({ className: "fast.ssd-1" })), []);
    assert.deepEqual(
      storageProblems(storageSpec({ className: "Fast_SSD" })).map(({ path }) => path),
      ["storage.className"],
    );
  });
});
