import assert from "node:assert/strict";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { runCli } from "./run-cli";

const MESSAGE =
  "The result of aws:index/getZones:getZones is not known in a plan, because only its provider can compute it. " +
  "Use getZonesOutput instead of getZones: an output can be unknown.";

/** A program that waits for the result of a data source. */
const asking = (use: string) => `const pulumi = require("@pulumi/pulumi");
module.exports = async () => {
  const zones = await pulumi.runtime.invoke("aws:index/getZones:getZones", {});
  ${use}
};
`;

describe("a plan of a program that waits for the result of a data source", () => {
  let project: ProjectOnDisk | undefined;
  afterEach(() => project?.remove());

  async function said(use: string): Promise<string> {
    const files = { "Pulumi.yaml": "name: asks\nruntime: nodejs\n", "index.js": asking(use) };
    project = projectOnDisk(files, ["@pulumi/pulumi"]);
    return (await runCli(["plan"], { cwd: project.dir })).stderr;
  }

  it("fails where the program reads it, and says what to call instead", async () => {
    assert.equal(
      await said("zones.names[0];"),
      `${MESSAGE}\n  at index.js:4\n(run again with --debug for the stack trace)\n`,
    );
  });

  it("says nothing of it beside another failure", async () => {
    assert.equal(
      await said('throw new pulumi.RunError("count: 0 is not at least 1.");'),
      "count: 0 is not at least 1.\n",
    );
  });
});
