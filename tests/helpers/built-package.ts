import { build } from "esbuild";
import { cp, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");

/**
 * Puts a part of the package below `folder`, as the published package has it: `dist` with these folders, translated from the sources as they
 * are now, and these files beside it.
 */
export async function builtPackage(
  folder: string,
  { folders, files }: { folders: readonly string[]; files: readonly string[] },
): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: (await Promise.all(folders.map(sources))).flat(),
    outbase: root,
    outdir: join(folder, "dist"),
    // File by file: the targets are found by listing their folder.
    bundle: false,
    format: "cjs",
    platform: "node",
    target: "node20",
    sourcemap: "inline",
    sourcesContent: false,
    logLevel: "error",
  });
  for (const file of ["package.json", ...files]) await cp(join(root, file), join(folder, file));
}

async function sources(folder: string): Promise<string[]> {
  const files = await readdir(join(root, folder), { recursive: true });
  return files.filter((file) => file.endsWith(".ts")).map((file) => join(folder, file));
}
