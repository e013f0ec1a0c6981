import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { endsInOrder } from "./interruption";

/** Folders that exist only while something in them is used. */
const folders = new Set<string>();

/**
 * Writes a temporary file that only this user can read, and removes it after its use; also if this process is told to end
 * meanwhile.
 */
export const withPrivateFile = <T>(name: string, content: string, use: (file: string) => Promise<T>): Promise<T> =>
  withPrivateFolder((folder) => {
    const file = path.join(folder, name);
    writeFileSync(file, content, { mode: 0o600 });
    return use(file);
  });

/** Makes a temporary folder that only this user can enter, and removes it with all that is in it in the same way. */
export async function withPrivateFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  removeAtEnd();
  // Nothing may run between the creation of the folder and the note about it.
  const folder = mkdtempSync(path.join(tmpdir(), "mlplatform-"));
  folders.add(folder);
  try {
    return await use(folder);
  } finally {
    remove(folder);
  }
}
function remove(folder: string): void {
  folders.delete(folder);
  rmSync(folder, { recursive: true, force: true });
}

const removeAll = (): void => {
  for (const folder of folders) remove(folder);
};

/** Signals that end a process. Ctrl-C is not among them: commands that change something wait for their tools to end. */
const ENDING = ["SIGTERM", "SIGHUP"] as const;

let isRegistered = false;

function removeAtEnd(): void {
  if (isRegistered) return;
  isRegistered = true;
  process.once("exit", removeAll);
  for (const signal of ENDING) {
    const onSignal = (): void => {
      if (endsInOrder()) return; // its tools may still use the files
      removeAll();
      process.off(signal, onSignal);
      process.kill(process.pid, signal); // without a listener, the signal ends the process
    };
    process.on(signal, onSignal);
  }
}
