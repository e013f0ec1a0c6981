import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { buildFlags, go, versionOf } from "./go-module";
import type { Recipe } from "./recipe";

/**
 * A program of our own: the Go files of a folder, on a Go module that its go.mod and go.sum pin.
 * @param module the module that it is about, whose version it is called by
 */
export function goProgram(folder: string, module: string, file: string): Recipe {
  const directory = join(__dirname, folder);
  const written = readdirSync(directory).filter((name) => name.endsWith(".go"));
  const sources = ["go.mod", "go.sum", ...written.sort()].map((name) => readFileSync(join(directory, name), "utf8"));
  const flags = buildFlags();
  return {
    name: folder,
    version: versionOf(module, sources.join("\n")),
    files: [file],
    key: () => [...sources, ...flags].join("\n"),
    make: (target) => go(["build", ...flags, "-o", join(target, basename(file)), "."], directory),
  };
}
