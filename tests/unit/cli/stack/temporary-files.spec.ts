import assert from "node:assert/strict";
import type { Stack } from "@pulumi/pulumi/automation";
import { existsSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { withTemporaryFiles } from "../../../../cli/stack/temporary-files";

describe("what the Pulumi CLI writes into the folder for temporary files", () => {
  it("is in a private folder, which is gone afterwards, also after a failure", async () => {
    const workspace = { envVars: { OTHER: "stays" } } as unknown as Stack["workspace"];
    for (const fails of [false, true]) {
      let folder = "";
      const done = withTemporaryFiles({ workspace }, () => {
        assert.equal(workspace.envVars["OTHER"], "stays");
        folder = workspace.envVars["TMPDIR"] ?? "";
        assert.equal(statSync(folder).mode & 0o777, 0o700);
        writeFileSync(path.join(folder, "kubeconfig123"), "a token");
        return fails ? Promise.reject(new Error("it failed")) : Promise.resolve();
      });
      if (fails) await assert.rejects(done, /it failed/);
      else await done;
      assert.ok(!existsSync(folder));
      assert.deepEqual(workspace.envVars, { OTHER: "stays" });
    }
  });
});
