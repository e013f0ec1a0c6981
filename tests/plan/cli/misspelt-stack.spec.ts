import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import path from "node:path";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { runCli } from "./run-cli";

const MISSING = "There is no Pulumi.pord.yaml; stacks here: prod.\n";

const FILES = {
  "Pulumi.yaml": `name: one
runtime: nodejs
config:
  owner: { type: string, default: "" }
  nodes: { type: integer, default: 1 }
`,
  "Pulumi.prod.yaml": "config: { one:owner: me }\n",
  "index.js": `const pulumi = require("@pulumi/pulumi");
const config = new pulumi.Config();
if (config.require("owner") === "") throw new pulumi.RunError("owner: nobody is named.");
if (config.requireNumber("nodes") === 7) throw new Error("seven");
`,
  "bin/pulumi": `#!/bin/sh
case "$1 $2" in
  "version"*) echo v3.248.0 ;;
  "stack select") echo "error: no stack named 'pord' found" >&2; exit 255 ;;
  *) echo "error: the stand-in of pulumi ends here" >&2; exit 255 ;;
esac
`,
};

/** The same, but the project cannot do without an owner. */
const REQUIRED = { ...FILES, "Pulumi.yaml": FILES["Pulumi.yaml"].replace(', default: ""', "") };

describe("a stack that is probably misspelt", () => {
  let project: ProjectOnDisk | undefined;
  afterEach(() => project?.remove());

  async function said(files: Readonly<Record<string, string>>, ...args: string[]): Promise<string> {
    project = projectOnDisk(files, ["@pulumi/pulumi"]);
    if ("bin/pulumi" in files) chmodSync(path.join(project.dir, "bin/pulumi"), 0o755);
    const env = { PATH: `${path.join(project.dir, "bin")}:${process.env["PATH"] ?? ""}` };
    const { stdout, stderr, exitCode } = await runCli(args, { cwd: project.dir, env });
    assert.deepEqual([stdout, exitCode], ["", 1]);
    return stderr;
  }

  it("is all that is told where config is missing", async () => {
    assert.equal(await said(REQUIRED, "plan", "--stack", "pord"), MISSING);
  });

  it("is all that is told where the program refuses the defaults", async () => {
    assert.equal(await said(FILES, "plan", "--stack", "pord"), MISSING);
  });

  it("is all that is told by up, with how to make a new one", async () => {
    assert.equal(
      await said(FILES, "up", "--yes", "--stack", "pord"),
      `There is no stack "pord". ${MISSING}If you mean a new one, make it first: pulumi stack init pord\n`,
    );
  });

  it("comes before what else is wrong with the config", async () => {
    assert.equal(
      await said(REQUIRED, "plan", "--stack", "pord", "--config", "ndoes=2"),
      `${MISSING}\nThe config of stack "pord" has errors:\n` +
        "  - ndoes is not a config key of one; write nodes.\n" +
        "  - owner is missing (string): it is required and has no default.\n",
    );
  });

  it("comes before a refusal that the command line may have caused", async () => {
    assert.equal(
      await said(FILES, "plan", "--stack", "pord", "--config", "nodes=2"),
      `${MISSING}\nowner: nobody is named.\n`,
    );
  });

  it("comes before a failure of another kind", async () => {
    assert.equal(
      await said(FILES, "plan", "--stack", "pord", "--config", "owner=me", "--config", "nodes=7"),
      `${MISSING}\nseven\n  at index.js:4\n(run again with --debug for the stack trace)\n`,
    );
  });

  it("is no more than a hint where no stack has a file", async () => {
    const { "Pulumi.prod.yaml": _, ...files } = FILES;
    assert.equal(
      await said(files, "plan", "--stack", "pord"),
      "owner: nobody is named.\n\nThere is no Pulumi.pord.yaml, nor a file of any other stack.\n",
    );
  });
});
