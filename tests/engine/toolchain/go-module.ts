import { once } from "node:events";
import { readFileSync } from "node:fs";
import { rename } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Recipe } from "./recipe";
import { Watchdog } from "./watchdog";

/**
 * Main packages of a Go module, pinned by `<folder>/go.mod` and go.sum and built from the module proxy.
 * @param packages path below the module, and the file it becomes
 * @param variables string variables set at link time, for programs that do not know their version otherwise
 */
export function goModule(
  folder: string,
  module: string,
  packages: Record<string, string>,
  variables: (version: string) => Record<string, string> = () => ({}),
): Recipe {
  const directory = join(__dirname, folder);
  const pins = ["go.mod", "go.sum"].map((file) => readFileSync(join(directory, file), "utf8"));
  const version = versionOf(module, pins.join("\n"));
  const paths = Object.keys(packages).map((path) => module + path);
  const linked = Object.entries(variables(version)).map(([name, value]) => `-X ${name}=${value}`);
  const flags = buildFlags(linked);

  return {
    name: folder,
    version,
    files: Object.values(packages),
    key: () => [...pins, ...flags, ...paths].join("\n"),
    async make(target) {
      // All packages at once: what they share is compiled once, and links run side by side.
      await go(["build", ...flags, "-o", `${target}/`, ...paths], directory);
      for (const [path, file] of Object.entries(packages)) {
        await rename(join(target, programName(module + path)), join(target, basename(file)));
      }
    },
  };
}

/** How programs are built: from what go.mod and go.sum pin, with nothing in them that depends on where. */
export const buildFlags = (linked: readonly string[] = []): string[] => [
  "-trimpath",
  "-buildvcs=false",
  "-mod=readonly",
  // No debug information is wanted in the end, so none is compiled: a seventh less time, a fifth less build cache.
  "-gcflags=all=-dwarf=false",
  `-ldflags=${["-s -w", ...linked].join(" ")}`,
];

/** Runs the go command; it dies with this process. */
export async function go(args: string[], cwd: string): Promise<void> {
  const watchdog = new Watchdog();
  // CGO off: no C compiler is needed. The user's GOFLAGS and workspace must not change what is built.
  const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" };
  const child = watchdog.spawn("go", args, { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (errors += text));
  try {
    const [code] = (await once(child, "close")) as [number | null];
    if (code === 0) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const help = "the engine tests build their tools from Go modules: install Go 1.26 or later and put it on PATH";
    throw new Error(help, { cause: error });
  } finally {
    await watchdog.dismiss();
  }
  const told = errors.split("\n").filter((line) => line !== "" && !line.startsWith("go: downloading "));
  throw new Error(`go ${args.join(" ")} failed in ${cwd}:\n${told.slice(-30).join("\n")}`);
}

/** The version of a module that a go.mod requires. */
export function versionOf(module: string, goMod: string): string {
  const version = new RegExp(`\\b${module.replaceAll(".", "\\.")} (v\\S+)`).exec(goMod)?.[1];
  if (version === undefined) throw new Error(`go.mod requires no version of ${module}`);
  return version;
}

/** What `go build` calls a program: the last element of its path that is not a major version. */
function programName(path: string): string {
  return basename(path.replace(/\/v\d+$/, ""));
}
