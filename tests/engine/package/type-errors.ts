import { writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import ts from "typescript";
import { root, type Packed } from "./packed";

const NODE_MODULES = join(root, "node_modules") + sep;

/** How a user's project resolves modules; Pulumi's own templates do it the old way. */
export const RESOLUTIONS = [
  [ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext],
  [ts.ModuleKind.CommonJS, ts.ModuleResolutionKind.Node10],
] as const;

/**
 * What the compiler says of a program in a project that has the package, and, where asked, of every declaration that it
 * reaches, Pulumi's among them, which takes ten times as long.
 */
export function typeErrors(
  { consumer }: Packed,
  program: string,
  [module, moduleResolution]: (typeof RESOLUTIONS)[number],
  { declarations = false } = {},
): string[] {
  const file = join(consumer, "index.ts");
  writeFileSync(file, program);
  const options: ts.CompilerOptions = {
    module,
    moduleResolution,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    skipLibCheck: !declarations,
    noEmit: true,
    types: ["node"],
    typeRoots: [join(consumer, "node_modules/@types")],
  };
  return ts
    .getPreEmitDiagnostics(ts.createProgram([file], options, hostOf(options)))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

const hosts = new Map<ts.ModuleKind | undefined, ts.CompilerHost>();

/** The compiler's access to files. It parses what is in node_modules once for all programs with the same modules. */
function hostOf(options: ts.CompilerOptions): ts.CompilerHost {
  const known = hosts.get(options.module);
  if (known !== undefined) return known;
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  const parsed = new Map<string, ts.SourceFile | undefined>();
  host.getSourceFile = (file, ...how) => {
    if (!file.startsWith(NODE_MODULES)) return read(file, ...how);
    if (!parsed.has(file)) parsed.set(file, read(file, ...how));
    return parsed.get(file);
  };
  hosts.set(options.module, host);
  return host;
}
