import type { Workspace } from "@pulumi/pulumi/automation";
import { readdirSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Does work with the Pulumi CLI, and does it again if it failed because a killed run left an empty attributes file.
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
    for (const file of empty) {
      rmSync(file, { force: true });
      print(`removed ${file}, which a killed run left empty; the state itself is intact`);
    }
    return await work();
  }
}

/** The empty attributes files of the stacks and locks of a backend on this computer. */
async function emptyAttributes(workspace: Pick<Workspace, "whoAmI">): Promise<string[]> {
  const { url = "" } = await workspace.whoAmI();
  const [, path] = /^file:\/\/([^?]*)/.exec(url) ?? [];
  if (path === undefined) return [];
  const root = join(path.replace(/^~/, homedir()), ".pulumi");
  return ["stacks", "locks"].flatMap((folder) => attributesIn(join(root, folder))).filter((file) => isEmpty(file));
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

/** Another run may have replaced it meanwhile. */
const isEmpty = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.size === 0;
