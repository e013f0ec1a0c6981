import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = path.resolve(__dirname, "../../..");
const { version, bin } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  version: string;
  bin: Record<string, string>;
};

describe("the command", () => {
  it("runs in a clone, where nothing is built", async () => {
    const { stdout } = await run("npm", ["run", "-s", "mlplatform", "--", "--version"], { cwd: root });
    assert.equal(stdout, `${version}\n`);
  });

  it("prints JSON and nothing else there when npm is told to be silent", async () => {
    const { stdout } = await run("npm", ["start", "-s", "--", "existing", "--json"], { cwd: root, maxBuffer: 1 << 24 });
    assert.equal((JSON.parse(stdout) as { program: string }).program, "existing");
  });

  it("has the package's name too, so that npx finds no other package", () => {
    assert.deepEqual(bin, {
      mlplatform: "./dist/cli/mlplatform.js",
      "pulumi-mlplatform": "./dist/cli/mlplatform.js",
    });
  });
});
