import type { Workspace } from "@pulumi/pulumi/automation";
import { readdirSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { UserError } from "../user-error";

/**
 * Does work with the Pulumi CLI, and does it again if it failed and there are empty attributes files, as a killed run leaves them.
 *
 * A backend on a file system keeps the content type and checksum of `<stack>.json` in `<stack>.json.attrs`. It empties and writes
 * that file before it replaces the state file as a whole (gocloud.dev 0.47, blob/fileblob/attrs.go). After a kill in between,
 * every command fails with `EOF` although the state is intact. The file is not needed: without it, the state is read all the same.
 */
export async function withAttributes<T>(
  workspace: Pick<Workspace, "whoAmI">,
  print: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !/^error: (?:.*: )?EOF$/m.test(error.message)) throw error;
    const empty = await emptyAttributes(workspace);
    if (empty.length === 0) throw error;
    await sleep(Math.max(...empty.map(stillWritten)));
    for (const file of empty.filter(isEmpty)) {
      remove(file);
      print(`removed ${file}, which is empty and not needed`);
    }
    return await work();
  }
}

/** The empty attributes files of the stacks and locks of a backend on this computer. */
async function emptyAttributes(workspace: Pick<Workspace, "whoAmI">): Promise<string[]> {
  const { url = "" } = await workspace.whoAmI();
  const folder = folderOf(url);
  if (folder === undefined) return [];
  const root = join(folder, ".pulumi");
  return ["stacks", "locks"].flatMap((name) => attributesIn(join(root, name))).filter(isEmpty);
}

/** The folder of a backend. Besides URLs of files, Pulumi knows `file://~`, `file://.` and other relative paths. */
function folderOf(url: string): string | undefined {
  const [, path] = /^file:\/\/([^?]*)/.exec(url) ?? [];
  if (path === undefined || path.startsWith("/")) {
    try {
      return path === undefined ? undefined : fileURLToPath(`file://${path}`);
    } catch {
      return path; // a path with a % that stands for itself
    }
  }
  return path.replace(/^~/, homedir());
}

/** A folder that is not there has none. */
function attributesIn(folder: string): string[] {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
    return names.filter((name) => name.endsWith(".attrs")).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

const isEmpty = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.size === 0;

/** Milliseconds within which a running command, which empties such a file before it writes it, may still write this one. */
const stillWritten = (file: string): number =>
  Math.max(0, WRITTEN_MS + (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) - Date.now());

/** Within this time, a running command has written the file. */
const WRITTEN_MS = 5000;

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `${file} is empty, so Pulumi cannot read the state, and it cannot be removed: ${reason}. Remove it.`,
    );
  }
}
