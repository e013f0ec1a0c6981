import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { shownPath } from "../../shared/shown";

/** A path on the machine that runs Pulumi, with the home directory in place of `~`. */
export const withHome = (written: string): string =>
  /^~(\/|$)/.test(written) ? path.join(homedir(), written.slice(1)) : written;

/** The text of a file of the machine that runs Pulumi; why it cannot be read, if so. What may be the content of a file is not shown. */
export function readLocalFile(written: string): { readonly text: string } | { readonly problem: string } {
  const full = path.resolve(withHome(written));
  const at = shownPath(written) === "the value" ? "" : ` at ${full}`;
  try {
    const found = statSync(full);
    // A pipe can be read only once, and a device may have no end.
    if (!found.isFile() && !found.isDirectory()) return { problem: `is neither a file nor a link to one${at}` };
    return { text: readFileSync(full, "utf8") };
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    return { problem: `cannot be read (${code}${at})` };
  }
}
