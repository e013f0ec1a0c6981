import assert from "node:assert/strict";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { runCli } from "./run-cli";

const NOTE =
  "The result of aws:index/getZones:getZones is not known in a plan, because only its provider can compute it. " +
  "Use the result inside apply.";

/** A program that asks a data source and then fails. */
const failing = (failure: string) => `const pulumi = require("@pulumi/pulumi");
module.exports = async () => {
  const zones = await pulumi.runtime.invoke("aws:index/getZones:getZones", {});
  ${failure}
};
`;

describe("the note on data sources that a plan cannot answer", () => {
  let project: ProjectOnDisk | undefined;
  afterEach(() => project?.remove());

  async function said(failure: string): Promise<string> {
    const files = { "Pulumi.yaml": "name: asks\nruntime: nodejs\n", "index.js": failing(failure) };
    project = projectOnDisk(files, ["@pulumi/pulumi"]);
    return (await runCli(["plan"], { cwd: project.dir })).stderr;
  }

  it("goes with a failure that it may explain", async () => {
    assert.equal(
      await said("zones.names[0];"),
      "Cannot read properties of undefined (reading '0')\n  at index.js:4\n(run again with --debug for the stack trace)\n\n" +
        `${NOTE}\n`,
    );
  });

  const refusals: readonly [what: string, failure: string, said: string][] = [
    [
      "a program's own refusal",
      'throw new pulumi.RunError("count: 0 is not at least 1.");',
      "count: 0 is not at least 1.",
    ],
    [
      "a component's refusal",
      'throw Object.assign(new Error("Thing has invalid arguments"), { name: "InvalidArgs" });',
      "Thing has invalid arguments",
    ],
  ];
  for (const [what, failure, text] of refusals) {
    it(`does not go with ${what}`, async () => {
      assert.equal(await said(failure), `${text}\n`);
    });
  }

  it("does not go with an example program's refusal, whose components asked", async () => {
    const { stderr } = await runCli(["plan", "aws", "--config", "sourceRanges=[]"]);
    assert.match(stderr, /^IngressLayer "ingress" has invalid arguments:\n {2}- sourceRanges: [^\n]+\n$/);
  });
});
