/** Compiles the components again, to modules that are loaded when something of them is used first (docs/decisions/0032-lazy-imports.md). */
import { transformAsync } from "@babel/core";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import ts from "typescript";
import { root } from "./generated";

const { compilerOptions } = ts.readConfigFile(resolve(root, "tsconfig.json"), (file) => readFileSync(file, "utf8"))
  .config as { readonly compilerOptions: object };
const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, root);

/**
 * Whether a module may be loaded late. The SDKs of clouds may not: a component finds out that one is not installed while it
 * loads the file that imports it. Nor may the SDK of Pulumi, which every module uses.
 */
const isLazy = (module: string): boolean =>
  /^\.|^(?:yaml|fastest-levenshtein)$|^@pulumi\/(?:kubernetes|random)\//.test(module);

/** The folder of a target is loaded as a whole, with its cloud's SDK; but not what is known of the cloud without it. */
const isTarget = (file: string): boolean => /^targets\/[^/]+\/(?!operations\.ts$)/.test(file);

async function compile(file: string): Promise<void> {
  const { outputText } = ts.transpileModule(readFileSync(resolve(root, "components", file), "utf8"), {
    compilerOptions: { ...options, module: ts.ModuleKind.ES2022, sourceMap: false, removeComments: true },
    fileName: file,
  });
  const compiled = await transformAsync(outputText, {
    babelrc: false,
    configFile: false,
    sourceType: "module",
    plugins: [["@babel/plugin-transform-modules-commonjs", { lazy: isLazy }]],
  });
  if (!compiled?.code) throw new Error(`nothing was compiled of ${file}`);
  const built = resolve(root, "dist/components", file.replace(/\.ts$/, ".js"));
  writeFileSync(built, file === "index.ts" ? withNames(compiled.code, readFileSync(built, "utf8")) : compiled.code);
}

/**
 * The package's entry with the names of its exports as Node looks for them, without running anything, when an ES module imports
 * it: in a line that the compiler wrote and that is never run here. Node ignores such a name if it sees a getter for it that does
 * more than return a property.
 */
function withNames(lazy: string, eager: string): string {
  const [names] = /^exports\..* = void 0;$/m.exec(eager) ?? [];
  if (names === undefined) throw new Error("the compiler does not name the exports of components/index.ts");
  const unseen = lazy.replaceAll(/^Object(?=\.defineProperty\(exports, "(?!__esModule))/gm, "Reflect");
  return `${unseen}\n0 && (${names.slice(0, -1)});\n`;
}

async function main(): Promise<void> {
  const files = readdirSync(resolve(root, "components"), { recursive: true, encoding: "utf8" });
  await Promise.all(files.filter((file) => file.endsWith(".ts") && !isTarget(file)).map(compile));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
