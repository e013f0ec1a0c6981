import { toolchainCache } from "../../engine/toolchain/cache";
import { locked } from "../../engine/toolchain/lock";
import type { Recipe } from "../../engine/toolchain/recipe";
import { inCi } from "../contracts-dir";

/**
 * The folder with what a recipe makes out of packages. It is made once for each machine. Outside of CI, tests must pass without
 * Python and without a network: there, the suite that asks is skipped, and the reason is printed.
 */
export async function fromPackage(recipe: Recipe | (() => Promise<Recipe>), suite: Mocha.Context): Promise<string> {
  try {
    return await made(typeof recipe === "function" ? await recipe() : recipe);
  } catch (error) {
    if (inCi(process.env)) throw error;
    // The last line is what pip or the shell says.
    const reason = String(error instanceof Error ? error.message : error)
      .trim()
      .split("\n")
      .at(-1);
    console.warn(`contract tests of the clouds' APIs skipped: a Python package cannot be had. ${reason ?? ""}`);
    return suite.skip();
  }
}

async function made(recipe: Recipe): Promise<string> {
  const cache = toolchainCache();
  const waiting = () => void process.stderr.write(`${recipe.name}: another process is downloading; waiting for it\n`);
  await locked(`${cache.root} ${recipe.name}`, waiting, async () => {
    if (await cache.has(recipe)) return;
    await cache.sweep([recipe]);
    await cache.add(recipe);
  });
  return cache.folder(recipe);
}
