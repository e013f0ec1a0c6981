import { existsSync, readFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { postponeModules } from "../../recorder";
import { UserError } from "../user-error";
import type { Project } from "./project";

interface PackageJson {
  readonly type?: string;
  readonly main?: string;
  readonly exports?: unknown;
}

/**
 * Runs the program of a project as `pulumi up` does: from the entry that `main` or package.json names (@pulumi/pulumi
 * 3.248, cmd/run/run.js). The caller sets the working directory to the program's folder. Types are removed, not checked.
 */
export async function runProgram(project: Project): Promise<unknown> {
  forget(project.programDir);
  const entry = programEntry(project);
  postponeModules(createRequire(entry)); // its copy of the SDK may be another one than that of this command
  const isModule = nearestManifest(project.programDir).content.type === "module";
  if (/\.[mc]?ts$/.test(entry)) await loadTypeScript(project, entry, isModule);

  const exported: unknown = isModule ? await importModule(entry) : createRequire(entry)(entry);
  return typeof exported === "function" ? await (exported as () => unknown)() : exported;
}

/** A program runs when it is loaded, so it must not be in the cache of modules. */
function forget(programDir: string): void {
  const own = Object.keys(require.cache).filter((file) => file.startsWith(programDir + path.sep));
  for (const file of own) {
    if (!file.includes(`${path.sep}node_modules${path.sep}`)) Reflect.deleteProperty(require.cache, file);
  }
}

/** A default export is the whole program. */
async function importModule(entry: string): Promise<unknown> {
  const exported = (await import(pathToFileURL(entry).href)) as Record<string, unknown>;
  return "default" in exported ? exported["default"] : exported;
}

interface Manifest {
  readonly dir: string;
  readonly content: PackageJson;
}

function nearestManifest(from: string): Manifest {
  for (let dir = from; ; dir = path.dirname(dir)) {
    const file = path.join(dir, "package.json");
    if (existsSync(file)) return { dir, content: JSON.parse(readFileSync(file, "utf8")) as PackageJson };
    if (dir === path.dirname(dir)) return { dir: from, content: {} };
  }
}

/** The file to run: in a folder, the one that package.json names, else the index. */
export function programEntry({ programDir, entry, file }: Project): string {
  if (entry !== ".") return path.join(programDir, entry);
  const { dir, content } = nearestManifest(programDir);
  const named = mainExport(content.exports) ?? content.main;
  const candidates = [
    ...(named === undefined ? [] : [path.join(dir, named)]),
    ...["index.js", "index.ts", "index.mjs", "index.mts"].map((index) => path.join(programDir, index)),
  ];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;
  throw new UserError(`No program in ${programDir}: ${file} names no main, and there is no index.ts or index.js.`);
}

function mainExport(exports: unknown): string | undefined {
  if (typeof exports === "string") return exports;
  const main = (exports as Record<string, unknown> | undefined)?.["."];
  if (typeof main === "string") return main;
  const { default: preset, require: required, import: imported } = (main ?? {}) as Record<string, string | undefined>;
  return preset ?? required ?? imported;
}

/**
 * Loads TypeScript with the loader that this command was started with, else with the project's own, else with Node. Of the
 * project's own, tsx comes first: it keeps what it has compiled, and ts-node compiles everything again in each run.
 */
async function loadTypeScript(project: Project, entry: string, isModule: boolean): Promise<void> {
  const { extensions } = require as unknown as { extensions: Readonly<Record<string, { name: string } | undefined>> };
  const loader = extensions[".ts"];
  if (loader !== undefined && loader.name !== REMOVES_TYPES) return;

  const own = createRequire(entry);
  if (project.runtime.typescript) refuseCompilerWithoutApi(own);
  const tsx = resolved(own, isModule ? "tsx" : "tsx/cjs/api");
  const tsNode = isModule ? undefined : resolved(own, "ts-node");
  if (tsx !== undefined && isModule)
    await import(pathToFileURL(tsx).href); // what `node --import tsx` does
  else if (tsx !== undefined) withoutInstalledPackages(() => (own(tsx) as { register: () => void }).register());
  else if (tsNode !== undefined && resolved(own, "typescript") !== undefined)
    registerTsNode(own(tsNode) as TsNode, project);
  else if (!stripsTypes()) {
    const shownAs = path.relative(project.dir, entry);
    throw new UserError(`${shownAs} is TypeScript, and no loader for it is installed. Install one: npm install -D tsx`);
  }
}

/** The loader of CommonJS: what tsx replaces (tsx 4.23). */
const commonJs = Module as unknown as {
  _extensions: Record<string, (module: NodeJS.Module, file: string) => void>;
  _resolveFilename: (request: string, parent: NodeJS.Module | undefined, ...rest: unknown[]) => string;
};

/**
 * Registers a loader of TypeScript that leaves the JavaScript of installed packages to Node. To look at each of their files would take
 * an eighth of the time of a plan.
 */
function withoutInstalledPackages(register: () => void): void {
  const { _resolveFilename: resolve, _extensions: before } = commonJs;
  const load = before[".js"];
  register();
  const { _resolveFilename: resolveAny, _extensions: after } = commonJs;
  const loadAny = after[".js"];
  if (load === undefined || loadAny === undefined) return;
  commonJs._resolveFilename = (request, parent, ...rest) => {
    if (!isInstalled(parent?.filename)) return resolveAny(request, parent, ...rest);
    try {
      return resolve(request, parent, ...rest);
    } catch {
      return resolveAny(request, parent, ...rest); // TypeScript in an installed package
    }
  };
  after[".js"] = (module, file) => {
    if (isInstalled(file)) load(module, file);
    else loadAny(module, file);
  };
}

const isInstalled = (file: string | null | undefined): boolean =>
  file?.includes(`${path.sep}node_modules${path.sep}`) === true;

/** Pulumi runs programs by the compiler's API, also where the plan would not need it (@pulumi/pulumi 3.276, peer `typescript` below 7). */
function refuseCompilerWithoutApi(own: NodeJS.Require): void {
  const manifest = resolved(own, "typescript/package.json");
  if (manifest === undefined) return;
  const { version = "" } = own(manifest) as { version?: string };
  if (Number(version.split(".")[0]) < 7) return;
  throw new UserError(
    `TypeScript ${version} has no compiler API, which Pulumi needs to run this program. Install an older one: npm install -D typescript@5`,
  );
}

/** Node 24.0 lists its own loader, too (lib/internal/modules/cjs/loader.js); later versions do not. */
const REMOVES_TYPES = "loadTS";

/** Node removes types since 22.18. That is enough for a program without enums and `export =`. */
const stripsTypes = (): boolean => Boolean((process.features as { typescript?: unknown }).typescript);

interface TsNode {
  register(options: object): void;
}

function registerTsNode(tsNode: TsNode, { programDir, runtime }: Project): void {
  const config = path.resolve(programDir, runtime.tsconfig ?? "tsconfig.json");
  tsNode.register({
    transpileOnly: true,
    cwd: programDir,
    project: config,
    skipProject: !existsSync(config),
    compilerOptions: { target: "ES2022", module: "nodenext", moduleResolution: "nodenext", sourceMap: true },
  });
}

function resolved(from: NodeJS.Require, name: string): string | undefined {
  try {
    return from.resolve(name);
  } catch {
    return undefined;
  }
}
