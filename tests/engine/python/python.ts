import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { toolchainCache } from "../toolchain/cache";
import { locked } from "../toolchain/lock";
import type { Recipe } from "../toolchain/recipe";

const run = promisify(execFile);

/** The Python that runs programs. It has the packages of requirements.txt and is made on first use, in half a minute. */
export async function python(): Promise<string> {
  const cache = toolchainCache();
  const recipe = await pythonEnvironment("python", join(__dirname, "requirements.txt"));
  const waiting = () => void process.stderr.write("python: another process is installing; waiting for it\n");
  await locked(`${cache.root} python`, waiting, async () => {
    if (!(await cache.has(recipe))) await cache.add(recipe);
  });
  return join(cache.folder(recipe), "venv", "bin", "python");
}

/** A virtual environment, `venv`, with the packages of a file that pins each one that is needed. */
export async function pythonEnvironment(name: string, requirements: string): Promise<Recipe> {
  const pins = readFileSync(requirements, "utf8");
  const version = (await run("python3", ["--version"])).stdout.trim();
  return {
    name,
    version,
    files: ["venv"],
    key: () => [version, pins].join("\n"),
    async make(target) {
      const folder = join(target, "venv");
      await run("python3", ["-m", "venv", folder]);
      // Only the pinned requirements: pip must not add the newest version of anything.
      const install = ["-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"];
      await run(join(folder, "bin", "python"), [...install, "--requirement", requirements]);
    },
  };
}
