import { writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import ts from "typescript";
import { root, type Packed } from "./packed";

const NODE_MODULES = join(root, "node_modules") + sep;

/** How a user's project resolves modules; Pulumi's own templates do it the old way. */
export const RESOLUTIONS = [
  [ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext],
  [ts.ModuleKind.Node16, ts.ModuleResolutionKind.Node16],
  [ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
  [ts.ModuleKind.CommonJS, ts.ModuleResolutionKind.Node10],
] as const;

/**
 * What the compiler says of a program in a project that has the package, and, where asked, of every declaration that it
 * reaches, Pulumi's among them, which takes ten times as long.
 */
export function typeErrors(
  { consumer }: Packed,
  program: string,
  resolution: (typeof RESOLUTIONS)[number],
  { declarations = false, name = "index.ts" } = {},
): string[] {
  const file = join(consumer, name);
  writeFileSync(file, program);
  return ts
    .getPreEmitDiagnostics(programOf(consumer, file, resolution, { skipLibCheck: !declarations }))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

/** The declarations of the package that the compiler reads for a program that imports all there is, as paths in the package. */
export function declarationsOf({ consumer }: Packed): string[] {
  const file = join(consumer, "everything.ts");
  writeFileSync(
    file,
    'export * from "pulumi-mlplatform";\nexport * as automation from "pulumi-mlplatform/automation";\n',
  );
  const home = join(consumer, "node_modules/pulumi-mlplatform") + sep;
  return programOf(consumer, file, RESOLUTIONS[0])
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(home))
    .map(({ fileName }) => relative(home, fileName));
}

function programOf(
  consumer: string,
  file: string,
  [module, moduleResolution]: (typeof RESOLUTIONS)[number],
  checks: ts.CompilerOptions = {},
): ts.Program {
  const options: ts.CompilerOptions = {
    module,
    moduleResolution,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    noEmit: true,
    types: ["node"],
    typeRoots: [join(consumer, "node_modules/@types")],
    ...checks,
  };
  return ts.createProgram([file], options, hostOf(options));
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
