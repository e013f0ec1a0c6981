import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { KubeconfigError, MAX_BYTES, tooLarge } from "../../../shared/kubeconfig-text";
import { shownPath } from "../../../shared/shown";

/** The text of a kubeconfig file, and the folder at which relative file names in it start. `~/` is the home directory. */
export function readKubeconfig(path: string): { text: string; folder: string } {
  if (path === "") throw new KubeconfigError("format", "is empty.");
  if (/[\n{]/.test(path)) {
    throw new KubeconfigError("content", "is the text of a kubeconfig, not a path. Write it as `kubeconfig`.");
  }
  const file = path.startsWith("~/") ? join(homedir(), path.slice(2)) : resolve(path);
  return { text: decoded(bytesOf(path, file)), folder: dirname(file) };
}

/** The content of a regular file. A pipe or a device is not opened to the end, because it may have none. */
function bytesOf(path: string, file: string): Buffer {
  let descriptor: number | undefined;
  try {
    // Opening a named pipe would otherwise wait for a writer.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    if (!fstatSync(descriptor).isFile()) {
      throw new KubeconfigError("format", `${shownPath(path)} is not a regular file but a folder, a pipe or a device.`);
    }
    // One byte more than allowed shows that the file is too large; some files do not tell their size.
    const buffer = Buffer.allocUnsafe(MAX_BYTES + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read) {
      read = readSync(descriptor, buffer, length, buffer.length - length, null);
    }
    if (length > MAX_BYTES) throw tooLarge();
    return buffer.subarray(0, length);
  } catch (error) {
    if (error instanceof KubeconfigError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    const name = shownPath(path);
    const where = name === "the value" ? code : `${code} at ${file}`;
    throw new KubeconfigError("format", `${name} cannot be read (${where}).`);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Text in UTF-8, or in UTF-16 if a byte-order mark says so, as Windows PowerShell writes it. */
function decoded(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString("hex");
  const encoding = mark === "fffe" ? "utf-16le" : mark === "feff" ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new KubeconfigError("format", "is not text in UTF-8 or UTF-16.");
  }
}
