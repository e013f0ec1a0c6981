import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { format, getFileInfo, resolveConfig } from "prettier";

/** The repository's root. */
export const root = resolve(__dirname, "..");

/** A file that a script generates and `npm run check` compares. */
export interface Generated {
  /** Path from the root. */
  readonly file: string;
  readonly content: string;
}

/**
 * Writes the files. With `--check` it only prints which files differ and which command updates them. Prettier formats the
 * contents first, because `npm run check` also checks the format of generated files.
 */
export async function writeOrCompare(files: readonly Generated[], command: string): Promise<void> {
  const checking = process.argv.includes("--check");
  for (const { file, content } of files) {
    const path = resolve(root, file);
    const { ignored } = await getFileInfo(path, { ignorePath: resolve(root, ".prettierignore") });
    const text = ignored ? content : await format(content, { ...(await resolveConfig(path)), filepath: path });
    const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
    if (before === text) continue;
    if (checking) {
      console.error(`${file} is out of date${firstDifference(before ?? "", text)}\nUpdate it with: ${command}`);
      process.exitCode = 1;
    } else {
      writeFileSync(path, text);
      console.log(`wrote ${relative(process.cwd(), path)}`);
    }
  }
}

function firstDifference(before: string, after: string): string {
  const [old, fresh] = [before.split("\n"), after.split("\n")];
  const line = fresh.findIndex((text, index) => text !== old[index]);
  const at = line < 0 ? fresh.length : line;
  return `, first at line ${String(at + 1)}:\n  is:        ${old[at] ?? "(nothing)"}\n  should be: ${fresh[at] ?? "(nothing)"}`;
}
