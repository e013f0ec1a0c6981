import assert from "node:assert/strict";
import path from "node:path";
import { commonNeeds } from "../../../cli/doctor/common-needs";
import { examine } from "../../../cli/doctor/examine";
import { toolchain } from "../toolchain";

describe("mlplatform doctor", () => {
  it("reads the versions of the real Pulumi CLI, kubectl, helm, node and npm", async () => {
    const { pulumiRoot, kubectl, helm } = await toolchain();
    const folders = [path.join(pulumiRoot, "bin"), path.dirname(kubectl), path.dirname(helm)];
    const before = process.env["PATH"];
    process.env["PATH"] = [...folders, before].join(path.delimiter);
    try {
      // That of Skopeo is read in mirror/mirror.spec.ts, where it is.
      const tools = commonNeeds().filter(({ tool }) => tool !== undefined && tool.program !== "skopeo");
      const found = await Promise.all(tools.map((need) => examine(need, { seconds: 60 })));
      for (const { need, version = "", problem } of found) {
        assert.equal(problem, undefined, need.name);
        assert.match(version, /^\d+\.\d+\.\d+$/, need.name);
      }
      assert.equal(found.length, 5);
    } finally {
      process.env["PATH"] = before;
    }
  });
});
