import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ML_CLUSTER, secret } from "../../unit/cli/verify/platform-state";
import { record, stateOf } from "../../unit/cli/stack/state";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { runCli } from "./run-cli";

/** A project with one stack, whose state is in a file beside it, and a cluster whose volumes are bound if a file says so. */
const FILES = {
  "Pulumi.yaml": "name: one\nruntime: nodejs\n",
  "index.ts": "export const nothing = 0;\n",
  "bin/pulumi": `#!/bin/sh
case "$1 $2" in
  "version"*) echo v3.248.0 ;;
  "stack ls") echo '[]' ;;
  "stack select") case "$*" in *other*) echo "error: no stack named 'other' found" >&2; exit 255 ;; esac ;;
  "stack export") cat "$FILES/state" ;;
  *) echo "error: the stand-in of pulumi ends here" >&2; exit 255 ;;
esac
`,
  "bin/kubectl": `#!/bin/sh
echo "$*" >> "$FILES/calls"
case "$*" in
  *" /version "*)
    [ ! -e "$FILES/dead" ] || { echo "The connection to the server 192.0.2.9:6443 was refused" >&2; exit 1; }
    echo '{"gitVersion":"v1.36.3"}' ;;
  "get nodes "*) echo '{"items":[{"metadata":{"name":"a"},"status":{"conditions":[{"type":"Ready","status":"True"}]}}]}' ;;
  "get storageclasses"*) echo '{"items":[{"metadata":{"name":"standard","annotations":{"storageclass.kubernetes.io/is-default-class":"true"}},"provisioner":"test/driver"}]}' ;;
  "get persistentvolumeclaim "*) echo '{"metadata":{"uid":"1"},"status":{"phase":"'"$(cat "$FILES/phase")"'"}}' ;;
  "create "*) cat > /dev/null ;;
  *) echo '{"items":[]}' ;;
esac
`,
};

const HUB = record("mlplatform:index:JupyterHub", "hub", {
  custom: false,
  outputs: { url: "http://127.0.0.1:1/hunter22", namespace: "jupyterhub", userPassword: secret("hunter22") },
});

const CLI = path.resolve(__dirname, "../../../cli/mlplatform.ts");

const USAGE = /\n\nUsage: mlplatform verify \[program\]/;

describe("mlplatform verify", () => {
  let project: ProjectOnDisk;
  const file = (name: string) => path.join(project.dir, name);

  beforeEach(() => {
    project = projectOnDisk(FILES, ["@pulumi/pulumi"]);
    for (const tool of ["bin/pulumi", "bin/kubectl"]) chmodSync(file(tool), 0o755);
    writeFileSync(file("calls"), "");
    writeFileSync(file("phase"), "Bound");
    writeFileSync(file("bad.json"), "{");
    writeFileSync(file("good.json"), "{}");
    writeFileSync(file("state"), JSON.stringify(stateOf(...ML_CLUSTER)));
  });
  afterEach(() => {
    project.remove();
  });

  const environment = () => ({ PATH: `${file("bin")}:${process.env["PATH"] ?? ""}`, FILES: project.dir });
  const verify = (...args: string[]) => runCli(["verify", ...args], { cwd: project.dir, env: environment() });

  const senseless: readonly [args: string[], problem: string][] = [
    [["--force"], "Unknown option '--force'."],
    [["--timeout", "0"], "--timeout takes a whole number of seconds from 1 to 3600, not '0'."],
    [["--timeout", "1.5"], "--timeout takes a whole number of seconds from 1 to 3600, not '1.5'."],
    [["--request", "iris"], "--request takes <model>=<file>, not 'iris'."],
    [["--request", "iris=none.json"], "--request: none.json cannot be read (ENOENT)."],
    [["--request", "iris=bad.json"], "--request: bad.json is not JSON."],
    [["--request", "iris=good.json", "--request", "iris=good.json"], "--request names iris twice."],
    [
      ["--stack", "dev", "--request", "iris=good.json"],
      "--request names iris, which is no model of the stack. The stack has no models.",
    ],
  ];
  for (const [args, problem] of senseless) {
    it(`answers "${args.join(" ")}" with the usage and exit code 2`, async () => {
      const { stdout, stderr, exitCode } = await verify(...args);
      assert.deepEqual([stdout, exitCode], ["", 2]);
      assert.equal(stderr.split(USAGE)[0], problem);
    });
  }

  it("prints a table without colours, and ends with 0 if nothing fails", async () => {
    const { stdout, stderr, exitCode } = await verify("--stack", "dev");
    assert.equal(
      stdout.replace(/in \d+ s/, "in N s"),
      `CHECK              RESULT       DETAIL
ml: API server     pass         v1.36.3 at https://192.0.2.9:6443
ml: nodes          pass         1 ready
ml: storage class  pass         standard, the default, of test/driver
ml: volume         pass         class standard provisioned 1 GiB in N s; it is being deleted

4 checks: 4 passed
`,
    );
    assert.deepEqual([stderr, exitCode], ["", 0]);
  });

  it("ends with 1 if something is unreachable, and shows no secret", async () => {
    writeFileSync(file("state"), JSON.stringify(stateOf(...ML_CLUSTER, HUB)));
    const { stdout, exitCode } = await verify("--stack", "dev", "--json");
    const found = JSON.parse(stdout) as Record<string, unknown>[];
    assert.equal(exitCode, 1);
    assert.deepEqual(
      { ...found.at(-1), seconds: 0 },
      {
        component: "hub",
        check: "hub",
        result: "unreachable",
        detail: "127.0.0.1:1 refuses connections",
        hint: null,
        seconds: 0,
      },
    );
    assert.doesNotMatch(stdout, /hunter22/);
  });

  it("has one error for a cluster that does not answer", async () => {
    writeFileSync(file("dead"), "");
    const { stdout, exitCode } = await verify("--stack", "dev");
    assert.equal(exitCode, 1);
    assert.match(stdout, /^ml: API server +unreachable +The connection to the server 192\.0\.2\.9:6443 was refused$/m);
    assert.match(stdout, /^4 checks: 1 unreachable, 3 skipped$/m);
  });

  /** What stands on a terminal of 40 columns at the end, with its colours. */
  async function onTerminal(env: NodeJS.ProcessEnv): Promise<string[]> {
    const node = [process.execPath, "--import", require.resolve("tsx"), CLI, "verify", "--stack", "dev"];
    const command = `stty cols 40; exec ${node.map((part) => `'${part}'`).join(" ")}`;
    const { NO_COLOR: _ofThisTest, ...own } = process.env;
    const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
      cwd: project.dir,
      env: { ...own, NODE_OPTIONS: "", TERM: "xterm", ...environment(), ...env },
      stdio: ["pipe", "pipe", "inherit"],
    });
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
    assert.equal(await new Promise((resolve) => child.once("close", resolve)), 0);
    // The line that says what is waited for is written over.
    return printed.split("\r\n").map((line) => line.split("\r\x1b[K").at(-1) ?? "");
  }

  it("fits a terminal of 40 columns, without colours if nobody wants them", async () => {
    const lines = await onTerminal({ NO_COLOR: "1" });
    assert.deepEqual(lines.slice(0, 7), [
      "ml: API server pass",
      "  v1.36.3 at https://192.0.2.9:6443",
      "ml: nodes pass",
      "  1 ready",
      "ml: storage class pass",
      "  standard, the default, of test/driver",
      "ml: volume pass",
    ]);
    assert.deepEqual(
      lines.filter((line) => line.length > 40),
      [],
    );
    assert.equal(lines.at(-2), "4 checks: 4 passed");
  });

  it("has colours on a terminal", async () => {
    assert.equal((await onTerminal({}))[0], "ml: API server \x1b[32mpass\x1b[39m");
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const)
    it(`removes what it created after ${signal}`, () => interruptedBy(signal));

  async function interruptedBy(signal: NodeJS.Signals) {
    writeFileSync(file("phase"), "Pending");
    const running = spawn(process.execPath, ["--import", require.resolve("tsx"), CLI, "verify", "--stack", "dev"], {
      cwd: project.dir,
      env: { ...process.env, NODE_OPTIONS: "", ...environment() },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    running.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    running.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const ended = new Promise<number | null>((resolve) => running.once("close", resolve));
    while (!readFileSync(file("calls"), "utf8").includes("get persistentvolumeclaim ")) await sleep(50);
    running.kill(signal);
    assert.equal(await ended, 130);
    assert.deepEqual(
      [stdout, stderr],
      [
        "",
        "Interrupted: removing what the checks created. Ctrl-C again ends at once.\nInterrupted. What the checks created was removed, or the next run removes it.\n",
      ],
    );
    assert.match(readFileSync(file("calls"), "utf8"), /^delete namespace mlplatform-verify-[0-9a-f]{8} /m);
  }

  const refusals: readonly [what: string, prepare: () => string[], problem: string][] = [
    ["a stack that is not there", () => ["--stack", "other"], 'There is no stack "other".\n'],
    [
      "a stack without resources",
      () => {
        writeFileSync(file("state"), JSON.stringify(stateOf()));
        return ["--stack", "dev"];
      },
      'Stack "dev" has no resources yet. Run mlplatform up first.\n',
    ],
  ];
  for (const [what, prepare, problem] of refusals) {
    it(`refuses ${what}`, async () => {
      const { stdout, stderr, exitCode } = await verify(...prepare());
      assert.deepEqual([stdout, stderr, exitCode], ["", problem, 1]);
    });
  }

  it("says where the Pulumi CLI comes from", async () => {
    const { stderr, exitCode } = await runCli(["verify", "--stack", "dev"], {
      cwd: project.dir,
      env: { PATH: path.dirname(process.execPath) },
    });
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /^mlplatform verify runs the Pulumi CLI, and .*\nInstall it: https:\/\/www\.pulumi\.com\/docs\/install\/ /,
    );
  });
});
