import assert from "node:assert/strict";
import { warn } from "../../../components/shared/warn";
import { recordProgram } from "../../../recorder";

describe("a warning of a component", () => {
  it("names the component in its text, and no resource, so that it waits for none", async () => {
    const program = () => {
      warn('JupyterHub "hub"', "Users log in by plain HTTP.");
    };
    const { log } = await recordProgram(program, { project: "proj", stack: "test" });
    assert.deepEqual(log, [
      { severity: "warning", message: 'JupyterHub "hub": Users log in by plain HTTP.', urn: undefined },
    ]);
  });
});
