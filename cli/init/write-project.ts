import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { UserError } from "../user-error";

/** What an empty folder may have: a repository without a commit is a usual place for a new project. */
const ALLOWED = [".git"];

/** How many names an error lists. */
const LISTED = 5;

/** Refuses a folder that has files, or that is none. */
export function refuseUsedFolder(folder: string): void {
  const used = attempted(folder, () => namesIn(folder)).filter((name) => !ALLOWED.includes(name));
  if (used.length === 0) return;
  const more = used.length > LISTED ? ` and ${String(used.length - LISTED)} more` : "";
  const listed = used.sort().slice(0, LISTED).join(", ");
  throw new UserError(`${folder} is not empty: it has ${listed}${more}. Name a new or an empty folder.`);
}

/** What is in a folder; nothing if there is no folder yet. */
function namesIn(folder: string): string[] {
  // lstat, because a link may lead nowhere.
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return readdirSync(folder);
  throw new UserError(`${folder} is not a folder. Name another one.`);
}

/** Writes the files of a project into a folder, all of them or none. */
export function writeProject(folder: string, files: Readonly<Record<string, string>>): void {
  refuseUsedFolder(folder);
  attempted(folder, () => {
    if (existsSync(folder)) intoFolder(folder, files);
    else asFolder(folder, files);
  });
}

function attempted<Result>(folder: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    throw new UserError(`The project cannot be written to ${folder} (${code}). Nothing is left of it.`);
  }
}

/** A new folder appears when it is complete. */
function asFolder(folder: string, files: Readonly<Record<string, string>>): void {
  const parent = path.dirname(folder);
  const made = mkdirSync(parent, { recursive: true });
  let draft: string | undefined;
  try {
    draft = mkdtempSync(path.join(parent, ".mlplatform-init-"));
    const project = path.join(draft, "project"); // the mode of the draft's folder is for this user only
    mkdirSync(project);
    writeAll(project, files);
    renameSync(project, folder);
  } catch (error) {
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
    throw error;
  } finally {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true });
  }
}

/** A folder that exists stays, because it may be that of a shell. What is moved into it is taken out again after an error. */
function intoFolder(folder: string, files: Readonly<Record<string, string>>): void {
  const draft = mkdtempSync(path.join(folder, ".mlplatform-init-"));
  const moved: string[] = [];
  try {
    writeAll(draft, files);
    for (const name of readdirSync(draft)) {
      const target = path.join(folder, name);
      if (existsSync(target)) throw Object.assign(new Error(`${name} exists`), { code: "EEXIST" });
      renameSync(path.join(draft, name), target);
      moved.push(target);
    }
  } catch (error) {
    for (const target of moved) rmSync(target, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function writeAll(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
}
