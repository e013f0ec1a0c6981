import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, openSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pulumiFailure } from "../../../cli/pulumi-failure";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { runCli } from "./run-cli";

const cli = path.resolve(__dirname, "../../../cli/mlplatform.ts");

const FILES = {
  "Pulumi.yaml": "name: one\nruntime: nodejs\nconfig:\n  nodes: { type: integer, default: 2 }\n",
  "index.js": `const pulumi = require("@pulumi/pulumi");
setInterval(() => undefined, 1000);
module.exports = { nodes: new pulumi.Config().get("nodes"), long: "x".repeat(200000) };
`,
};

describe("the command line", () => {
  let project: ProjectOnDisk;
  beforeEach(() => (project = projectOnDisk(FILES, ["@pulumi/pulumi"])));
  afterEach(() => project.remove());

  const plan = (...args: string[]) => runCli(["plan", "--cwd", project.dir, ...args]);

  it("ends after a plan of a program that has open timers", async () => {
    const { stdout, exitCode } = await plan();
    assert.equal(exitCode, 0);
    assert.match(stdout, /Nothing was created/);
  });

  /** Runs a plan with another standard output. */
  async function planInto(stdout: "pipe" | number, use: (child: ReturnType<typeof spawn>) => void = () => undefined) {
    const { NODE_OPTIONS: _loaderOfThisTest, ...env } = process.env;
    const args = ["--import", require.resolve("tsx"), cli, "plan", "--cwd", project.dir];
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", stdout, "pipe"] });
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    use(child);
    const [exitCode] = (await once(child, "close")) as [number | null];
    return { exitCode, stderr };
  }

  it("ends without an error if nobody reads its output any more", async () => {
    const { exitCode, stderr } = await planInto("pipe", ({ stdout }) => stdout?.once("data", () => stdout.destroy()));
    assert.deepEqual([exitCode, stderr], [0, ""]);
  });

  it("ends as usual if its output is closed from the beginning", async () => {
    const closed = (...args: string[]) =>
      runShell('exec "$0" "$@" >&-', [
        process.execPath,
        "--import",
        require.resolve("tsx"),
        cli,
        "plan",
        "--cwd",
        project.dir,
        ...args,
      ]);

    assert.deepEqual(await closed(), { exitCode: 0, stderr: "" });
    const { exitCode, stderr } = await closed("--stack", "a b");
    assert.equal(exitCode, 1);
    assert.match(stderr, /^"a b" is not the name of a stack: .*\n$/);
  });

  it("fails in one line if the disk is full", async () => {
    const { exitCode, stderr } = await planInto(openSync("/dev/full", "w"));
    assert.deepEqual([exitCode, stderr], [1, "The output could not be written: ENOSPC.\n"]);
  });

  const files: [what: string, content: string, stderr: RegExp][] = [
    ["is text", "config: hello\n", /^Pulumi\.dev\.yaml: config must be a map of keys to values, not one value\.\n$/],
    ["is a list", "config: [a]\n", /^Pulumi\.dev\.yaml: config must be a map of keys to values, not a list\.\n$/],
    [
      "is missing",
      "one:nodes: 3\n",
      /^Pulumi\.dev\.yaml: one:nodes is not below `config:`\. Write the line config: above/,
    ],
  ];
  for (const [what, content, problem] of files) {
    it(`refuses a stack file whose config ${what}`, async () => {
      writeFileSync(path.join(project.dir, "Pulumi.dev.yaml"), content);
      const { stderr, exitCode } = await plan("--stack", "dev");
      assert.equal(exitCode, 1);
      assert.match(stderr, problem);
    });
  }

  it("shows nothing of a stack file that is no YAML", async () => {
    writeFileSync(path.join(project.dir, "Pulumi.dev.yaml"), "config:\n  one:token: hush: hush\n");
    const { stderr, exitCode } = await plan("--stack", "dev");
    assert.equal(exitCode, 1);
    assert.match(stderr, /^Pulumi\.dev\.yaml cannot be read: it is not YAML, see line 2, column \d+\.\n$/);
  });

  it("warns of a misspelt project in a key of a stack file", async () => {
    writeFileSync(path.join(project.dir, "Pulumi.dev.yaml"), "config:\n  onee:nodes: 3\n");
    const { stdout } = await plan("--stack", "dev");
    assert.match(stdout, /does not declare the config key onee:nodes: did you mean one:nodes\?/);
  });

  for (const stack of ["../../x", "a/b/c/d", "..", "a b"]) {
    it(`refuses ${stack} as the name of a stack`, async () => {
      const { stderr, exitCode } = await plan("--stack", stack);
      assert.equal(exitCode, 1);
      assert.match(stderr, /^".*" is not the name of a stack: write letters, digits, .*\n$/);
    });
  }

  it("decrypts the config of a plan if the Pulumi CLI can", async () => {
    const decrypted = JSON.stringify({ "one:nodes": { value: "4711", secret: true } });
    writeFileSync(path.join(project.dir, "Pulumi.dev.yaml"), "config: { one:nodes: { secure: v1:abc } }\n");
    writeFileSync(
      path.join(project.dir, "index.js"),
      `throw new (require("@pulumi/pulumi").RunError)("digits: " + new (require("@pulumi/pulumi").Config)().get("nodes").length);`,
    );
    writeFileSync(path.join(project.dir, "pulumi"), `#!/bin/sh\necho '${decrypted}'\n`);
    chmodSync(path.join(project.dir, "pulumi"), 0o755);
    const env = { PATH: `${project.dir}:${process.env["PATH"] ?? ""}` };
    const { stderr } = await runCli(["plan", "--cwd", project.dir, "--stack", "dev"], { env });
    assert.match(stderr, /^digits: 4\n/);
  });
});

/** Runs a line of the shell, whose `$0` and `$@` are the words, without a standard output to read. */
async function runShell(line: string, words: readonly string[]) {
  const { NODE_OPTIONS: _loaderOfThisTest, ...env } = process.env;
  const child = spawn("sh", ["-c", line, ...words], { env, stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [exitCode] = (await once(child, "close")) as [number | null];
  return { exitCode, stderr };
}

describe("a failure of the Pulumi CLI", () => {
  const messageOf = (stderr: string) =>
    `code: 255\n stdout: \n stderr: ${stderr}\n err?: Error: Command failed\n${stderr}\n`;
  const failures: [what: string, stderr: string, text: RegExp][] = [
    [
      "a wrong passphrase",
      'error: getting secrets manager: constructing secrets manager of type "passphrase": incorrect passphrase',
      /^getting secrets manager: .* incorrect passphrase\. Set PULUMI_CONFIG_PASSPHRASE/,
    ],
    [
      "no login",
      "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions",
      /^PULUMI_ACCESS_TOKEN must be set .* Log in with pulumi login, or with pulumi login --local/,
    ],
    [
      "a backend that cannot be reached",
      'error: read ".pulumi/meta.yaml": dial tcp: lookup x.example.org: no such host',
      /no such host\. Check with pulumi whoami --verbose/,
    ],
    [
      "no language host",
      "error: failed to load language plugin nodejs: no language plugin 'pulumi-language-nodejs' found",
      /found\. The language host for Node\.js is part of the Pulumi CLI/,
    ],
    [
      "a state file that is no JSON",
      "error: failed to load checkpoint: place 1: invalid character 'o' in literal null (expecting 'u')",
      /^failed to load checkpoint: .*\. The state file of the stack is damaged\. Restore it from a backup/,
    ],
    [
      "a state file that lacks a field",
      "error: resource 'x' missing required 'type' field",
      /^resource 'x' missing .*\. The state file of the stack is damaged\./,
    ],
    ["anything else", "warning: old\nerror: stack is odd\nmore\n", /^stack is odd\.$/],
  ];
  for (const [what, stderr, text] of failures) {
    it(`is one line: ${what}`, () => {
      const line = pulumiFailure({ name: "CommandError", message: messageOf(stderr) });
      assert.match(line, text);
      assert.doesNotMatch(line, /\n/);
    });
  }
});
