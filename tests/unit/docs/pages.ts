import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const ROOT = path.resolve(__dirname, "../../..");

/** The text of a file of the repository. */
export const textOf = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");

/** Folders that are not of the repository, or that hold copies of it. */
const SKIPPED = new Set(["node_modules", "dist", ".git"]);

/** The files of the repository below a folder whose paths match; `.` is all of it. */
export const filesBelow = (folder: string, wanted: RegExp): string[] =>
  readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesBelow(file, wanted);
    return entry.isFile() && wanted.test(file) ? [file] : [];
  });
