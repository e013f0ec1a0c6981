import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve, sep } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The repository's root. */
export const root = resolve(__dirname, "../../..");

/** The package as npm would publish it, installed in a project that stands elsewhere. */
export interface Packed {
  /** Paths in the package, sorted. */
  readonly files: readonly string[];
  /** Size of the tarball. */
  readonly bytes: number;
  /** The copy of the repository in which the package was built, `dist` included. */
  readonly source: string;
  /** The project that has it in its node_modules. */
  readonly consumer: string;
  /** Adds packages to that project, as a further `npm install` does. */
  install(names: readonly string[]): void;
  /** Makes another project that has the package, and installs what a folder `node_modules` has rather than what this repository has. */
  consumerWith(modules: string): Promise<string>;
  /** Removes packages from it, as `npm uninstall` does. */
  uninstall(names: readonly string[]): void;
  remove(): void;
}

const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  dependencies: Readonly<Record<string, string>>;
};

/** What a user's `npm install pulumi-mlplatform @types/node` brings; linked, not copied. */
const INSTALLED = [...Object.keys(dependencies), "@types/node", "undici-types"];

/** Not needed to build the package; dependencies are linked. */
const NOT_COPIED = [".git", "dist", "node_modules", "tests"];

/**
 * Packs the package, which builds it, and unpacks it into the node_modules of a project without any other file. It is built
 * in a copy of the repository: a build removes `dist`, which another test or a user may be using.
 */
export async function packed(): Promise<Packed> {
  const folder = mkdtempSync(join(tmpdir(), "mlplatform-packed-"));
  const [source, consumer] = [join(folder, "source"), join(folder, "consumer")];
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const isCopied = (path: string): boolean => !NOT_COPIED.includes(relative(root, path).split(sep)[0] ?? "");
    await cp(root, source, { recursive: true, filter: isCopied });
    symlinkSync(join(root, "node_modules"), join(source, "node_modules"));
    const home = join(consumer, "node_modules/pulumi-mlplatform");
    mkdirSync(home, { recursive: true });
    await run("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: source });
    const [tarball = ""] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
    const { stdout } = await run("tar", ["-xzvf", join(folder, tarball), "-C", home, "--strip-components=1"]);
    const install = (names: readonly string[]): void => {
      link(join(root, "node_modules"), names, consumer);
    };
    const consumerWith = async (modules: string): Promise<string> => {
      const other = mkdtempSync(join(folder, "consumer-"));
      await cp(home, join(other, "node_modules/pulumi-mlplatform"), { recursive: true });
      const isThere = (name: string): boolean => existsSync(join(modules, name));
      link(modules, INSTALLED.filter(isThere), other);
      link(
        join(root, "node_modules"),
        INSTALLED.filter((name) => !isThere(name)),
        other,
      );
      return other;
    };
    const uninstall = (names: readonly string[]): void => {
      for (const name of names) rmSync(join(consumer, "node_modules", name));
    };
    install(INSTALLED);
    const files = stdout.trim().split("\n");
    return {
      files: files.map((file) => file.replace(/^package\//, "")).sort(),
      bytes: statSync(join(folder, tarball)).size,
      source,
      consumer,
      install,
      consumerWith,
      uninstall,
      remove,
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Links packages out of a folder `node_modules` into that of a project. */
function link(modules: string, names: readonly string[], project: string): void {
  for (const name of names) {
    mkdirSync(resolve(project, "node_modules", name, ".."), { recursive: true });
    symlinkSync(join(modules, name), join(project, "node_modules", name));
  }
}
