import { createHash } from "node:crypto";
import { access, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { Recipe } from "./recipe";

/**
 * The folder in which built tools are kept. Each recipe has a folder named after everything that decides its content, so
 * checkouts with other versions can share the cache and a fresh checkout builds nothing that was built before.
 */
export class Cache {
  constructor(readonly root: string) {}

  /** Where the recipe's files are, or will be. */
  folder(recipe: Recipe): string {
    return join(this.root, `${recipe.name}-${digest(recipe)}`);
  }

  /** Whether the recipe's files are there. */
  async has(recipe: Recipe): Promise<boolean> {
    const files = recipe.files.map((file) => access(join(this.folder(recipe), file)));
    return (await Promise.allSettled(files)).every(({ status }) => status === "fulfilled");
  }

  /** Removes what interrupted builds of these recipes left. Call it only while you hold their lock: others may be building. */
  async sweep(recipes: readonly Recipe[]): Promise<void> {
    await mkdir(this.root, { recursive: true });
    const isOurs = (name: string) => recipes.some((recipe) => name.startsWith(`making-${recipe.name}-`));
    const left = (await readdir(this.root)).filter(isOurs);
    await Promise.all(left.map((name) => rm(join(this.root, name), { recursive: true, force: true })));
  }

  /** Makes the files in another folder and renames it when it is complete: no half-written file is ever run. */
  async add(recipe: Recipe): Promise<void> {
    await mkdir(this.root, { recursive: true });
    const making = await mkdtemp(join(this.root, `making-${recipe.name}-`));
    const [made, complete] = [join(making, "made"), join(making, "complete")];
    try {
      await mkdir(made);
      await recipe.make(made);
      for (const file of recipe.files) {
        await mkdir(dirname(join(complete, file)), { recursive: true });
        await rename(join(made, basename(file)), join(complete, file));
      }
      await rm(this.folder(recipe), { recursive: true, force: true });
      await rename(complete, this.folder(recipe));
    } finally {
      await rm(making, { recursive: true, force: true });
    }
  }
}

function digest(recipe: Recipe): string {
  const key = `${process.platform} ${process.arch}\n${recipe.key()}`;
  return createHash("sha256").update(key).digest("hex").slice(0, 16);
}

/** The machine's cache. It is outside of the checkout, so that every checkout uses the same tools. */
export function toolchainCache(): Cache {
  const { MLPLATFORM_TOOLCHAIN: chosen, XDG_CACHE_HOME: caches } = process.env;
  return new Cache(resolve(chosen || join(caches || join(homedir(), ".cache"), "mlplatform-toolchain")));
}
