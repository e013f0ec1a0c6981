/** Removes from dist/ the declarations that the exports of the package do not lead to: no consumer can import them. */
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import ts from "typescript";
import { root } from "./generated";

const { exports } = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8")) as {
  exports: Readonly<Record<string, string | { types: string }>>;
};

const reachable = new Set<string>();

function reach(file: string): void {
  if (reachable.has(file)) return;
  reachable.add(file);
  for (const { fileName } of ts.preProcessFile(readFileSync(file, "utf8")).importedFiles) {
    if (fileName.startsWith(".")) reach(declarations(resolve(dirname(file), fileName)));
  }
}

/** The declarations of a module: a file, or the index of a folder. */
const declarations = (module: string): string =>
  statSync(`${module}.d.ts`, { throwIfNoEntry: false }) ? `${module}.d.ts` : resolve(module, "index.d.ts");

for (const entry of Object.values(exports)) {
  if (typeof entry !== "string") reach(resolve(root, entry.types));
}

for (const file of readdirSync(resolve(root, "dist"), { recursive: true, encoding: "utf8" })) {
  const path = resolve(root, "dist", file);
  if (/\.d\.c?ts$/.test(file) && !reachable.has(path)) rmSync(path);
}
