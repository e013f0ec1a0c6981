import assert from "node:assert/strict";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { runCli } from "./run-cli";

/** A project with one stack, whose state is in a file beside it. */
const FILES = {
  "Pulumi.yaml": "name: one\nruntime: nodejs\n",
  "index.ts": "export const nothing = 0;\n",
  "bin/pulumi": `#!/bin/sh
echo "$*" >> "$PULUMI_CALLS"
case "$1 $2" in
  "version"*) echo v3.248.0 ;;
  "stack ls") echo '[]' ;;
  "stack select") case "$*" in *other*) echo "error: no stack named 'other' found" >&2; exit 255 ;; esac ;;
  "stack export") cat "$PULUMI_STATE" ;;
  *) echo "error: the stand-in of pulumi ends here" >&2; exit 255 ;;
esac
`,
};

const stateWith = (...resources: object[]) => JSON.stringify({ version: 3, deployment: { resources } });

const vpc = { urn: "urn:pulumi:dev::one::aws:ec2/vpc:Vpc::net", type: "aws:ec2/vpc:Vpc", custom: true };

describe("mlplatform destroy", () => {
  const senseless: readonly [args: string[], problem: RegExp][] = [
    [["destroy", "--force"], /^Unknown option '--force'\.\n\nUsage: mlplatform destroy \[program\]/],
    [
      ["destroy"],
      /^destroy asks for confirmation, but there is no terminal for the answer\. Pass --yes to run without confirmation\./,
    ],
  ];
  for (const [args, problem] of senseless) {
    it(`answers "${args.join(" ")}" with the usage and exit code 2`, async () => {
      const { stdout, stderr, exitCode } = await runCli(args);
      assert.deepEqual([stdout, exitCode], ["", 2]);
      assert.match(stderr, problem);
    });
  }

  let project: ProjectOnDisk;
  const file = (name: string) => path.join(project.dir, name);

  beforeEach(() => {
    project = projectOnDisk(FILES, ["@pulumi/pulumi"]);
    chmodSync(file("bin/pulumi"), 0o755);
    writeFileSync(file("calls"), "");
    writeFileSync(file("state"), stateWith(vpc));
  });
  afterEach(() => {
    project.remove();
  });

  const destroy = (...args: string[]) =>
    runCli(["destroy", "--yes", ...args], {
      cwd: project.dir,
      env: {
        PATH: `${file("bin")}:${process.env["PATH"] ?? ""}`,
        PULUMI_CALLS: file("calls"),
        PULUMI_STATE: file("state"),
      },
    });
  const deleting = () =>
    readFileSync(file("calls"), "utf8")
      .split("\n")
      .filter((call) => /^(destroy|stack import|cancel|state)\b/.test(call));

  it("knows no stack that is not there", async () => {
    const { stderr, exitCode } = await destroy("--stack", "other");
    assert.deepEqual([stderr, exitCode], ['There is no stack "other".\n', 1]);
  });

  it("refuses a protected stack before it asks the engine for anything", async () => {
    writeFileSync(file("state"), stateWith({ ...vpc, protect: true }));
    const { stderr, exitCode } = await destroy("--stack", "dev");
    assert.equal(exitCode, 1);
    assert.match(stderr, /^Stack "dev" is protected from destroy: Vpc net\.\nNothing was deleted\./);
    assert.deepEqual(deleting(), []);
  });

  it("goes on to the engine where nothing is in the way", async () => {
    const { stderr, exitCode } = await destroy("--stack", "dev");
    assert.equal(exitCode, 1);
    assert.match(stderr, /the stand-in of pulumi ends here/);
    assert.equal(deleting().length, 1);
    assert.match(deleting()[0] ?? "", /^destroy --yes --skip-preview /);
  });
});
