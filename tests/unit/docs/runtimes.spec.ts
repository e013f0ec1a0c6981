import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { commonNeeds } from "../../../cli/doctor/common-needs";
import manifest from "../../../package.json";
import lock from "../../../package-lock.json";
import template from "../../../template/package.json";
import newest from "../../engine/package/newest/package.json";
import { NODE_VERSIONS } from "../../engine/toolchain/nodes";
import { textOf } from "./pages";

const RANGES = manifest.engines.node.split(" || ");
const majorOf = (version: string): string => version.split(".")[0] ?? "";

/** What the tests run on: the version of `.nvmrc`, and those that they install. */
const NODES = [readFileSync(".nvmrc", "utf8").trim(), ...NODE_VERSIONS].sort((a, b) =>
  a.localeCompare(b, "en", { numeric: true }),
);

/** The version that is installed in this repository, with which all tests run. */
const installed = (name: string): string | undefined =>
  (lock.packages as Readonly<Record<string, { version?: string }>>)[`node_modules/${name}`]?.version;

/** The cells of a table's rows by the first two. */
const rows = [...textOf("docs/versions.md").matchAll(/^\| (.+?) +\| (.+?) +\| (.+?) +\|$/gm)].map(
  ([, ...cells]) => cells,
);

const testedWith = (what: string, range: string): string | undefined =>
  rows.find(([name, text]) => name === what && text === range)?.[2];

describe("the versions of Node and of packages that we promise", () => {
  for (const range of RANGES) {
    it(`tries the lowest Node of ${range}, and names what is tried`, () => {
      assert.match(range, /^\^\d+\.\d+\.\d+$/);
      const lowest = range.slice(1);
      const tried = NODES.filter((version) => majorOf(version) === majorOf(lowest));
      assert.equal(tried[0], lowest);
      assert.equal(testedWith("Node", `${majorOf(lowest)} from ${lowest}`), tried.join(", "));
    });
  }

  it("tries no Node outside them", () => {
    const promised = RANGES.map((range) => majorOf(range.slice(1)));
    assert.deepEqual([...new Set(NODES.map(majorOf))], promised);
  });

  it("lets doctor refuse a Node below them", () => {
    const node = commonNeeds().find(({ name }) => name === "Node.js");
    assert.equal(node?.tool?.minimum, RANGES[0]?.slice(1));
  });

  for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })) {
    it(`tries the lowest ${name} of ${range}`, () => {
      assert.equal(`^${installed(name) ?? ""}`, range);
    });
  }

  for (const [name, version] of Object.entries(newest.dependencies).filter(([each]) => each.startsWith("@pulumi/"))) {
    it(`names what is tried of ${name}`, () => {
      const range = (manifest.dependencies as Readonly<Record<string, string>>)[name] ?? "";
      assert.equal(majorOf(version), majorOf(range.slice(1)));
      const tried = [...new Set([range.slice(1), version])].join(", ");
      assert.equal(testedWith(`\`${name}\``, range), tried);
    });
  }

  it("keeps TypeScript of new projects below 7, and names what is tried of it", () => {
    const range = template.devDependencies.typescript;
    assert.equal(range, `^${installed("typescript") ?? ""}`);
    assert.ok(Number(majorOf(range.slice(1))) < 7, range);
    const next = newest.dependencies["typescript-7"].replace("npm:typescript@", "");
    const tried = `${range.slice(1)}; ${next} checks types, and cannot run programs`;
    assert.equal(testedWith("TypeScript", `${range} in new projects`), tried);
  });
});
