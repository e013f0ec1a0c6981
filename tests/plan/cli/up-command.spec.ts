import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
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
    [["up", "--json"], /^up asks for confirmation, which --json has no line for\. Pass --yes too\.\n/],
    [
      ["up"],
      /^up asks for confirmation, but there is no terminal for the answer\. Pass --yes to run without confirmation\./,
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
    assert.equal(
      stderr,
      "mlplatform up runs the Pulumi CLI, and there is no `pulumi` on the PATH.\n" +
        "Install it: https://www.pulumi.com/docs/install/ (mlplatform plan does not need it)\n",
    );
  });

  const unusable: readonly [what: string, script: string, reason: RegExp][] = [
    ["fails", "echo 'no such library' >&2; exit 3", /\(Command failed with exit code 3: pulumi version\)\.\n/],
    [
      "is too old",
      "echo v3.1.0",
      /\(Minimum version requirement failed\. .* v3\.1\.0\. Please update the Pulumi CLI\.\)\.\n/,
    ],
  ];
  for (const [what, script, reason] of unusable) {
    it(`says what is wrong with a Pulumi CLI that ${what}`, async () => {
      writeFileSync(path.join(project.dir, "bin/pulumi"), `#!/bin/sh\n${script}\n`);
      const { stderr, exitCode } = await withPulumi("--stack", "dev");
      assert.equal(exitCode, 1);
      assert.match(stderr, /^mlplatform up runs the Pulumi CLI, and the one on the PATH cannot be used \(/);
      assert.match(stderr, reason);
    });
  }

  it("asks for a stack where none is selected", async () => {
    const { stderr, exitCode } = await withPulumi();
    assert.equal(exitCode, 1);
    assert.equal(stderr, "No stack is selected: name one with --stack, or run pulumi stack select.\n");
  });

  it("makes no stack whose name is probably misspelt", async () => {
    writeFileSync(path.join(project.dir, "Pulumi.prod.yaml"), "config: {}\n");
    const { stdout, stderr, exitCode } = await withPulumi("--stack", "prd", "--config", "replicas=1");
    assert.deepEqual([stdout, exitCode], ["", 1]);
    assert.equal(
      stderr,
      'There is no stack "prd". There is no Pulumi.prd.yaml; stacks here: prod.\n' +
        "If you mean a new one, make it first: pulumi stack init prd\n",
    );
    assert.deepEqual(
      asked().filter((call) => changing.test(call)),
      [],
    );
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

  const answers: readonly [what: string, typed: string, agreed: boolean][] = [
    ["y", "y\n", true],
    ["nothing", "\n", false],
    ["Ctrl-C", "\x03", false],
    ["Ctrl-D", "\x04", false],
  ];
  for (const [what, typed, agreed] of answers) {
    it(`${agreed ? "goes on" : "changes nothing"} where ${what} is the answer to its question`, async () => {
      const { stdout, stderr, exitCode } = await atTerminal(typed, "up", "--stack", "dev", "--config", "replicas=1");
      assert.equal(exitCode, 1);
      assert.match(
        stdout,
        /Update stack dev with 0 resources \(mlplatform plan shows them\), and first repair what a killed run left, if anything\? \[y\/N\] /,
      );
      if (agreed) assert.match(stderr, /the stand-in of pulumi ends here/);
      else assert.equal(stderr, "Nothing was changed.\n");
      assert.equal(
        asked().some((call) => call.startsWith("stack init dev")),
        agreed,
      );
    });
  }

  /** Pulumi with a stack that has two nodes. */
  const standing = (preview: string) => `#!/bin/sh
echo "$*" >> "$PULUMI_CALLS"
case "$1 $2" in
  "version"*) echo v3.248.0 ;;
  "stack select") ;;
  "config set-all") echo "config: { one:replicas: '3' }" > Pulumi.dev.yaml ;;
  "config --show-secrets") echo '{"one:replicas":{"value":"2","secret":false}}' ;;
  "preview"*) ${preview} ;;
  *) echo "error: the stand-in of pulumi ends here" >&2; exit 255 ;;
esac
`;
  const previews: readonly [what: string, preview: string, typed: string, stderr: RegExp][] = [
    ["is declined", "exit 0", "n\n", /Nothing was changed\.\n$/],
    ["cannot be previewed", "echo 'error: no login' >&2; exit 255", "n\n", /no login/],
    ["fails", "exit 0", "y\n", /the stand-in of pulumi ends here/],
  ];
  for (const [what, preview, typed, told] of previews) {
    it(`restores the stack's file if an update of an existing stack ${what}`, async () => {
      writeFileSync(path.join(project.dir, "bin/pulumi"), standing(preview));
      const file = path.join(project.dir, "Pulumi.dev.yaml");
      const content = "config: { one:replicas: '2' } # enough\n";
      writeFileSync(file, content);
      const args = ["up", "--stack", "dev", "--config", "replicas=3"];
      const { stdout, stderr, exitCode } = await atTerminal(typed, ...args);
      assert.equal(exitCode, 1);
      assert.match(stderr, told);
      assert.equal(stdout.includes("Changes: 0 unchanged"), what !== "cannot be previewed");
      assert.ok(asked().some((call) => /^config set-all .*one:replicas=3/.test(call)));
      assert.equal(readFileSync(file, "utf8"), content);
    });
  }

  const etcd = (nodes: number) => ({ values: { etcd: { dynamicNodes: nodes } } });
  const refusals: readonly [what: string, installed: object, planned: object, told: RegExp][] = [
    ["change what must stay as it was installed", etcd(3), etcd(1), /etcd\.nodes cannot change from 3 to 1\./],
    [
      "go back to an older version",
      { version: "2.11.5" },
      { version: "2.10.9" },
      /Pachyderm cannot go from 2\.11\.5 to 2\.10\.9\./,
    ],
  ];
  for (const [what, installed, planned, told] of refusals) {
    it(`refuses to ${what}, before it changes anything`, async () => {
      const parent = "urn:pulumi:dev::one::mlplatform:index:PachydermStore::pach";
      const urn = "urn:pulumi:dev::one::mlplatform:index:PachydermStore$kubernetes:helm.sh/v3:Release::pach";
      const inputs = { chart: "pachyderm", values: {}, ...installed };
      const release = { urn, type: "kubernetes:helm.sh/v3:Release", custom: true, parent, inputs };
      const state = JSON.stringify({ version: 3, deployment: { resources: [release] } });
      const stand = standing("exit 0").replace(
        '"stack select") ;;',
        `"stack select") ;;\n  "stack export") echo '${state}' ;;`,
      );
      writeFileSync(path.join(project.dir, "bin/pulumi"), stand);
      writeFileSync(
        path.join(project.dir, "index.ts"),
        `import * as pulumi from "@pulumi/pulumi";
const store = new pulumi.ComponentResource("mlplatform:index:PachydermStore", "pach");
const chart = ${JSON.stringify({ chart: "pachyderm", values: {}, ...planned })};
new pulumi.CustomResource("kubernetes:helm.sh/v3:Release", "pach", chart, { parent: store });
`,
      );
      const { stderr, exitCode } = await withPulumi("--stack", "dev", "--config", "replicas=1");
      assert.equal(exitCode, 1);
      assert.match(stderr, told);
      assert.match(stderr, /\n {2}PachydermStore pach: .*\nNothing was changed\.\n$/);
      assert.deepEqual(
        asked().filter((call) => changing.test(call)),
        [],
      );
    });
  }

  /** Runs the command as at a terminal, where this is typed when it asks. */
  async function atTerminal(typed: string, ...args: string[]) {
    const terminal = "data:text/javascript,process.stdin.isTTY = process.stdout.isTTY = true";
    const cli = path.resolve(__dirname, "../../../cli/mlplatform.ts");
    const { NODE_OPTIONS: _loaderOfThisTest, ...env } = process.env;
    const child = spawn(process.execPath, ["--import", require.resolve("tsx"), "--import", terminal, cli, ...args], {
      cwd: project.dir,
      env: { ...env, PULUMI_CALLS: calls, PATH: `${path.join(project.dir, "bin")}:${env["PATH"] ?? ""}` },
    });
    let [stdout, stderr] = ["", ""];
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (!stdout.includes("[y/N]") && (stdout + text).includes("[y/N]")) child.stdin.write(typed);
      stdout += text;
    });
    const [exitCode] = (await once(child, "close")) as [number | null];
    return { stdout, stderr, exitCode };
  }

  it("goes on to make the stack where the plan is good", async () => {
    const { stderr, exitCode } = await withPulumi("--stack", "dev", "--config", "replicas=1");
    assert.equal(exitCode, 1);
    assert.match(stderr, /the stand-in of pulumi ends here/);
    assert.ok(asked().some((call) => call.startsWith("stack init dev")));
  });
});
