import { writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { Packed } from "./packed";

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
    .getPreEmitDiagnostics(ts.createProgram([file], options))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
