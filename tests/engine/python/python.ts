import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { Cache } from "../toolchain/cache";
import { locked } from "../toolchain/lock";
import type { Recipe } from "../toolchain/recipe";

const run = promisify(execFile);
const requirements = join(__dirname, "requirements.txt");

/** The Python to run programs with, which has the packages of requirements.txt; made on first use, in half a minute. */
export async function python(): Promise<string> {
  const root = resolve(process.env.MLPLATFORM_TOOLCHAIN ?? resolve(__dirname, "../../../.toolchain"));
  const cache = new Cache(root);
  const recipe = await environment();
  const waiting = () => void process.stderr.write("python: another process is installing; waiting for it\n");
  await locked(`${root} python`, waiting, async () => {
    if (!(await cache.has(recipe))) await cache.add(recipe);
  });
  return join(root, ...recipe.files, "bin", "python");
}

/** A virtual environment named after its pins, so that another one never has to replace it. */
async function environment(): Promise<Recipe> {
  const pins = readFileSync(requirements, "utf8");
  const version = (await run("python3", ["--version"])).stdout.trim();
  const name = createHash("sha256").update(version).update(pins).digest("hex").slice(0, 16);
  return {
    name: "python",
    version,
    files: [`python/${name}`],
    key: () => [version, pins].join("\n"),
    async make(target) {
      const folder = join(target, name);
      await run("python3", ["-m", "venv", folder]);
      // The requirements are the whole of it: nothing may be resolved to what is the newest today.
      const install = ["-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"];
      await run(join(folder, "bin", "python"), [...install, "--requirement", requirements]);
    },
  };
}
