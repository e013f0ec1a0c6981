import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { runCli, type CliRun } from "./run-cli";

const STACK = "organization/clusters/prod";

/** A project that reads another stack, and a stand-in of the Pulumi CLI, which keeps where and what it was asked. */
const files = (program: string) => ({
  "Pulumi.yaml": "name: user\nruntime: nodejs\n",
  "index.js": `const pulumi = require("@pulumi/pulumi");
module.exports = async () => {
  const other = new pulumi.StackReference("${STACK}");
  ${program}
};
`,
  "masked.json": '{ "facts": { "name": "blue" }, "token": "[secret]", "mixed": { "user": "me", "key": "[secret]" } }',
  "open.json": '{ "facts": { "name": "blue" }, "token": "hunter22", "mixed": { "user": "me", "key": "hunter33" } }',
  "bin/pulumi": `#!/bin/sh
echo "$PWD $*" >> calls
case "$*" in
  version*) echo v3.248.0 ;;
  "stack ls"*) echo '[]' ;;
  "stack select"*) ;;
  "config --show-secrets --json"*) echo '{}' ;;
  "stack output"*--show-secrets*) cat open.json ;;
  "stack output"*) cat masked.json ;;
  *) echo "error: the stand-in of pulumi ends here" >&2; exit 255 ;;
esac
`,
});

const CHECKED =
  'if ((await other.requireOutputValue("facts")) === undefined) throw new pulumi.RunError("facts: missing.");';

describe("a program that reads another stack", () => {
  let project: ProjectOnDisk | undefined;
  afterEach(() => project?.remove());

  function runWith(changes: Readonly<Record<string, string>>, program: string, ...args: string[]): Promise<CliRun> {
    project = projectOnDisk({ ...files(program), ...changes }, ["@pulumi/pulumi"]);
    chmodSync(path.join(project.dir, "bin/pulumi"), 0o755);
    const env = { PATH: `${path.join(project.dir, "bin")}:${process.env["PATH"] ?? ""}` };
    return runCli(args, { cwd: project.dir, env });
  }
  const plan = (program: string, changes: Readonly<Record<string, string>> = {}) => runWith(changes, program, "plan");
  const calls = () =>
    existsSync(`${project?.dir ?? ""}/calls`) ? readFileSync(`${project?.dir ?? ""}/calls`, "utf8") : "";

  it("is planned with that stack's real outputs, read in the project's folder", async () => {
    const { stdout, stderr } = await plan(
      'return { name: (await other.requireOutputValue("facts")).name, has: await other.getOutputValue("nothing") ?? "no" };',
    );
    assert.equal(stderr, "");
    assert.match(stdout, /\nOutputs\n {2}has {3}no\n {2}name {2}blue\n/);
    const [asked, again] = calls().split("\n");
    assert.equal(asked, `${project?.dir ?? ""} stack output --json --non-interactive --stack ${STACK}`);
    assert.equal(again, `${project?.dir ?? ""} stack output --json --non-interactive --stack ${STACK} --show-secrets`);
  });

  it("keeps secret what is secret there, and nothing else", async () => {
    const { stdout, stderr } = await plan(`return {
      facts: other.requireOutput("facts"), token: other.requireOutput("token"), mixed: other.getOutput("mixed"),
      length: (await other.getOutputDetails("token")).secretValue.length,
    };`);
    assert.equal(stderr, "");
    assert.match(
      stdout,
      /\nOutputs\n {2}facts {3}\{"name":"blue"\}\n {2}length {2}8\n {2}mixed {3}secret\n {2}token {3}secret\n/,
    );
  });

  it("shows no secret of that stack as JSON either", async () => {
    const { stdout } = await runWith({}, "return { all: other.outputs };", "plan", "--json");
    assert.match(stdout, /"outputs": \{\n {4}"secrets": \[\n {6}"all"\n/);
    assert.doesNotMatch(stdout, /hunter/);
  });

  it("shows no secret of that stack in an error", async () => {
    const { stderr } = await plan('throw new Error("bad " + (await other.getOutputDetails("token")).secretValue);');
    assert.match(stderr, /^bad \[secret\]\n/);
  });

  it("is not answered twice where that stack has no secret", async () => {
    const open = '{ "facts": { "name": "blue" } }';
    const { stdout } = await plan('return { facts: other.requireOutput("facts") };', { "masked.json": open });
    assert.match(stdout, /\nOutputs\n {2}facts {2}\{"name":"blue"\}\n/);
    assert.equal(calls().split("\n").length, 2);
  });

  it("fails in the engine's words where that stack has no such output", async () => {
    const { stderr, exitCode } = await plan('return { cost: await other.requireOutputValue("cost") };');
    assert.equal(exitCode, 1);
    assert.match(stderr, new RegExp(`^Required output 'cost' does not exist on stack '${STACK}'\\.\n`));
  });

  const unreadable: readonly [what: string, changes: Readonly<Record<string, string>>, reason: string][] = [
    [
      "there is no such stack",
      { "bin/pulumi": `#!/bin/sh\necho "error: no stack named '${STACK}' found" >&2; exit 6\n` },
      `no stack named '${STACK}' found.`,
    ],
    ["it fails without a word", { "bin/pulumi": "#!/bin/sh\nexit 3\n" }, "pulumi stack output failed."],
    ["it prints no JSON", { "masked.json": "hello" }, "pulumi stack output --json did not print JSON."],
  ];
  const note = (reason: string) =>
    `The program refers to stack ${STACK}, whose outputs could not be read and are not known in this plan: ${reason}\n` +
    `To plan with them, make this work in the folder of the project: pulumi stack output --stack ${STACK}\n`;

  for (const [what, changes, reason] of unreadable) {
    it(`says so where the program fails because ${what}`, async () => {
      const { stderr, exitCode } = await plan(CHECKED, changes);
      assert.equal(exitCode, 1);
      assert.equal(stderr, `facts: missing.\n\n${note(reason)}`);
    });
  }

  it("says so where there is no Pulumi CLI", async () => {
    project = projectOnDisk(files(CHECKED), ["@pulumi/pulumi"]);
    const { stderr } = await runCli(["plan"], { cwd: project.dir, env: { PATH: "/nowhere" } });
    assert.equal(stderr, `facts: missing.\n\n${note("there is no `pulumi` on the PATH.")}`);
  });

  it("is planned with unknown outputs where they cannot be read and it can do without", async () => {
    const program = 'return { facts: other.requireOutput("facts"), key: pulumi.secret(other.requireOutput("key")) };';
    project = projectOnDisk(files(program), ["@pulumi/pulumi"]);
    const { stdout, stderr } = await runCli(["plan"], { cwd: project.dir, env: { PATH: "/nowhere" } });
    assert.equal(stderr, "");
    assert.match(
      stdout,
      /\nOutputs\n {2}facts {2}known after pulumi up\n {2}key {4}known after pulumi up, secret\n\n0 resources; 1 looked up\n/,
    );
  });

  it("is brought up, the plan of it being right", async () => {
    const { stdout, stderr } = await runWith({}, CHECKED, "up", "--yes", "--stack", "dev");
    assert.match(stderr, /the stand-in of pulumi ends here/);
    assert.doesNotMatch(stdout + stderr, /facts: missing/);
    assert.match(calls(), /stack output .*--show-secrets/);
  });

  it("has no need of the Pulumi CLI without a reference", async () => {
    const { stderr } = await plan("", { "index.js": "module.exports = { answer: 42 };\n" });
    assert.deepEqual([stderr, calls()], ["", ""]);
  });
});
