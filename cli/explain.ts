import { realpathSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { redact } from "../recorder/secrets";
import { isPulumiFailure, pulumiFailure } from "./pulumi-failure";
import { ProgramFailure, UserError } from "./user-error";

/**
 * The text that the user reads about an error. An error that was raised on purpose needs only its message. For any other,
 * the text adds the line of the program that it came from, and how to see the stack.
 */
export function explain(error: unknown, debug: boolean, projectDir?: string): string {
  if (error instanceof ProgramFailure) {
    const texts = error.errors.map((each) => explain(each, debug, error.projectDir));
    return redact([...new Set([...texts, ...error.notes])].join("\n\n"), error.secretTexts);
  }
  if (!(error instanceof Error)) return String(error);
  if (debug) return error.stack ?? error.message;
  if (isPulumiFailure(error)) return pulumiFailure(error);
  if (isOnPurpose(error)) return withoutPrefix(error.message);

  const line = projectDir === undefined ? undefined : lineOfProject(error, projectDir);
  const at = line === undefined ? [] : [`  at ${line}`];
  return [error.message, ...at, "(run again with --debug for the stack trace)"].join("\n");
}

/** Errors of components and of the recorder. */
const ON_PURPOSE = ["InvalidArgs", "ProgramStuck", "ProgramExited"];

/**
 * By name and marks instead of class: the program may have loaded another copy of the package or of the SDK. The marks are
 * those of the SDK (@pulumi/pulumi 3.248, errors.js).
 */
function isOnPurpose(error: Error): boolean {
  const { __pulumiRunError, __pulumResourceError, hideStack } = error as unknown as Record<string, unknown>;
  const isMarked = __pulumiRunError === true || (__pulumResourceError === true && hideStack === true);
  return error instanceof UserError || isMarked || ON_PURPOSE.includes(error.name);
}

/** Removes what the SDK puts before the message of an error inside an output (@pulumi/pulumi 3.248, runtime/rpc.js). */
const withoutPrefix = (message: string): string => message.replace(/^(?:error serializing property "[^"]*": )+/, "");

/** A line of a stack: `at f (/dir/index.ts:4:7)` or `at file:///dir/index.mjs:4:7`; for a syntax error `/dir/index.js:4`. */
const FRAME = /(?:^|\s|\()((?:file:\/\/)?\/[^():]+|(?:file:\/\/\/)?[A-Za-z]:[\\/][^():]+):(\d+)(?::\d+)?\)?$/;

/** The innermost line of the project in a stack: `programs/index.ts:4`; `undefined` if only packages are in it. */
function lineOfProject(error: Error, projectDir: string): string | undefined {
  const dir = realpathSync(projectDir); // as Node names the files that it loads
  for (const frame of (error.stack ?? "").split("\n")) {
    const [, file, line] = FRAME.exec(frame) ?? [];
    if (file === undefined || line === undefined) continue;
    const relative = path.relative(dir, file.startsWith("file:") ? fileURLToPath(file) : file);
    const segments = relative.split(path.sep);
    if (segments[0] === ".." || path.isAbsolute(relative) || segments.includes("node_modules")) continue;
    return `${segments.join("/")}:${line}`;
  }
  return undefined;
}
