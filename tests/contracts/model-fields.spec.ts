import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { modelFields } from "../../scripts/model-fields";
import { describeWithContracts, repositoryRoot } from "./contracts-dir";

describeWithContracts("the fields of a SeldonDeployment", (dir) => {
  it("are those of the operator's own definition; npm run fields updates them", async () => {
    const { file, content } = modelFields(dir);
    const path = join(repositoryRoot, file);
    const wanted = await format(content, { ...(await resolveConfig(path)), filepath: path });
    assert.equal(readFileSync(path, "utf8"), wanted);
  });
});
