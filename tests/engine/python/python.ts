import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { toolchainCache } from "../toolchain/cache";
import { locked } from "../toolchain/lock";
import type { Recipe } from "../toolchain/recipe";

const run = promisify(execFile);

/** The Python that runs programs. It has the packages of requirements.txt and is made on first use, in half a minute. */
export function python(): Promise<string> {
  return installedPython("python", join(__dirname, "requirements.txt"));
}

/** A Python with the packages of a file that pins each one that is needed. It is made on first use. */
export async function installedPython(name: string, requirements: string): Promise<string> {
  const cache = toolchainCache();
  const recipe = await pythonEnvironment(name, requirements);
  const waiting = () => void process.stderr.write(`${name}: another process is installing; waiting for it\n`);
  await locked(`${cache.root} ${name}`, waiting, async () => {
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
