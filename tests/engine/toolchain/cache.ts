import { createHash } from "node:crypto";
import { access, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Recipe } from "./recipe";

/** The folder the tools are kept in, and what was built into it. */
export class Cache {
  constructor(readonly root: string) {}

  /** True when the files are there and were made with the recipe's present key. */
  async has(recipe: Recipe): Promise<boolean> {
    try {
      if ((await readFile(this.#stamp(recipe), "utf8")) !== digest(recipe)) return false;
      await Promise.all(recipe.files.map((file) => access(join(this.root, file))));
      return true;
    } catch {
      return false;
    }
  }

  /** Removes what interrupted builds left. Only for who holds the lock. */
  async sweep(): Promise<void> {
    await mkdir(this.root, { recursive: true });
    const left = (await readdir(this.root)).filter((name) => name.startsWith("making-"));
    await Promise.all(left.map((name) => rm(join(this.root, name), { recursive: true, force: true })));
  }

  /** Makes the files aside and moves them into place when they are whole, so that no half-written file is ever run. */
  async add(recipe: Recipe): Promise<void> {
    await mkdir(join(this.root, "stamps"), { recursive: true });
    await rm(this.#stamp(recipe), { force: true });
    const aside = await mkdtemp(join(this.root, `making-${recipe.name}-`));
    try {
      await recipe.make(aside);
      for (const file of recipe.files) {
        await mkdir(dirname(join(this.root, file)), { recursive: true });
        await rename(join(aside, basename(file)), join(this.root, file));
      }
      const stamp = join(aside, "stamp");
      await writeFile(stamp, digest(recipe));
      await rename(stamp, this.#stamp(recipe));
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  }

  #stamp(recipe: Recipe): string {
    return join(this.root, "stamps", recipe.name);
  }
}

function digest(recipe: Recipe): string {
  return createHash("sha256").update(`${process.platform} ${process.arch}\n${recipe.key()}`).digest("hex");
}
