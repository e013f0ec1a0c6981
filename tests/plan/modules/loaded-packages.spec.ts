import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { targetNames } from "../../../components/targets/target";
import { projectOnDisk } from "../cli/project-on-disk";
import { runCli, runNode } from "../cli/run-cli";

const root = path.resolve(__dirname, "../../..");
const { dependencies, peerDependencies, peerDependenciesMeta, devDependencies } = JSON.parse(
  readFileSync(path.join(root, "package.json"), "utf8"),
) as Record<"dependencies" | "peerDependencies" | "devDependencies", Record<string, string>> & {
  peerDependenciesMeta: Record<string, { optional: boolean }>;
};

/** What every program loads. */
const CORE = Object.keys(dependencies).filter((name) => name.startsWith("@pulumi/"));

/** SDKs that a target says it needs. */
const sdksOf = (target: string): readonly string[] =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by its name
  (require(`../../../components/targets/${target}/pins`) as { sdks: readonly string[] }).sdks;

/** Every package that a plan of a program loads. */
async function loadedBy(program: string): Promise<string[]> {
  const script = path.join(__dirname, "loaded-packages.ts");
  const { stdout, stderr } = await runNode(["--import", "tsx", script, program], { cwd: root });
  assert.equal(stderr, "");
  return JSON.parse(stdout) as string[];
}

describe("a program", () => {
  it("has a core of three packages beneath it", () => {
    assert.deepEqual(CORE.sort(), ["@pulumi/kubernetes", "@pulumi/pulumi", "@pulumi/random"]);
  });

  for (const target of targetNames()) {
    it(`of ${target} loads the core and the SDKs of its target: ${sdksOf(target).join(", ") || "none"}`, async () => {
      const loaded = (await loadedBy(target)).filter((name) => name.startsWith("@pulumi/"));
      assert.deepEqual(loaded, [...CORE, ...sdksOf(target)].sort());
    });
  }

  it("is planned without TypeScript and npm's resolver, which the SDK needs only to serialize functions", async () => {
    const loaded = await loadedBy("existing");
    assert.ok(loaded.includes("@pulumi/pulumi"));
    assert.deepEqual(
      loaded.filter((name) => ["typescript", "@npmcli/arborist"].includes(name)),
      [],
    );
  });

  it("can serialize functions when it is planned", async () => {
    const project = projectOnDisk(
      {
        "Pulumi.yaml": "name: serial\nruntime: nodejs\n",
        "index.js": `const pulumi = require("@pulumi/pulumi");
exports.text = pulumi.runtime.serializeFunction(() => "from the function").then(({ text }) => text);
`,
      },
      ["@pulumi/pulumi"],
    );
    try {
      const { stdout, stderr } = await runCli(["plan", "--json"], { cwd: project.dir });
      assert.equal(stderr, "");
      const { outputs } = JSON.parse(stdout) as { outputs: { values: { text: string } } };
      assert.match(outputs.values.text, /from the function/);
    } finally {
      project.remove();
    }
  });
});

describe("the SDKs that targets need", () => {
  const needed = [...new Set(targetNames().flatMap(sdksOf))].sort();

  it("are the package's peers, all of them optional", () => {
    assert.deepEqual(Object.keys(peerDependencies).sort(), needed);
    assert.deepEqual(peerDependenciesMeta, Object.fromEntries(needed.map((name) => [name, { optional: true }])));
  });

  it("are tested in the versions that the peers ask for", () => {
    for (const name of needed) assert.equal(devDependencies[name], peerDependencies[name], name);
  });

  it("are none for a cluster that exists", () => {
    assert.deepEqual(sdksOf("existing"), []);
  });
});
