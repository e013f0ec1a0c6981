import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { ServedPack } from "../../plan/policy/served-pack";
import { onEveryCompiler } from "./every-compiler";
import { onEveryNode } from "./every-node";
import { newestPackages } from "./newest-packages";
import { packed, root, type Packed } from "./packed";
import { declarationsOf } from "./type-errors";

const run = promisify(execFile);

describe("the published package", () => {
  let published: Packed;
  /** A project with the newest SDKs; that of `published` has the lowest. */
  let newest: string;
  before(async () => {
    published = await packed();
    newest = await published.consumerWith(await newestPackages());
  });
  after(() => {
    // Where packing failed there is nothing to remove.
    (published as Packed | undefined)?.remove();
  });

  const node = async (code: string): Promise<unknown> =>
    JSON.parse((await run(process.execPath, ["-p", `JSON.stringify(${code})`], { cwd: published.consumer })).stdout);

  it("contains the components, the command, the plugin, the policy pack, the pages and the schema, built and without tests, and nothing else", () => {
    assert.deepEqual(
      published.files,
      [
        ...[
          "CHANGELOG.md",
          "LICENSE",
          "README.md",
          "docs/benchmarks.md",
          "docs/clouds.md",
          "docs/command-line.md",
          "docs/guides.md",
          "docs/languages.md",
          "docs/mirror.md",
          "docs/plan.md",
          "docs/policy.md",
          "docs/reference.md",
          "docs/rollouts.md",
          "docs/run-the-programs.md",
          "docs/troubleshooting.md",
          "docs/upgrades.md",
          "docs/verify.md",
          "docs/versions.md",
          "docs/your-own-program.md",
          "package.json",
          "schema.json",
        ],
        ...["components", "cli", "plugin", "policy", "recorder"].flatMap((folder) =>
          sources(folder)
            .filter((file) => !file.endsWith(".d"))
            .map((file) => `dist/${folder}/${file}.js`),
        ),
        // What runs on the machine of a k3d cluster.
        ...sources("components", ".cjs").map((file) => `dist/components/${file}.cjs`),
        // What runs on the machines of a cluster of RKE2.
        ...sources("components", ".sh").map((file) => `dist/components/${file}.sh`),
        // Types that a program can import, and what they refer to.
        ...declarationsOf(published),
        // The page of a plan.
        ...[".js", ".css", ".html"].flatMap((ending) =>
          sources("cli/plan/html/page", ending).map((file) => `dist/cli/plan/html/page/${file}${ending}`),
        ),
        ...["PulumiPlugin.yaml", "package.json", "pulumi-resource-mlplatform"].map((file) => `plugin/${file}`),
        ...["PulumiPolicy.yaml", "package.json"].map((file) => `policy/${file}`),
      ].sort(),
    );
  });

  it("is less than a megabyte to download", () => {
    assert.ok(published.bytes < 1_000_000, String(published.bytes));
  });

  it("is loaded by require, and exports the public API at run time", async () => {
    assert.deepEqual(
      await node(`Object.keys(require("pulumi-mlplatform")).sort()`),
      await node(`Object.keys(require(${JSON.stringify(join(published.source, "dist/components"))})).sort()`),
    );
    assert.deepEqual(await node(`require("pulumi-mlplatform").MlCluster.name`), "MlCluster");
  });

  it("loads a component when a program uses it", async () => {
    const loaded = (used: string) =>
      node(`(require("pulumi-mlplatform")${used}, [...new Set(Object.keys(require.cache).flatMap((file) =>
        /pulumi-mlplatform[/]dist[/]components[/]((?!shared|targets)[^/]+)[/]/.exec(file)?.[1] ?? []))].sort())`);
    assert.deepEqual(await loaded(""), []);
    assert.deepEqual(await loaded(".SeldonCore"), ["seldon-core"]);
  });

  it("finds its targets in the built folder", async () => {
    const problem = `(() => { try { new (require("pulumi-mlplatform").MlCluster)("ml", {}) } catch (error) { return error.message } })()`;
    assert.match(String(await node(problem)), /^MlCluster "ml" has invalid arguments:\n(.*\n)*.*\bexisting\b/);
  });

  it("exports the schema that is checked in", async () => {
    const schema: unknown = JSON.parse(readFileSync(join(root, "schema.json"), "utf8"));
    assert.deepEqual(await node(`require("pulumi-mlplatform/schema.json")`), schema);
  });

  it("does not export anything else", async () => {
    await assert.rejects(
      node(`require("pulumi-mlplatform/dist/components/shared/pinned-charts")`),
      /ERR_PACKAGE_PATH_NOT_EXPORTED/,
    );
  });

  it("has a command that runs", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    const command = join(published.consumer, "node_modules/pulumi-mlplatform/dist/cli/mlplatform.js");
    const { stdout } = await run(process.execPath, [command, "--version"], { cwd: published.consumer });
    assert.equal(stdout.trim(), version);
  });

  it("has a command that writes a project, which has no type error and can be planned", async () => {
    const { consumer } = published;
    const command = join(consumer, "node_modules/pulumi-mlplatform/dist/cli/mlplatform.js");
    const project = join(consumer, "platform");
    const flags = ["--target", "existing", "--add-ons", "jupyterhub,pachyderm,seldon"];
    await run(process.execPath, [command, "init", project, ...flags], { cwd: consumer });
    const compiled = await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", project]);
    assert.equal(compiled.stdout, "");
    published.install(["tsx"]);
    // The rules need no @pulumi/policy, which is not installed here.
    const { stdout, stderr } = await run(process.execPath, [command, "plan", "--policy"], { cwd: project });
    assert.equal(stderr, "");
    assert.match(stdout, /^ {2}JupyterHub +jupyterhub\b/m);
    assert.match(stdout, /^ {2}\d+ rules: 0 mandatory violations, /m);
  });

  it("has a policy pack that Pulumi's engine can start", async () => {
    published.install(["@pulumi/policy", "@grpc/grpc-js"]);
    const pack = await ServedPack.startIn(join(published.consumer, "node_modules/pulumi-mlplatform/policy"));
    try {
      assert.equal((await pack.info()).getName(), "mlplatform-guardrails");
    } finally {
      pack.stop();
      published.uninstall(["@pulumi/policy", "@grpc/grpc-js"]);
    }
  });

  it("has pages whose links lead to files that are packed too", () => {
    const pages = published.files.filter((file) => file.endsWith(".md") && file !== "docs/reference.md");
    assert.ok(pages.includes("README.md") && pages.includes("docs/versions.md"));
    const textOf = (page: string): string => readFileSync(join(root, page), "utf8").replace(/^```[^]*?^```$/gm, ""); // code has brackets, too
    const broken = pages.flatMap((page) =>
      [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
        .map(([, link = ""]) => posix.join(posix.dirname(page), link))
        .filter((file) => !published.files.includes(file))
        .map((file) => `${page}: ${file}`),
    );
    assert.deepEqual(broken, []);
  });

  it("has a README whose program compiles with the documented tsconfig.json", () => {
    const [, example = ""] = /```ts\n(.*?)```/s.exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];
    assert.ok(example.includes("new ModelDeployment"));
    writeFileSync(join(published.consumer, "index.ts"), example);
    const config: unknown = JSON.parse(fenced("json")[0] ?? "");
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, published.consumer);
    const types = { types: ["node"], typeRoots: [join(published.consumer, "node_modules/@types")] };
    const program = ts.createProgram([join(published.consumer, "index.ts")], { ...options, ...types });
    assert.deepEqual(
      ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
      [],
    );
  });

  onEveryCompiler(() => ({ published, newest }));
  onEveryNode(() => ({ lowest: published.consumer, newest }));
});

const PAGE = readFileSync(join(root, "docs/your-own-program.md"), "utf8");

/** The code of the page on programs in one language, block by block. */
const fenced = (language: string): string[] =>
  [...PAGE.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"))].map(([, code]) => code ?? "");

/** Paths of a folder's sources, without their ending. */
const sources = (folder: string, ending = ".ts"): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));
