import { build } from "esbuild";
import { cp, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { ProviderPlugin } from "../providers/plugin";

const root = resolve(__dirname, "../../..");

/**
 * The plugin as the published package has it: the folder `plugin` beside `dist`, which is translated from the sources
 * as they are now. It goes below `folder`, which has to be inside the repository, so that dependencies are found.
 */
export async function packagedPlugin(folder: string): Promise<ProviderPlugin> {
  await build({
    absWorkingDir: root,
    entryPoints: [...(await sources("components")), ...(await sources("plugin"))],
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
  const given = ["plugin/PulumiPlugin.yaml", "plugin/package.json", "plugin/pulumi-resource-mlplatform"];
  for (const file of ["package.json", "schema.json", ...given]) await cp(join(root, file), join(folder, file));
  return { name: "mlplatform", path: join(folder, "plugin") };
}

async function sources(folder: string): Promise<string[]> {
  const files = await readdir(join(root, folder), { recursive: true });
  return files.filter((file) => file.endsWith(".ts")).map((file) => join(folder, file));
}
