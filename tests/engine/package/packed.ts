import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The repository's root. */
export const root = resolve(__dirname, "../../..");

/** The package as npm would publish it, installed in a project that stands elsewhere. */
export interface Packed {
  /** Paths in the package, sorted. */
  readonly files: readonly string[];
  /** The project that has it in its node_modules. */
  readonly consumer: string;
  /** Adds packages to that project, as a further `npm install` does. */
  install(names: readonly string[]): void;
  remove(): void;
}

/** What a user's `npm install pulumi-mlplatform @pulumi/pulumi @pulumi/kubernetes` brings; linked, not copied. */
const INSTALLED = ["@pulumi/pulumi", "@pulumi/kubernetes", "yaml", "@types/node", "undici-types"];

/** Packs the package, which builds it, and unpacks it into the node_modules of a project without any other file. */
export async function packed(): Promise<Packed> {
  const consumer = mkdtempSync(join(tmpdir(), "mlplatform-consumer-"));
  const remove = (): void => rmSync(consumer, { recursive: true, force: true });
  try {
    await run("npm", ["pack", "--silent", "--pack-destination", consumer], { cwd: root });
    const home = join(consumer, "node_modules/pulumi-mlplatform");
    mkdirSync(home, { recursive: true });
    const [tarball = ""] = readdirSync(consumer).filter((file) => file.endsWith(".tgz"));
    const { stdout } = await run("tar", ["-xzvf", join(consumer, tarball), "-C", home, "--strip-components=1"]);
    const install = (names: readonly string[]): void => {
      for (const name of names) {
        mkdirSync(resolve(consumer, "node_modules", name, ".."), { recursive: true });
        symlinkSync(join(root, "node_modules", name), join(consumer, "node_modules", name));
      }
    };
    install(INSTALLED);
    const files = stdout.trim().split("\n");
    return { files: files.map((file) => file.replace(/^package\//, "")).sort(), consumer, install, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
