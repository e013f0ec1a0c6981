import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import ts from "typescript";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { runNode, type CliRun } from "./run-cli";

const root = path.resolve(__dirname, "../../..");

/** The command as it is published: JavaScript, with no TypeScript loader around it. */
function publishedCli(): string {
  const dir = mkdtempSync(path.join(tmpdir(), "mlplatform-published-"));
  const files = ["cli", "recorder", "components/shared", "components/targets"].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => path.join(folder, file)),
  );
  for (const file of files) {
    if (!file.endsWith(".ts")) continue;
    const { outputText } = ts.transpileModule(readFileSync(path.join(root, file), "utf8"), {
      compilerOptions: { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022 },
    });
    const target = path.join(dir, "dist", file.replace(/\.ts$/, ".js"));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }
  writeFileSync(path.join(dir, "package.json"), readFileSync(path.join(root, "package.json")));
  symlinkSync(path.join(root, "node_modules"), path.join(dir, "node_modules"));
  return dir;
}

const SDKS = ["@pulumi/pulumi", "@pulumi/kubernetes"];
// An enum needs more than stripping types off.
const FILES = {
  "Pulumi.yaml": "name: mine\nruntime: nodejs\n",
  "package.json": '{ "name": "mine", "private": true }',
  "index.ts": `import * as k8s from "@pulumi/kubernetes";
enum Name { Models = "models" }
const provider: k8s.Provider = new k8s.Provider("p", { kubeconfig: "k" });
export const namespace = new k8s.core.v1.Namespace("n", { metadata: { name: Name.Models } }, { provider }).metadata.name;
`,
};

/** Packages that resolve to nothing, even where a folder further up has them. */
const hidden = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.map((name) => [`node_modules/${name}/package.json`, `{ "name": "${name}", "exports": {} }`]),
  );

describe("the published command, on a TypeScript program of another project", () => {
  let cli: string;
  let project: ProjectOnDisk | undefined;
  before(() => (cli = publishedCli()));
  afterEach(() => project?.remove());
  after(() => {
    rmSync(cli, { recursive: true, force: true });
  });

  function planWith(packages: readonly string[], files: Readonly<Record<string, string>> = FILES): Promise<CliRun> {
    const others = ["tsx", "ts-node"].filter((name) => !packages.includes(name));
    project = projectOnDisk({ ...files, ...hidden(others) }, [...SDKS, ...packages]);
    return runNode([path.join(cli, "dist/cli/mlplatform.js"), "plan"], { cwd: project.dir });
  }

  for (const loaders of [["tsx"], ["ts-node", "typescript"]]) {
    it(`uses ${loaders.join(" and ")} where the project has it`, async () => {
      const { stdout, stderr, exitCode } = await planWith(loaders);

      assert.equal(stderr, "");
      assert.equal(exitCode, 0);
      assert.match(stdout, /^Plan of mine\n {2}program {2}index\.ts\n {2}stack {4}dev of mine, no config file\n/);
      assert.match(stdout, /\n {2}namespace {2}models\n/);
    });
  }

  it("uses tsx, which keeps what it has compiled, where the project has ts-node as well", async () => {
    const { stdout, stderr, exitCode } = await planWith(["tsx", "ts-node", "typescript"], {
      ...FILES,
      "index.ts": `const loaders: string[] = Object.keys(require.cache).flatMap((file) => file.match(/(?<=node_modules.)ts(x|-node)\\b/g) ?? []);
export const loader: string = [...new Set(loaders)].join();
`,
    });

    assert.equal(stderr, "");
    assert.equal(exitCode, 0);
    assert.match(stdout, /\n {2}loader {2}tsx\n/);
  });

  it("leaves the JavaScript of installed packages to Node, but not their TypeScript", async () => {
    const { stdout, stderr, exitCode } = await planWith(["tsx"], {
      ...FILES,
      "index.ts": `import { loadedBy } from "in-java-script";
import { Name } from "in-type-script";
export const loader: string = loadedBy;
export const name: string = Name.Models;
`,
      "node_modules/in-java-script/index.js": `exports.loadedBy = /at (?!Module\\._compile)(?:.*\\()?(.*)\\/.*/.exec(new Error().stack.split("\\n").slice(2).join("\\n"))[1];\n`,
      "node_modules/in-type-script/package.json": '{ "name": "in-type-script", "main": "./index.ts" }',
      "node_modules/in-type-script/index.ts": 'export { Name } from "./name";\n',
      "node_modules/in-type-script/name.ts": 'export enum Name { Models = "models" }\n',
    });

    assert.equal(stderr, "");
    assert.equal(exitCode, 0);
    assert.match(stdout, /\n {2}loader {2}node:internal\/modules\/cjs\n {2}name {4}models\n/);
  });

  it("uses tsx for a program that is a module", async () => {
    const { stdout, stderr, exitCode } = await planWith(["tsx"], {
      "Pulumi.yaml": "name: mine\nruntime: nodejs\n",
      "package.json": '{ "name": "mine", "private": true, "type": "module" }',
      "index.ts":
        'import { Name } from "./name.js";\nexport const name: string = await Promise.resolve(Name.Models);\n',
      "name.ts": 'export enum Name { Models = "models" }\n',
    });

    assert.equal(stderr, "");
    assert.equal(exitCode, 0);
    assert.match(stdout, /\n {2}program {2}index\.ts\n/);
    assert.match(stdout, /\n {2}name {2}models\n/);
  });

  it("refuses a TypeScript without a compiler API, unless Pulumi does not use it", async () => {
    const seven = { ...FILES, "node_modules/typescript/package.json": '{ "name": "typescript", "version": "7.0.2" }' };
    const refused = await planWith(["tsx"], seven);
    assert.deepEqual(refused, {
      stdout: "",
      stderr:
        "TypeScript 7.0.2 has no compiler API, which Pulumi needs to run this program. " +
        "Install an older one: npm install -D typescript@5\n",
      exitCode: 1,
    });
    project?.remove();
    const options = "runtime:\n  name: nodejs\n  options: { typescript: false, nodeargs: --import=tsx }\n";
    const planned = await planWith(["tsx"], { ...seven, "Pulumi.yaml": `name: mine\n${options}` });
    assert.equal(planned.stderr, "");
    assert.match(planned.stdout, /\n {2}namespace {2}models\n/);
  });

  it("says what to install where the project has no loader", async function () {
    // From Node 22.18 on, Node reads TypeScript itself, as far as it goes.
    if ((process.features as { typescript?: unknown }).typescript) this.skip();
    const { stdout, stderr, exitCode } = await planWith([]);

    assert.deepEqual(
      { stdout, stderr, exitCode },
      {
        stdout: "",
        stderr: "index.ts is TypeScript, and no loader for it is installed. Install one: npm install -D tsx\n",
        exitCode: 1,
      },
    );
  });

  it("runs JavaScript, and modules, as they are", async () => {
    const { stdout, stderr, exitCode } = await planWith([], {
      "Pulumi.yaml": "name: mine\nruntime: nodejs\nmain: program\n",
      "package.json": '{ "name": "mine", "private": true, "type": "module" }',
      "program/index.js": "export default async () => ({ answer: 42 });\n",
    });

    assert.equal(stderr, "");
    assert.equal(exitCode, 0);
    assert.match(stdout, /\n {2}program {2}program\/index\.js\n/);
    assert.match(stdout, /\n {2}answer {2}42\n/);
  });
});
