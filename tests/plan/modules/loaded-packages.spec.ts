import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { targetNames } from "../../../components/targets/target";
import { runNode } from "../cli/run-cli";

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

describe("the program of a target", () => {
  it("has a core of two packages beneath it", () => {
    assert.deepEqual(CORE.sort(), ["@pulumi/kubernetes", "@pulumi/pulumi"]);
  });

  for (const target of targetNames()) {
    it(`loads the core and what ${target} says it needs: ${sdksOf(target).join(", ") || "nothing more"}`, async () => {
      const script = path.join(__dirname, "loaded-packages.ts");
      const { stdout, stderr } = await runNode(["--import", "tsx", script, target], { cwd: root });
      assert.equal(stderr, "");
      assert.deepEqual(JSON.parse(stdout), [...CORE, ...sdksOf(target)].sort());
    });
  }
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
