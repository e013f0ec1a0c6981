import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import path from "node:path";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { runCli } from "./run-cli";

/** A project whose stack has an encrypted list, and a stand-in of the Pulumi CLI that decrypts it. */
const files = (decrypted: string) => ({
  "Pulumi.yaml":
    "name: one\nruntime: nodejs\nconfig:\n  keys: { type: array, items: { type: integer }, secret: true }\n",
  "Pulumi.dev.yaml": "config: { one:keys: { secure: v1:abc } }\n",
  "index.js": `const pulumi = require("@pulumi/pulumi");
throw new pulumi.RunError("The keys are " + new pulumi.Config().requireObject("keys").length);
`,
  "config.json": JSON.stringify({ "one:keys": { value: decrypted, secret: true } }),
  "bin/pulumi": `#!/bin/sh
case "$*" in
  version*) echo v3.248.0 ;;
  "stack ls"*) echo '[]' ;;
  "stack select"*) ;;
  config*--show-secrets*) cat config.json ;;
  *) echo "error: the stand-in of pulumi ends here" >&2; exit 255 ;;
esac
`,
});

describe("what is encrypted in a stack's file", () => {
  let project: ProjectOnDisk | undefined;
  afterEach(() => project?.remove());

  async function up(decrypted: string, ...args: string[]): Promise<string> {
    project = projectOnDisk(files(decrypted), ["@pulumi/pulumi"]);
    chmodSync(path.join(project.dir, "bin/pulumi"), 0o755);
    const env = { PATH: `${path.join(project.dir, "bin")}:${process.env["PATH"] ?? ""}` };
    return (await runCli(["up", "--yes", "--stack", "dev", ...args], { cwd: project.dir, env })).stderr;
  }

  it("is given to the plan of up as it is", async () => {
    assert.equal(await up("[1, 2, 3]"), "The keys are 3\n");
  });

  it("gives way to the command line", async () => {
    assert.equal(await up("[1, 2, 3]", "--config", "keys=[4]"), "The keys are 1\n");
  });

  it("is refused by its file's name, not as if it stood on the command line, and without its value", async () => {
    assert.equal(
      await up("four"),
      'The config of stack "dev" has errors:\n' +
        "  - keys must be of type array<integer>. It is a secret of Pulumi.dev.yaml: " +
        "set it again with pulumi config set --secret.\n",
    );
  });
});
