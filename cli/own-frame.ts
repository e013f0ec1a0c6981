import { realpathSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** A line of a stack: `at f (/dir/index.ts:4:7)`, `at file:///dir/index.mjs:4:7`; of a syntax error, `/dir/index.js:4`. */
const FRAME = /(?:^|\s|\()((?:file:\/\/)?\/[^():]+|(?:file:\/\/\/)?[A-Za-z]:[\\/][^():]+):(\d+)(?::\d+)?\)?$/;

/** The innermost line of a project that an error came from: `programs/index.ts:4`; none where only packages are in it. */
export function ownFrame(error: Error, projectDir: string): string | undefined {
  const dir = realpathSync(projectDir); // as Node names the files it loads
  for (const line of (error.stack ?? "").split("\n")) {
    const [, place, number] = FRAME.exec(line) ?? [];
    if (place === undefined || number === undefined) continue;
    const file = path.relative(dir, place.startsWith("file:") ? fileURLToPath(place) : place);
    const segments = file.split(path.sep);
    if (segments[0] === ".." || path.isAbsolute(file) || segments.includes("node_modules")) continue;
    return `${segments.join("/")}:${number}`;
  }
  return undefined;
}
