import { execFile } from "node:child_process";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { toolchainCache } from "../toolchain/cache";
import { locked } from "../toolchain/lock";
import type { Recipe } from "../toolchain/recipe";

const pins = join(__dirname, "newest");

/** The folder node_modules with the packages that newest/package.json pins. It is made on first use, in half a minute. */
export async function newestPackages(): Promise<string> {
  const cache = toolchainCache();
  const lock = await readFile(join(pins, "package-lock.json"), "utf8");
  const recipe: Recipe = {
    name: "newest-packages",
    version: "of npm",
    files: ["node_modules"],
    key: () => lock,
    async make(target) {
      for (const file of ["package.json", "package-lock.json"]) await copyFile(join(pins, file), join(target, file));
      // An install script would download a plugin.
      const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
      await promisify(execFile)("npm", ["ci", ...flags], { cwd: target });
    },
  };
  const waiting = () => void process.stderr.write("newest packages: another process is installing; waiting for it\n");
  await locked(`${cache.root} newest`, waiting, async () => {
    if (!(await cache.has(recipe))) await cache.add(recipe);
  });
  return join(cache.folder(recipe), "node_modules");
}
