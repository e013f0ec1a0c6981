import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { targetsIn, targetsOf } from "../../../cli/doctor/targets-of";
import { targetNames } from "../../../components/targets/target";
import { sampledTargets, sampleOf } from "../../unit/targets/sample";
import { fakeMachine, isAlive, type FakeMachine } from "../../unit/cli/doctor/fake-tools";
import { planOf } from "../plan-of-program";
import { projectOnDisk } from "./project-on-disk";
import { runCli } from "./run-cli";

const root = path.resolve(__dirname, "../../..");

/** The tools that every target needs, as far as the doctor sees. */
const COMMON = {
  node: "echo v20.19.0",
  npm: "echo 11.0.0",
  pulumi: "echo v3.246.0",
  kubectl: `echo '{ "clientVersion": { "gitVersion": "v1.35.1" } }'`,
};
const LOGGED_IN = { ".pulumi/credentials.json": '{ "current": "https://hunter2@pulumi.example.org" }' };
const K3D = {
  k3d: "echo k3d version v5.8.3",
  docker: 'case "$1" in --version) echo Docker version 28.2.2 ;; *) echo 28.2.2 ;; esac',
};

describe("mlplatform doctor", () => {
  let machine: FakeMachine | undefined;
  afterEach(() => machine?.remove());

  const doctorOn = (
    tools: Readonly<Record<string, string>>,
    files: Readonly<Record<string, string>>,
    ...args: string[]
  ) => {
    machine = fakeMachine(tools, files);
    return runCli(["doctor", ...args], { cwd: machine.home, env: machine.environment });
  };
  /** What `$bin` stands for in a report. */
  const report = (stdout: string): string => stdout.replaceAll(machine?.bin ?? "?", "$bin");

  const senseless: readonly [args: string[], problem: RegExp][] = [
    [["--fast"], /^Unknown option '--fast'\.\n/],
    [["k3d", "aws"], /^Unexpected argument 'aws'\.\n/],
    [["k3s"], /^There is no target 'k3s': write k3d\.\n/],
    [["openstack"], /^There is no target 'openstack': write one of aws, azure, existing, gcp, k3d, rke2\.\n/],
    [["--timeout", "0"], /^--timeout takes a whole number of seconds from 1 to 999, not '0'\.\n/],
    [["--timeout", "soon"], /^--timeout takes a whole number of seconds from 1 to 999, not 'soon'\.\n/],
  ];
  for (const [args, problem] of senseless) {
    it(`answers "${args.join(" ")}" with the usage and exit code 2`, async () => {
      const { stdout, stderr, exitCode } = await doctorOn({}, {}, ...args);
      assert.deepEqual([stdout, exitCode], ["", 2]);
      assert.match(stderr, problem);
      assert.match(stderr, /\nUsage: mlplatform doctor \[target or program\] /);
    });
  }

  it("says that all is there for a target, with versions and places, and changes nothing", async () => {
    const mirroring = { helm: "echo v3.18.4", skopeo: "echo skopeo version 1.9.3" };
    const { stdout, stderr, exitCode } = await doctorOn({ ...COMMON, ...K3D, ...mirroring }, LOGGED_IN, "k3d");
    assert.deepEqual([stderr, exitCode], ["", 0]);
    assert.equal(
      report(stdout),
      `For every target
  ok        Node.js          20.19.0  $bin/node
  ok        npm              11.0.0  $bin/npm
  ok        Pulumi CLI       3.246.0  $bin/pulumi
  ok        login of Pulumi
  ok        kubectl          1.35.1  $bin/kubectl
  ok        Helm             3.18.4  $bin/helm
  ok        Skopeo           1.9.3  $bin/skopeo

For k3d: k3d, in Docker on this machine
  ok        k3d              5.8.3  $bin/k3d
  ok        docker command   28.2.2  $bin/docker
  ok        Docker

All that k3d needs is there.
`,
    );
    assert.deepEqual(readdirSync(machine?.home ?? ""), [".pulumi"]);
    assert.doesNotMatch(stdout, /hunter2/);
  });

  it("says what is missing, too old, silent or optional, and how to get it", async () => {
    const tools = {
      ...COMMON,
      pulumi: "echo v3.245.9",
      k3d: "sleep 300",
      docker: 'case "$1" in --version) echo moby ;; *) echo "hunter2: Cannot connect" >&2; exit 1 ;; esac',
    };
    const { stdout, stderr, exitCode } = await doctorOn(tools, {}, "k3d", "--timeout", "2");
    assert.deepEqual([stderr, exitCode], ["", 1]);
    assert.equal(
      report(stdout),
      `For every target
  ok        Node.js          20.19.0  $bin/node
  ok        npm              11.0.0  $bin/npm
  needed    Pulumi CLI 3.245.9 is too old: at least 3.246 is needed.
            It creates, changes and destroys stacks; a plan does not need it.
            Install all of it, with its language host: https://www.pulumi.com/docs/install/
  needed    login of Pulumi is missing.
            It says where stacks are stored.
            Run pulumi login, or pulumi login --local for a folder on this machine.
  ok        kubectl          1.35.1  $bin/kubectl
  optional  Helm is missing: there is no helm on the PATH.
            up finds and repairs with it releases that an interrupted run left, or says that it cannot; mirror copies charts with it.
            Install it: https://helm.sh/docs/intro/install/
  optional  Skopeo is missing: there is no skopeo on the PATH.
            mirror copies images with it. No other command needs it.
            Install it: https://github.com/containers/skopeo/blob/main/install.md

For k3d: k3d, in Docker on this machine
  needed    k3d does not answer: k3d version did not end within 2 s.
            It creates the cluster.
            Install it: https://k3d.io/stable/#installation
  needed    docker command has no version that can be read: look at docker --version.
            The cluster runs in containers.
            Install Docker: https://docs.docker.com/get-docker
  needed    Docker is missing.
            The cluster runs in containers.
            Start Docker, and let your user reach it: docker version must show a server.

Needed: Pulumi CLI, login of Pulumi, k3d, docker command, Docker.
`,
    );
  });

  it("ends the tools that it runs when somebody presses Ctrl-C", async () => {
    machine = fakeMachine({ ...COMMON, k3d: 'echo $$ > "$HOME/pid"; exec sleep 300' }, LOGGED_IN);
    const { home, environment } = machine;
    const pid = path.join(home, "pid");
    const command = ["--import", require.resolve("tsx"), path.join(root, "cli/mlplatform.ts"), "doctor", "k3d"];
    const { NODE_OPTIONS: _loaderOfThisTest, ...others } = process.env;
    const child = spawn(process.execPath, [...command, "--timeout", "300"], {
      cwd: home,
      env: { ...others, ...environment },
    });
    while (!existsSync(pid) || readFileSync(pid, "utf8") === "") await sleep(20);
    child.kill("SIGINT");
    assert.deepEqual(await once(child, "close"), [130, null]);
    while (isAlive(readFileSync(pid, "utf8").trim())) await sleep(20);
  });

  it("lists what each target needs without an argument, of which nothing is a failure", async () => {
    const { stdout, exitCode } = await doctorOn(COMMON, LOGGED_IN);
    assert.equal(exitCode, 0, stdout);
    const titles = [...stdout.matchAll(/^For (\w+): /gm)].map(([, target]) => target);
    assert.deepEqual(titles, targetNames());
    assert.match(stdout, /\n {2}needed {4}AWS CLI is missing: there is no aws on the PATH\.\n/);
    assert.match(stdout, /\nAll that every target needs is there\. mlplatform doctor <target> checks one target\.\n$/);
    const { pulumi: _, ...others } = COMMON;
    machine?.remove();
    assert.equal((await doctorOn(others, LOGGED_IN)).exitCode, 1);
  });

  it("prints the same as JSON", async () => {
    const { aws, ...tools } = { ...COMMON, pulumi: "echo v3.1.0", aws: "echo aws-cli/2.31.3 Python" };
    const variables = { AWS_ACCESS_KEY_ID: "AKIAHUNTER2", AWS_SECRET_ACCESS_KEY: "hunter2" };
    machine = fakeMachine({ ...tools, aws }, LOGGED_IN);
    const env = { ...machine.environment, ...variables };
    const { stdout, stderr, exitCode } = await runCli(["doctor", "aws", "--json"], { cwd: machine.home, env });
    assert.deepEqual([stderr, exitCode], ["", 1]);
    const { groups, ...rest } = JSON.parse(stdout) as {
      groups: { target: string | null; asked: boolean; needs: Record<string, unknown>[] }[];
    };
    assert.deepEqual(rest, { version: 1, complete: false });
    assert.deepEqual(
      groups.map(({ target, asked, needs }) => [target, asked, needs.map(({ name, state }) => [name, state])]),
      [
        [
          ...[null, true],
          [
            ["Node.js", "ok"],
            ["npm", "ok"],
            ["Pulumi CLI", "unusable"],
            ["login of Pulumi", "ok"],
            ["kubectl", "ok"],
            ["Helm", "missing"],
            ["Skopeo", "missing"],
          ],
        ],
        [
          ...["aws", true],
          [
            ["AWS CLI", "ok"],
            ["login to AWS", "ok"],
          ],
        ],
      ],
    );
    assert.deepEqual(groups[0]?.needs[2], {
      name: "Pulumi CLI",
      state: "unusable",
      optional: false,
      version: "3.1.0",
      minimum: "3.246",
      path: path.join(machine.bin, "pulumi"),
      problem: "3.1.0 is too old: at least 3.246 is needed",
      why: "It creates, changes and destroys stacks; a plan does not need it.",
      get: "Install all of it, with its language host: https://www.pulumi.com/docs/install/",
    });
    assert.doesNotMatch(stdout, /hunter2/i);
  });

  it("finds the target of a program of the project", async () => {
    machine = fakeMachine({ ...COMMON, "ssh-keyscan": "" }, LOGGED_IN);
    const { stdout, stderr, exitCode } = await runCli(["doctor", "onprem", "--cwd", root], {
      cwd: machine.home,
      env: machine.environment,
    });
    assert.deepEqual([stderr, exitCode], ["", 0]);
    assert.match(stdout, /\nFor rke2: .*\n {2}ok +ssh-keyscan +.*\n {2}optional {2}SSH key is missing\.\n/);
  });

  it("says why a program cannot be planned", async () => {
    const { stdout, stderr, exitCode } = await runCli(["doctor", "nowhere"], { cwd: root });
    assert.deepEqual([stdout, exitCode], ["", 1]);
    assert.match(stderr, /^There is no program "nowhere"; set the config value program to one of /);
  });

  it("refuses a program without a cluster", async () => {
    const project = projectOnDisk(
      {
        "Pulumi.yaml": "name: one\nruntime: nodejs\nconfig:\n  program: { type: string, default: a }\n",
        "index.js": "",
      },
      [],
    );
    try {
      await assert.rejects(targetsOf("a", project.dir), {
        name: "UserError",
        message: `The program a has no MlCluster. Name a target instead: ${targetNames().join(", ")}.`,
      });
    } finally {
      project.remove();
    }
  });

  for (const target of sampledTargets()) {
    it(`knows the target ${target} in the plan of its program`, async () => {
      assert.deepEqual(targetsIn((await planOf(sampleOf(target).program ?? target)).graph), [target]);
    });
  }
});
