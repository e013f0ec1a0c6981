import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod, copyFile, mkdir, readdir, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import type { Recipe } from "./recipe";

const run = promisify(execFile);

/**
 * Files out of Debian packages, which are downloaded and unpacked, and never installed. The version is what the machine's release
 * has: it changes with each security update, and older ones are taken off the mirrors.
 * @param entries by path in the packages, the file it becomes; the last parts of the files differ
 */
export function debianPackages(
  name: string,
  packages: readonly string[],
  entries: Readonly<Record<string, string>>,
): Recipe {
  const release = releaseName();
  return {
    name,
    version: `of Debian ${release}`,
    files: Object.values(entries),
    key: () => [release, ...packages, ...Object.entries(entries).flat()].join("\n"),
    async make(target) {
      const unpacked = await unpackPackages(target, packages);
      for (const [entry, file] of Object.entries(entries)) {
        const path = join(target, basename(file));
        await copyFile(join(unpacked, entry), path);
        await chmod(path, 0o755); // sudo's own mode would give root to everybody who can read the cache
      }
    },
  };
}

/**
 * Programs of Debian packages with everything that they depend on, in the folder `root`. They run with the libraries in it, but with the C
 * library of the machine.
 */
export const debianTree = (name: string, packages: readonly string[]): Recipe => ({
  name,
  version: `of Debian ${releaseName()}`,
  files: ["root"],
  key: () => [releaseName(), LEFT_OUT.source, ...packages].join("\n"),
  async make(target) {
    await rename(await unpackPackages(target, packages, { withDependencies: true }), join(target, "root"));
  },
});

/** Downloads and unpacks packages, and returns the folder. */
async function unpackPackages(
  target: string,
  packages: readonly string[],
  { withDependencies = false } = {},
): Promise<string> {
  const [state, cache, unpacked] = [join(target, "state"), join(target, "cache"), join(target, "unpacked")];
  const folders = [`${state}/lists/partial`, `${cache}/archives/partial`, unpacked];
  await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })));
  // Lists of its own: the machine's may be old or missing, and to renew them takes root.
  const settings = [`Dir::State=${state}`, `Dir::Cache=${cache}`, "APT::Sandbox::User=", "Acquire::Languages=none"];
  const options = settings.flatMap((setting) => ["-o", setting]);
  await run("apt-get", ["-qq", ...options, "update"]);
  const all = withDependencies ? await dependenciesOf(packages, options) : packages;
  await run("apt-get", ["-qq", ...options, "download", ...all], { cwd: cache });
  for (const file of await readdir(cache)) {
    if (file.endsWith(".deb")) await run("dpkg", ["-x", join(cache, file), unpacked]);
  }
  return unpacked;
}

/** Packages and what they depend on. */
async function dependenciesOf(packages: readonly string[], options: readonly string[]): Promise<string[]> {
  const left = ["recommends", "suggests", "conflicts", "breaks", "replaces", "enhances"].map((kind) => `--no-${kind}`);
  const { stdout } = await run("apt-cache", [...options, "depends", "--recurse", ...left, ...packages]);
  const names = stdout.split("\n").filter((line) => /^[a-z0-9]/.test(line));
  return [...new Set(names)].filter((name) => !LEFT_OUT.test(name));
}

/** What programs get from the machine, and what only graphics cards need. */
const LEFT_OUT = /^(libc6|libc-bin|libgcc-s1|gcc-.*|dpkg|perl.*|debconf.*|libllvm.*|libgl1-mesa-dri|mesa-.*)$/;

/** Such as `bookworm`: programs of one release do not run with the libraries of another. */
function releaseName(): string {
  try {
    return /^VERSION_CODENAME=(.*)$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "unknown";
  } catch {
    return "unknown";
  }
}
