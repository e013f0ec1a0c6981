import { createHash } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { buildSync } from "esbuild";
import type { Toolchain } from "../toolchain";

/** A provider plugin as `plugins.providers` of a Pulumi project names it. */
export interface ProviderPlugin {
  /** The package's name, such as `kubernetes`. */
  readonly name: string;
  /** The folder with the program `pulumi-resource-<name>`. */
  readonly path: string;
}

/** The Kubernetes provider. */
export const kubernetesPlugin = ({ kubernetesProvider }: Toolchain): ProviderPlugin => ({
  name: "kubernetes",
  path: kubernetesProvider,
});

/** Programs are kept by what is in them, so several test processes can share the folder. */
const CACHE = resolve(__dirname, "../../../node_modules/.cache/mlplatform-providers");
const bundles = new Map<string, string>();

/**
 * Bundled into one file a provider starts in 0.2 s; through tsx it takes 1 s, in every run of the engine. Without a source
 * map, because Node reads it at each start, which takes as long again. Pulumi's SDK loads typescript only for what a
 * stand-in never does.
 */
function bundle(entry: string): string {
  const known = bundles.get(entry);
  if (known !== undefined) return known;
  const built = buildSync({
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    target: "node20",
    external: ["typescript"],
    logLevel: "error",
    write: false,
  });
  const code = built.outputFiles[0]?.text ?? "";
  bundles.set(entry, code);
  return code;
}

/** Text as one word of the shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Writes the program of a stand-in and returns where it is. `env` holds its settings, which must be no secrets. */
export function standInPlugin(name: string, entry: string, env: Record<string, string>): ProviderPlugin {
  const program = bundle(entry);
  const settings = Object.entries(env).map(([key, value]) => `export ${key}=${quoted(value)}\n`);
  const launch = (script: string) =>
    `#!/bin/sh\n${settings.join("")}exec ${quoted(process.execPath)} ${quoted(script)} "$@"\n`;
  const digest = createHash("sha256").update(program).update(launch("")).digest("hex").slice(0, 16);
  const folder = join(CACHE, `${name}-${digest}`);
  const script = join(folder, "provider.js");
  writeWhole(script, program, 0o644);
  writeWhole(join(folder, `pulumi-resource-${name}`), launch(script), 0o755);
  return { name, path: folder };
}

/** Another process may be reading the file or writing the same. */
function writeWhole(path: string, content: string, mode: number): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  try {
    writeFileSync(temporary, content, { mode });
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}
