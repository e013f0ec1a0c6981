import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(__dirname, "../../..");

/** A Pulumi project in a temporary folder. */
export interface ProjectOnDisk {
  readonly dir: string;
  remove(): void;
}

/** Writes a project, and links packages that this repository has installed into its node_modules. */
export function projectOnDisk(
  files: Readonly<Record<string, string>>,
  packages: readonly string[] = [],
): ProjectOnDisk {
  const dir = mkdtempSync(path.join(tmpdir(), "mlplatform-project-"));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    writeFileSync(path.join(dir, file), content);
  }
  for (const name of packages) {
    const link = path.join(dir, "node_modules", name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(root, "node_modules", name), link);
  }
  return {
    dir,
    remove: () => {
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
