import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { planProgram } from "../../../cli/plan/plan-program";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { runCli } from "./run-cli";

const root = path.resolve(__dirname, "../../..");
const PACKAGES = ["@pulumi/pulumi", "@pulumi/kubernetes"];

/** A project with two programs, one of which shows its secrets to everyone. */
const FILES = {
  "Pulumi.yaml": `name: two
runtime: nodejs
main: index.ts
config:
  program: { type: string, default: quiet }
  password: { type: string, secret: true }
`,
  "Pulumi.quiet.yaml": "config:\n  two:password: { secure: v1:abc }\n",
  "Pulumi.bare.yaml": "",
  "Pulumi.another.yaml": "config: { two:pasword: a, passwort: b }\n",
  "index.ts": `import * as pulumi from "@pulumi/pulumi";
export = require("./" + new pulumi.Config().require("program")) as object;
`,
  "quiet.ts": `import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
enum Kind { Map = "map" }
const provider = new k8s.Provider("p", { kubeconfig: new pulumi.Config().requireSecret("password") });
const password = new pulumi.Config().requireSecret("password");
new k8s.core.v1.ConfigMap("one", { metadata: { name: Kind.Map }, data: { password } }, { provider });
export const shown = password;
`,
  "loud.ts": `import * as pulumi from "@pulumi/pulumi";
console.log("a program may print");
pulumi.log.warn("mind the gap");
throw new Error("cannot use " + require("node:process").env.LOUD_SECRET);
`,
};

describe("mlplatform", () => {
  it("lists its commands", async () => {
    const { stdout, exitCode } = await runCli(["--help"]);

    assert.equal(exitCode, 0);
    assert.match(stdout, /^Usage: mlplatform <command>/);
    assert.match(stdout, /\n {2}plan {7}Shows what a program would create/);
  });

  it("says of a plan what it does not do", async () => {
    const { stdout, exitCode } = await runCli(["plan", "--help"]);

    assert.equal(exitCode, 0);
    assert.match(stdout, /not type-checked: npx tsc --noEmit\ndoes that\./);
  });

  const helped: readonly [args: string[], same: string[]][] = [
    [["help"], ["--help"]],
    [
      ["help", "up"],
      ["up", "--help"],
    ],
    [["help", "--help"], ["--help"]],
  ];
  for (const [args, same] of helped) {
    it(`says the same to "${args.join(" ")}" as to "${same.join(" ")}"`, async () => {
      const { stdout, exitCode } = await runCli(args);

      assert.equal(exitCode, 0);
      assert.deepEqual(stdout, (await runCli(same)).stdout);
    });
  }

  it("tells its version", async () => {
    const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };

    assert.deepEqual(await runCli(["--version"]), { stdout: `${version}\n`, stderr: "", exitCode: 0 });
  });

  const senseless: readonly [args: string[], problem: RegExp][] = [
    [[], /^No command given\.\n\nUsage: mlplatform <command>/],
    [["deploy"], /^There is no command 'deploy'\.\n\nUsage: mlplatform <command>/],
    [["help", "deploy"], /^There is no command 'deploy'\.\n\nUsage: mlplatform <command>/],
    [["help", "up", "plan"], /^Unexpected argument 'plan'\.\n\nUsage: mlplatform <command>/],
    [["plan", "--fast"], /^Unknown option '--fast'\.\n\nUsage: mlplatform plan \[program\]/],
    [["plan", "one", "two"], /^Unexpected argument 'two'\.\n\nUsage: mlplatform plan \[program\]/],
    [["plan", "--config", "novalue"], /^--config takes <key>=<value>, not 'novalue'\.\n\nUsage: mlplatform plan/],
    [["plan", "--stack"], /^Option '--stack <value>' argument missing\.\n\nUsage: mlplatform plan/],
  ];
  for (const [args, problem] of senseless) {
    it(`answers "${args.join(" ")}" with the usage and exit code 2`, async () => {
      const { stdout, stderr, exitCode } = await runCli(args);

      assert.equal(exitCode, 2);
      assert.equal(stdout, "");
      assert.match(stderr, problem);
    });
  }
});

describe("mlplatform plan", () => {
  let project: ProjectOnDisk;
  before(() => (project = projectOnDisk(FILES, PACKAGES)));
  after(() => {
    project.remove();
  });

  it("plans the default program, and shows no secret", async () => {
    const { stdout, stderr, exitCode } = await runCli(["plan", "--config", "password=correct horse"], {
      cwd: project.dir,
    });

    assert.equal(stderr, "");
    assert.equal(exitCode, 0);
    assert.equal(
      stdout,
      `Plan of quiet
  program  index.ts
  stack    quiet of two, Pulumi.quiet.yaml

Resources
  provider   p    secret: kubeconfig
  ConfigMap  map  secret: data.password

Order of creation
  1  provider p
  2  ConfigMap map

Order of destruction
  1  ConfigMap map
  2  provider p

Outputs
  shown  secret

2 resources: 1 provider, 1 Kubernetes object
Nothing was created. To create it: pulumi up --stack quiet
`,
    );
  });

  it("prints JSON that holds neither a secret nor a path of this computer", async () => {
    const args = ["plan", "--json", "--config", "password=correct horse", "--cwd", project.dir];
    const { stdout, stderr, exitCode } = await runCli(args);

    assert.equal(stderr, "");
    assert.equal(exitCode, 0);
    assert.doesNotMatch(stdout, /correct horse/);
    assert.ok(!stdout.includes(project.dir));
    const { resources } = JSON.parse(stdout) as { resources: { name: string; source?: string }[] };
    assert.deepEqual(
      resources.map(({ name, source }) => [name, source]),
      [
        ["one", "quiet.ts:6"],
        ["p", "quiet.ts:4"],
        ["two-quiet", undefined],
      ],
    );
  });

  it("picks the program that it is given, with the stack of that name", async () => {
    const { stdout, stderr, exitCode } = await runCli(["plan", "nowhere", "--config", "password=x"], {
      cwd: project.dir,
    });

    assert.equal(exitCode, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^Cannot find module '\.\/nowhere'/);
    assert.match(stderr, /\n {2}at index\.ts:2\n\(run again with --debug for the stack trace\)\n$/);
  });

  it("refuses config that the Pulumi CLI refuses", async () => {
    const { stdout, stderr, exitCode } = await runCli(["plan", "--stack", "bare"], { cwd: project.dir });

    assert.deepEqual(
      { stdout, stderr, exitCode },
      {
        stdout: "",
        stderr:
          'The config of stack "bare" has errors:\n' +
          "  - password is missing (string): it is required and has no default.\n",
        exitCode: 1,
      },
    );
  });

  it("shows an error without its stack, without a secret, and keeps stdout clean", async () => {
    const { stdout, stderr, exitCode } = await runCli(["plan", "loud", "--config", "password=correct horse"], {
      cwd: project.dir,
      env: { LOUD_SECRET: "correct horse" },
    });

    assert.equal(exitCode, 1);
    assert.equal(stdout, "");
    assert.equal(
      stderr,
      "a program may print\ncannot use [secret]\n  at loud.ts:4\n(run again with --debug for the stack trace)\n",
    );
  });

  it("shows the stack on --debug", async () => {
    const { stderr, exitCode } = await runCli(["plan", "loud", "--config", "password=x", "--debug"], {
      cwd: project.dir,
    });

    assert.equal(exitCode, 1);
    assert.match(stderr, /\n {4}at .*loud\.ts:4/);
  });

  it("warns of what was probably not meant, in a plan and in a failure", async () => {
    const args = ["plan", "--stack", "another", "--config", "password=x"];
    const warnings = [
      "Pulumi.yaml does not declare the config key pasword: did you mean password?",
      "Pulumi.yaml does not declare the config key passwort: did you mean password?",
    ];
    const [planned, failed] = await Promise.all([
      runCli(args, { cwd: project.dir }),
      runCli([...args, "--config", "program=loud"], { cwd: project.dir }),
    ]);

    assert.equal(planned.exitCode, 0);
    assert.ok(planned.stdout.includes(`\nWarnings\n  ${warnings.join("\n  ")}\n`), planned.stdout);
    assert.equal(failed.exitCode, 1);
    assert.ok(failed.stderr.endsWith(`\n\n${warnings.join("\n\n")}\n`), failed.stderr);
  });

  it("says that the plan used a placeholder for an encrypted value, if the program fails", async () => {
    const { stderr } = await runCli(["plan", "--stack", "quiet", "--config", "program=loud"], { cwd: project.dir });

    assert.match(stderr, /two:password is encrypted, so the plan used a placeholder; --config two:password=… gives/);
  });

  it("may be done twice in one process, and leaves the working directory alone", async () => {
    const [cwd, request] = [process.cwd(), { cwd: project.dir, settings: [["password", "correct horse"]] as const }];
    const [first, second] = [await planProgram(request), await planProgram(request)];

    assert.equal(first.graph.resources.length, 3);
    assert.deepEqual(second.graph, first.graph);
    assert.equal(process.cwd(), cwd);
  });

  it("says that there is no project here", async () => {
    const { stderr, exitCode } = await runCli(["plan", "--cwd", "/"]);

    assert.equal(exitCode, 1);
    assert.equal(
      stderr,
      "No Pulumi.yaml in / or above it: run this inside a Pulumi project. The smallest Pulumi.yaml is:\n\n" +
        "  name: my-platform\n  runtime: nodejs\n",
    );
  });
});

describe("mlplatform plan of a program that ends the process", () => {
  let project: ProjectOnDisk | undefined;
  afterEach(() => project?.remove());

  const programs: readonly [how: string, program: string, code: number][] = [
    ["at once", "process.exit(3);", 3],
    ["with success", "process.exit();", 0],
    ["and catches what stops it", "try { process.exit(4); } catch {}", 4],
    ["when something else failed", 'Promise.reject(new Error("x")).catch(() => process.exit(5));', 5],
  ];
  for (const [how, program, code] of programs) {
    it(`says so: ${how}`, async () => {
      project = projectOnDisk({ "Pulumi.yaml": "name: ends\nruntime: nodejs\n", "index.js": program }, PACKAGES);
      assert.deepEqual(await runCli(["plan"], { cwd: project.dir }), {
        stdout: "",
        stderr: `The program ended itself with exit code ${code} before the plan was complete.\n`,
        exitCode: 1,
      });
    });
  }
});

describe("mlplatform plan of a program that is no JavaScript", () => {
  let project: ProjectOnDisk;
  before(() => {
    const files = { "Pulumi.yaml": "name: typo\nruntime: nodejs\n", "index.js": "\nconst one two;\n" };
    project = projectOnDisk(files, PACKAGES);
  });
  after(() => {
    project.remove();
  });

  it("names the line", async () => {
    assert.deepEqual(await runCli(["plan"], { cwd: project.dir }), {
      stdout: "",
      stderr:
        "Missing initializer in const declaration\n  at index.js:2\n(run again with --debug for the stack trace)\n",
      exitCode: 1,
    });
  });
});

describe("mlplatform plan of a program that waits for itself", () => {
  let project: ProjectOnDisk;
  before(() => {
    const program = `import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
const never = pulumi.output(new Promise<string>(() => undefined));
new k8s.core.v1.Namespace("stuck", { metadata: { name: never } });
`;
    project = projectOnDisk({ "Pulumi.yaml": "name: stuck\nruntime: nodejs\n", "index.ts": program }, PACKAGES);
  });
  after(() => {
    project.remove();
  });

  it("ends at once, and names what waits", async () => {
    const { stdout, stderr, exitCode } = await runCli(["plan"], { cwd: project.dir });

    assert.deepEqual(
      { stdout, stderr, exitCode },
      {
        stdout: "",
        stderr:
          "The program never ends: it waits for values that never come. What is waiting:\n" +
          '  - kubernetes:core/v1:Namespace "stuck" was never registered\n',
        exitCode: 1,
      },
    );
  });
});

describe("mlplatform plan in this repository", () => {
  it("plans the program k3d by default", async () => {
    const { stdout, stderr, exitCode } = await runCli(["plan"]);

    assert.equal(stderr, "");
    assert.equal(exitCode, 0);
    assert.match(stdout, /^Plan of k3d\n {2}program {2}programs\/index\.ts\n/);
  });

  it("shows the charts' values on --values", async () => {
    const { stdout, exitCode } = await runCli(["plan", "existing", "--values"]);

    assert.equal(exitCode, 0);
    assert.match(stdout, /\n {2}│ {7}service:\n(?: {2}│ {9}.*\n)*? {2}│ {11}- 203\.0\.113\.0\/24\n/);
  });

  it("answers bad input with the InvalidArgs text alone, and exit code 1", async () => {
    const { stdout, stderr, exitCode } = await runCli(["plan", "existing", "--config", "context=elsewhere"]);

    assert.equal(exitCode, 1);
    assert.equal(stdout, "");
    assert.equal(
      stderr,
      'MlCluster "ml" has invalid arguments:\n' +
        '  - context: "elsewhere" is not in the kubeconfig; its contexts are example.\n',
    );
  });

  it("refuses a misspelt key of the command line", async () => {
    const { stderr, exitCode } = await runCli(["plan", "--config", "canaryTrafic=5"]);

    assert.equal(exitCode, 1);
    assert.equal(
      stderr,
      'The config of stack "k3d" has errors:\n' +
        "  - canaryTrafic is not a config key of mlplatform; write canaryTraffic.\n",
    );
  });

  for (const share of ["120", "-1"]) {
    it(`names the config key of a share of ${share} %`, async () => {
      const { stderr, exitCode } = await runCli(["plan", "--config", `canaryTraffic=${share}`]);

      assert.equal(exitCode, 1);
      assert.equal(
        stderr,
        `canaryTraffic: ${share} is not a percentage of the requests; write a number from 0 to 100.\n`,
      );
    });
  }

  const refused: readonly (readonly [program: string, config: string, stderr: RegExp])[] = [
    [
      "aws",
      'apiCidrs=["0.0.0.0/0"]',
      /\n {2}- apiCidrs\[0\]: "0\.0\.0\.0\/0" allows the whole internet\. Write a smaller block\.\n$/,
    ],
    [
      "aws",
      'apiCidrs=["8.0.0.0/8","9.0.0.0/8"]',
      /\n {2}- apiCidrs: the blocks together allow more of the internet than a \/8\. Write smaller blocks\.\n$/,
    ],
    ["aws", "region=us-esat-1", /\n {2}- region: "us-esat-1" is not an AWS region [^\n]+\n$/],
    ["aws", "instanceType=m5.larg", /\n {2}- instanceType: "m5\.larg" is not an EC2 instance type [^\n]+\n$/],
    ["aws", "nodes=0", /^nodes: 0 is not a number of nodes; write a whole number from 1 to 225 [^\n]+\n$/],
    ["aws", "nodes=500", /^nodes: 500 is not a number of nodes; [^\n]+\n$/],
    ["existing", "kubeconfig=nowhere", /\n {2}- kubeconfig: the value cannot be read [^\n]+\n$/],
    [
      "existing",
      "sourceRanges=[]",
      /\n {2}- sourceRanges: is empty, [^\n]+ Write sourceRanges, or allowPublic: true\.\n$/,
    ],
  ];
  for (const [program, config, expected] of refused) {
    it(`names the config key in the error of ${program} with ${config}, and advises only what the config has`, async () => {
      const { stderr, exitCode } = await runCli(["plan", program, "--config", config]);

      assert.equal(exitCode, 1);
      assert.match(stderr, expected);
    });
  }

  it("says which programs there are", async () => {
    const { stderr, exitCode } = await runCli(["plan", "nowhere"]);

    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /^There is no program "nowhere"; set the config value program to one of .*\bexisting\b.*\.\n$/,
    );
  });
});
