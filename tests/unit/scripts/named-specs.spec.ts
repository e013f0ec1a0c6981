import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

const root = resolve(__dirname, "../../..");

describe("the test files that mocha's configuration selects", () => {
  /** The key `spec` of a configuration when mocha has these arguments. */
  const specOf = (config: string, ...args: string[]): unknown =>
    JSON.parse(
      execFileSync(process.execPath, ["-p", `JSON.stringify(require("./${config}").spec)`, "--", "mocha", ...args], {
        cwd: root,
        encoding: "utf8",
      }),
    );

  for (const config of [".mocharc.cjs", ".mocharc.engine.cjs"]) {
    it(`of ${config} are all of its suite without arguments, and only the named ones with file names`, () => {
      const all = specOf(config) as string[];
      assert.ok(all.length > 1);
      assert.deepEqual(specOf(config, "--grep", "text"), all);
      assert.deepEqual(specOf(config, "tests/unit/cidr.spec.ts"), []);
    });
  }
});
