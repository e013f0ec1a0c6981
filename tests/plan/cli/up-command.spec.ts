import assert from "node:assert/strict";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { runCli } from "./run-cli";

/** A project whose one program is refused or not, as its config says. */
const FILES = {
  "Pulumi.yaml": "name: one\nruntime: nodejs\nconfig:\n  replicas: { type: integer, default: 0 }\n",
  "index.ts": `import * as pulumi from "@pulumi/pulumi";
if (new pulumi.Config().requireNumber("replicas") < 1) throw new pulumi.RunError("replicas: 0 is not at least 1.");
`,
  "bin/pulumi": `#!/bin/sh
echo "$*" >> "$PULUMI_CALLS"
case "$1 $2" in
  "version"*) echo v3.248.0 ;;
  "stack ls") echo '[]' ;;
  "stack select") echo "error: no stack named 'dev' found" >&2; exit 255 ;;
  *) echo "error: the stand-in of pulumi ends here" >&2; exit 255 ;;
esac
`,
};

describe("mlplatform up", () => {
  const senseless: readonly [args: string[], problem: RegExp][] = [
    [["up", "--fast"], /^Unknown option '--fast'\.\n\nUsage: mlplatform up \[program\]/],
    [["up", "one", "two", "--yes"], /^Unexpected argument 'two'\.\n\nUsage: mlplatform up/],
    [["up", "--yes", "--config", "novalue"], /^--config takes <key>=<value>, not 'novalue'\./],
    [["up"], /^up asks before it changes anything, and nobody can answer here: pass --yes\./],
  ];
  for (const [args, problem] of senseless) {
    it(`answers "${args.join(" ")}" with the usage and exit code 2`, async () => {
      const { stdout, stderr, exitCode } = await runCli(args);
      assert.deepEqual([stdout, exitCode], ["", 2]);
      assert.match(stderr, problem);
    });
  }

  let project: ProjectOnDisk;
  let calls: string;

  beforeEach(() => {
    project = projectOnDisk(FILES, ["@pulumi/pulumi"]);
    chmodSync(path.join(project.dir, "bin/pulumi"), 0o755);
    calls = path.join(project.dir, "calls");
    writeFileSync(calls, "");
  });
  afterEach(() => {
    project.remove();
  });

  const up = (searchPath: string, ...args: string[]) =>
    runCli(["up", "--yes", ...args], { cwd: project.dir, env: { PATH: searchPath, PULUMI_CALLS: calls } });
  const withPulumi = (...args: string[]) =>
    up(`${path.join(project.dir, "bin")}:${process.env["PATH"] ?? ""}`, ...args);
  const asked = () => readFileSync(calls, "utf8").split("\n");
  const changing = /^(up|refresh|destroy|import|cancel|config set|config set-all|stack init|stack import|state)\b/;

  it("says what to install where there is no Pulumi CLI", async () => {
    const { stdout, stderr, exitCode } = await up("/nowhere", "--stack", "dev");
    assert.deepEqual([stdout, exitCode], ["", 1]);
    assert.match(
      stderr,
      /^mlplatform up runs the Pulumi CLI, and finds none that it can use \(.*\)\.\nInstall it: https:/,
    );
  });

  it("asks for a stack where none is selected", async () => {
    const { stderr, exitCode } = await withPulumi();
    assert.equal(exitCode, 1);
    assert.equal(stderr, "No stack is selected: name one with --stack, or run pulumi stack select.\n");
  });

  it("refuses a program that cannot be planned before it changes anything", async () => {
    const { stdout, stderr, exitCode } = await withPulumi("--stack", "dev");
    assert.deepEqual([stdout, exitCode], ["", 1]);
    assert.match(stderr, /^replicas: 0 is not at least 1\.\n/);
    assert.ok(asked().some((call) => call.startsWith("stack select")));
    assert.deepEqual(
      asked().filter((call) => changing.test(call)),
      [],
    );
  });

  it("goes on to make the stack where the plan is good", async () => {
    const { stderr, exitCode } = await withPulumi("--stack", "dev", "--config", "replicas=1");
    assert.equal(exitCode, 1);
    assert.match(stderr, /the stand-in of pulumi ends here/);
    assert.ok(asked().some((call) => call.startsWith("stack init dev")));
  });
});
