import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { packed, root, type Packed } from "./packed";
import { RESOLUTIONS, typeErrors } from "./type-errors";

const run = promisify(execFile);

describe("the published package", () => {
  let published: Packed;
  before(async () => (published = await packed()));
  after(() => {
    // Where packing failed there is nothing to remove.
    (published as Packed | undefined)?.remove();
  });

  const node = async (code: string): Promise<unknown> =>
    JSON.parse((await run(process.execPath, ["-p", `JSON.stringify(${code})`], { cwd: published.consumer })).stdout);

  it("contains the components, built and as source, the built command and plugin, the reference and the schema, and nothing else", () => {
    assert.deepEqual(
      published.files,
      [
        ...[
          "CHANGELOG.md",
          "LICENSE",
          "README.md",
          "docs/clouds.md",
          "docs/reference.md",
          "docs/rollouts.md",
          "package.json",
          "schema.json",
        ],
        ...sources("components").flatMap((file) => [
          `components/${file}.ts`,
          ...[".js", ".js.map", ".d.ts"].map((ending) => `dist/components/${file}${ending}`),
        ]),
        // What runs on the machine of a k3d cluster.
        ...sources("components", ".cjs").flatMap((file) => [
          `components/${file}.cjs`,
          ...[".cjs", ".cjs.map", ".d.cts"].map((ending) => `dist/components/${file}${ending}`),
        ]),
        ...["cli", "plugin", "recorder"].flatMap((folder) =>
          sources(folder).map((file) => `dist/${folder}/${file}.js`),
        ),
        "dist/cli/plan/plan-first.d.ts",
        ...["PulumiPlugin.yaml", "package.json", "pulumi-resource-mlplatform"].map((file) => `plugin/${file}`),
      ].sort(),
    );
  });

  it("is loaded by require, and exports the public API at run time", async () => {
    assert.deepEqual(
      await node(`Object.keys(require("pulumi-mlplatform")).sort()`),
      await node(`Object.keys(require(${JSON.stringify(join(published.source, "dist/components"))})).sort()`),
    );
    assert.deepEqual(await node(`require("pulumi-mlplatform").MlCluster.name`), "MlCluster");
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

  it("has a README whose links lead to files that are packed too", () => {
    const links = [...README.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, file]) => file ?? "");
    assert.deepEqual([...new Set(links)].sort(), [
      "CHANGELOG.md",
      "LICENSE",
      "docs/clouds.md",
      "docs/reference.md",
      "docs/rollouts.md",
    ]);
    assert.deepEqual(
      links.filter((file) => !published.files.includes(file)),
      [],
    );
  });

  it("has a README whose program compiles with its tsconfig.json", () => {
    const [first = "", second = ""] = fenced("ts");
    writeFileSync(join(published.consumer, "index.ts"), first + second);
    const config: unknown = JSON.parse(fenced("json")[0] ?? "");
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, published.consumer);
    const types = { types: ["node"], typeRoots: [join(published.consumer, "node_modules/@types")] };
    const program = ts.createProgram([join(published.consumer, "index.ts")], { ...options, ...types });
    assert.deepEqual(
      ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
      [],
    );
  });

  for (const resolution of RESOLUTIONS) {
    describe(`for a program with module resolution ${ts.ModuleResolutionKind[resolution[1]]}`, () => {
      const messages = (program: string): string[] => typeErrors(published, program, resolution);

      it("accepts correct arguments", () => {
        assert.deepEqual(messages(PROGRAM), []);
      });

      it("refuses a misspelt input and an output used as text", () => {
        const wrong = PROGRAM.replace("allowPublic", "alowPublic").replace("= ingress.url", ": string = ingress.url");
        const [input = "", output = ""] = messages(wrong);
        assert.match(input, /'alowPublic' does not exist in type 'IngressLayerArgs'/);
        assert.match(
          output,
          /'OutputInstance<string>' is not assignable to type 'string'|not assignable to type 'string'/,
        );
      });
    });
  }
});

const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import { IngressLayer, MlCluster, type ClusterFacts } from "pulumi-mlplatform";

const config = new pulumi.Config();
const cluster = new MlCluster("ml", { existing: { kubeconfig: config.requireSecret("kubeconfig"), context: "mine" } });
const facts: ClusterFacts = cluster;
const ingress = new IngressLayer(
  "ingress",
  { cluster: facts, istio: {}, allowPublic: true },
  { provider: cluster.provider },
);
export const url = ingress.url;
`;

const README = readFileSync(join(root, "README.md"), "utf8");

/** The code of the README in one language, block by block. */
const fenced = (language: string): string[] =>
  [...README.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"))].map(([, code]) => code ?? "");

/** Paths of a folder's sources, without their ending. */
const sources = (folder: string, ending = ".ts"): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));
