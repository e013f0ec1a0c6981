import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { addOnNames } from "../../../cli/init/add-on";
import { projectFiles } from "../../../cli/init/project-files";
import { targetNames } from "../../../components/targets/target";
import { toolchain } from "../toolchain";

const root = path.resolve(__dirname, "../../..");

/** What the CLI says after it has checked the config of a stack, as the CLI of the tests has no language host. */
const HAS_CHECKED = /no language plugin 'pulumi-language-nodejs' found/;

/**
 * The config of the projects that users run, read by the real CLI. The other tests on the engine run their programs inline, so that the CLI
 * reads no `Pulumi.yaml` of these.
 */
describe("the Pulumi CLI reads the config", () => {
  let base: string;
  beforeEach(() => (base = mkdtempSync(path.join(tmpdir(), "mlplatform-config-"))));
  afterEach(() => {
    rmSync(base, { recursive: true, force: true });
  });

  /** Runs the CLI in the folder; what it printed. */
  async function pulumi(...args: readonly string[]): Promise<string> {
    const { pulumiRoot } = await toolchain();
    const env = {
      ...process.env,
      ...{ PULUMI_HOME: path.join(base, ".home"), PULUMI_BACKEND_URL: `file://${base}`, PULUMI_CONFIG_PASSPHRASE: "" },
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    return new Promise((resolve) => {
      const command = [...args, "--non-interactive"];
      execFile(path.join(pulumiRoot, "bin/pulumi"), command, { cwd: base, env }, (_, stdout, stderr) => {
        resolve(stdout + stderr);
      });
    });
  }

  /** Makes a stack, which has its file already, and asks for a preview. */
  async function preview(stack: string): Promise<string> {
    assert.match(await pulumi("stack", "init", stack), new RegExp(`Created stack '${stack}'`));
    return pulumi("preview");
  }

  const programs = () => {
    cpSync(path.join(root, "Pulumi.yaml"), path.join(base, "Pulumi.yaml"));
    cpSync(path.join(root, "programs/stacks"), path.join(base, "programs/stacks"), { recursive: true });
    writeFileSync(path.join(base, "programs/index.ts"), "");
  };

  for (const file of readdirSync(path.join(root, "programs/stacks"))) {
    const stack = /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1];
    if (stack === undefined) continue;
    it(`of the stack ${stack} of the programs`, async () => {
      programs();
      assert.match(await preview(stack), HAS_CHECKED);
    });
  }

  it("that the README sets, with a secret and without", async () => {
    programs();
    const commands =
      readFileSync(path.join(root, "README.md"), "utf8").match(/^pulumi (stack init|config set) [^#\n]*/gm) ?? [];
    assert.ok(commands.length >= 6, "the README has commands");
    for (const command of commands) {
      const [, ...args] = command.trim().split(/ +/);
      await pulumi(...args.map((arg) => arg.replaceAll("'", "")));
    }
    assert.match(await pulumi("preview"), HAS_CHECKED);
    await pulumi("config", "set", "--secret", "pachydermLicense", "bGljZW5jZQ==");
    assert.match(await pulumi("preview"), HAS_CHECKED);
    await pulumi("config", "set", "canaryTraffic", "much");
    assert.match(await pulumi("preview"), /configuration key 'canaryTraffic' must be of type 'integer'/);
  });

  for (const target of targetNames()) {
    it(`of a new project for ${target}`, async () => {
      const choice = { name: "lab", description: "Ours", target, addOns: addOnNames(), values: {} };
      for (const [name, content] of Object.entries(projectFiles(choice))) {
        mkdirSync(path.dirname(path.join(base, name)), { recursive: true });
        writeFileSync(path.join(base, name), content);
      }
      assert.match(await preview("dev"), HAS_CHECKED);
    });
  }
});
