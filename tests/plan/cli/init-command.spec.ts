import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DESCRIPTION } from "../../../cli/init/offers";
import { projectFiles } from "../../../cli/init/project-files";
import { runInTerminal, type Keys } from "./in-terminal";
import { PACKAGE_LINK } from "./package-link";
import { runCli } from "./run-cli";

const root = path.resolve(__dirname, "../../..");

describe("mlplatform init", () => {
  let cwd: string;
  beforeEach(() => (cwd = realpathSync(mkdtempSync(path.join(tmpdir(), "mlplatform-init-test-")))));
  afterEach(() => {
    rmSync(cwd, { recursive: true, force: true });
  });

  const init = (...args: string[]) => runCli(["init", ...args], { cwd });
  const written = (folder: string): Record<string, string> =>
    Object.fromEntries(
      readdirSync(path.join(cwd, folder)).map((file) => [file, readFileSync(path.join(cwd, folder, file), "utf8")]),
    );

  const senseless: readonly [args: string[], problem: RegExp][] = [
    [
      [],
      /^--target is missing\. Write it, or --yes to take the defaults, or no flag at all in a terminal\.\n\nUsage: mlplatform init/,
    ],
    [["--fast"], /^Unknown option '--fast'\.\n/],
    [["one", "two", "--yes"], /^Unexpected argument 'two'\.\n/],
    [["--target", "eks"], /^--target: There is no target "eks"; write (aws|one of aws, )/],
    [["--yes", "--add-ons", "seldon,kubeflow"], /^--add-ons: There is no add-on "kubeflow"; write one of jupyterhub, /],
    [["--yes", "--name", "My ML"], /^--name: "My ML" is not the name of a project: .*, such as my-ml\.\n/],
    [["--yes", "--config", "regon"], /^--config takes <key>=<value>, not 'regon'\.\n/],
    [
      ["--target", "aws", "--config", "regon=x"],
      /^--config: "regon" is not a config key of this project; write region\.\n/,
    ],
  ];
  for (const [args, problem] of senseless) {
    it(`answers "${args.join(" ")}" with the usage and exit code 2, and writes nothing`, async () => {
      const { stdout, stderr, exitCode } = await init(...args);
      assert.deepEqual([stdout, exitCode, readdirSync(cwd)], ["", 2, []]);
      assert.match(stderr, problem);
      assert.match(stderr, /\nUsage: mlplatform init \[folder\] /);
    });
  }

  it("writes a project, says what is next, and the project is planned", async () => {
    const { stdout, stderr, exitCode } = await init(
      "team/ml",
      "--target",
      "existing",
      "--add-ons",
      "rancher,jupyterhub",
    );
    assert.deepEqual([stderr, exitCode], ["", 0]);
    assert.equal(
      stdout,
      `The project ml is in ${cwd}/team/ml. Next:

  cd team/ml
  npm install ${path.relative(path.join(cwd, "team/ml"), root)}/pulumi-mlplatform-*.tgz   # written by npm pack in the clone
  npx mlplatform plan
  npx mlplatform up --stack dev

Before up, write your own values into Pulumi.dev.yaml: kubeconfig, context, kubernetesVersion, sourceRanges.
`,
    );
    for (const [file, content] of Object.entries(PACKAGE_LINK)) {
      mkdirSync(path.dirname(path.join(cwd, "team/ml", file)), { recursive: true });
      writeFileSync(path.join(cwd, "team/ml", file), content);
    }
    symlinkSync(path.join(root, "node_modules/@pulumi"), path.join(cwd, "team/ml/node_modules/@pulumi"));
    const plan = await runCli(["plan"], { cwd: path.join(cwd, "team/ml") });
    assert.deepEqual([plan.stderr, plan.exitCode], ["", 0]);
    assert.match(plan.stdout, /\n {2}RancherServer +rancher\b/);
  });

  it("takes the defaults with --yes, and a folder of the project's name", async () => {
    const { stderr, exitCode } = await init("--yes", "--name", "lab", "--config", "domain=lab.test");
    assert.deepEqual([stderr, exitCode, readdirSync(cwd)], ["", 0, ["lab"]]);
    const choice = {
      name: "lab",
      description: DESCRIPTION,
      target: "k3d",
      addOns: ["seldon"],
      values: { domain: "lab.test" },
    };
    assert.deepEqual(written("lab"), projectFiles(choice));
  });

  it("refuses a folder with files, and leaves it as it was", async () => {
    writeFileSync(path.join(cwd, "notes.txt"), "");
    const { stdout, stderr, exitCode } = await init(".", "--yes");
    assert.deepEqual([stdout, exitCode, readdirSync(cwd)], ["", 1, ["notes.txt"]]);
    assert.equal(stderr, `${cwd} is not empty: it has notes.txt. Name a new or an empty folder.\n`);
  });

  describe("in a terminal", () => {
    const wizard = (keys: Keys, ...args: string[]) => runInTerminal(["init", ...args], keys, { cwd });
    const ENTER = "\r";

    it("asks, takes defaults for Enter, and asks again after a wrong answer", async () => {
      const { screen, exitCode } = await wizard([
        [/^Folder \[ml-platform\]: $/m, `lab${ENTER}`],
        [/^ {2}aws +Amazon EKS\n[^]*^Target \[k3d\]: $/m, `gpc${ENTER}`],
        [/There is no target "gpc"; write gcp\.\nTarget \[k3d\]: $/, `gcp${ENTER}`],
        [/^ {2}jupyterhub +JupyterHub[^]*^Add-ons, with commas, or none \[seldon\]: $/m, `none${ENTER}`],
        [/^Id of the Google Cloud project \[ml-prod-123456\]: $/m, `ml-own-1${ENTER}`],
        [/^Region of the cluster \[us-central1\]: $/m, ENTER],
        [/^CIDR blocks that may reach the gateway \[203\.0\.113\.0\/24\]: $/m, ENTER],
        [/^Name of the project \[lab\]: $/m, ENTER],
        [/^Write the project to .*\/lab\? Write yes or no \[yes\]: $/m, ENTER],
      ]);
      assert.equal(exitCode, 0, screen);
      assert.match(screen, /\nThe project lab is in .*\/lab\. Next:\n\n {2}cd lab\n/);
      const choice = {
        name: "lab",
        description: DESCRIPTION,
        target: "gcp",
        addOns: [],
        values: { project: "ml-own-1" },
      };
      assert.deepEqual(written("lab"), projectFiles(choice));
    });

    it("asks for another folder if that has files", async () => {
      mkdirSync(path.join(cwd, "ml-platform/src"), { recursive: true });
      const { screen, exitCode } = await wizard([
        [/^Folder \[ml-platform\]: $/m, ENTER],
        [/is not empty: it has src\. Name a new or an empty folder\.\nFolder \[ml-platform\]: $/, "\x03"],
      ]);
      assert.equal(exitCode, 1, screen);
    });

    for (const [key, name] of [
      ["\x03", "Ctrl-C"],
      ["\x04", "Ctrl-D"],
    ] as const) {
      it(`leaves nothing behind after ${name} at any question`, async () => {
        const questions: Keys = [
          [/^Target \[k3d\]: $/m, ENTER],
          [/^Add-ons, .*\[seldon\]: $/m, ENTER],
          [/^Domain of the hosts behind the gateway \[mlplatform\.test\]: $/m, ENTER],
          [/^Name of the project \[lab\]: $/m, ENTER],
          [/^Write the project to .*\[yes\]: $/m, ENTER],
        ];
        const runs = questions.map((_, index) =>
          wizard(
            questions.slice(0, index + 1).map(([shown], at) => [shown, at === index ? key : ENTER] as const),
            "lab",
          ),
        );
        for (const { screen, exitCode } of await Promise.all(runs)) {
          assert.equal(exitCode, 1, screen);
          assert.match(screen, /\nNothing was written\.\n$/);
        }
        assert.deepEqual(readdirSync(cwd), []);
      });
    }

    it("asks in a terminal of 40 columns too", async () => {
      const keys: Keys = [
        // What fills the line is followed by one more blank.
        [/Target \[k3d\]:\s*$/, ENTER],
        [/\[seldon\]:\s*$/, `none${ENTER}`],
        [/Name of the project \[lab\]:\s*$/, ENTER],
        [/Write yes or no \[yes\]:\s*$/, ENTER],
      ];
      const { screen, exitCode } = await runInTerminal(["init", "lab"], keys, { cwd, columns: 40 });
      assert.equal(exitCode, 0, screen);
      assert.ok(readdirSync(path.join(cwd, "lab")).includes("index.ts"));
    });

    it("writes nothing if the last answer is no", async () => {
      const { screen, exitCode } = await wizard(
        [
          [/^Target \[k3d\]: $/m, ENTER],
          [/^Add-ons, .*\[seldon\]: $/m, ENTER],
          [/^Domain .*: $/m, ENTER],
          [/^Name .*: $/m, ENTER],
          [/^Write the project to .*\[yes\]: $/m, `no${ENTER}`],
        ],
        "lab",
      );
      assert.equal(exitCode, 1, screen);
      assert.match(screen, /\nNothing was written\.\n$/);
      assert.deepEqual(readdirSync(cwd), []);
    });

    it("does not ask if there are flags", async () => {
      const { screen, exitCode } = await wizard([], "lab", "--target", "k3d");
      assert.equal(exitCode, 0, screen);
      assert.doesNotMatch(screen, /\?|\]:/);
    });
  });
});
