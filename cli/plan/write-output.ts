import { statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../user-error";

/** Refuses a file that cannot be written, before the work whose result it would hold. */
export function checkOutput(file: string): void {
  const folder = path.dirname(path.resolve(file));
  if (kindOf(folder) !== "folder") throw new UserError(`--output ${file}: the folder ${folder} does not exist.`);
  if (kindOf(file) === "folder") throw new UserError(`--output ${file}: is a folder. Write the name of a file.`);
}

/** Writes a file. */
export function writeOutput(file: string, content: string): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = WHY[code ?? ""] ?? message;
    throw new UserError(`--output ${file}: could not be written: ${why}.`);
  }
}

const WHY: Readonly<Record<string, string>> = {
  EACCES: "there is no permission",
  EROFS: "the disk can only be read",
  ENOSPC: "the disk is full, and the file is not complete",
};

function kindOf(file: string): "folder" | "other" | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? undefined : found.isDirectory() ? "folder" : "other";
}
