import { buildSync } from "esbuild";
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");

/** A folder with a program in JavaScript, and a Pulumi.yaml. */
export type ProgramFolder = string;

/**
 * Strips the types off the programs of this repository, into `dist/` beside the built package, as a program stands that
 * uses the published one: so no compiler is measured.
 */
export function builtPrograms(): ProgramFolder {
  const from = join(root, "programs");
  const files = readdirSync(from, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const outdir = join(root, "dist/programs");
  buildSync({
    entryPoints: files.map((file) => join(from, file)),
    outdir,
    outbase: from,
    format: "cjs",
    platform: "node",
  });
  return withProject(outdir, "mlplatform", "index.js");
}

/** The same for a flat program; what it takes from the package, such as policies, is copied in. */
export function builtFlatProgram(name: string): ProgramFolder {
  const outdir = join(root, "dist/flat", name);
  const entryPoints = [join(root, `tests/bench/flat/${name}.ts`)];
  buildSync({ entryPoints, outdir, format: "cjs", platform: "node", bundle: true, packages: "external" });
  return withProject(outdir, "flat", `${name}.js`);
}

function withProject(folder: string, name: string, main: string): ProgramFolder {
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, "programs/stacks"), join(folder, "stacks"), { recursive: true }); // config names files there
  const runtime = "runtime:\n  name: nodejs\n  options:\n    typescript: false\n";
  writeFileSync(join(folder, "Pulumi.yaml"), `name: ${name}\n${runtime}main: ${main}\n`);
  return folder;
}
