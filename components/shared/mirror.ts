import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { checked, url, type Check } from "./checks";
import { problemIf, shown, type Problem } from "./invalid-args";

/** A folder starts with `/` or `.`, so that a URL without its `https://` is not taken for one. */
const isFolder = (mirror: string): boolean => /^(\/|\.\.?(\/|$))/.test(mirror);

const source: Check = (value) =>
  isFolder(value) || url("https", "http", "oci")(value) === undefined
    ? undefined
    : "is not a source of charts; write https://…, http://… or oci://…, or a folder that starts with ./ or /";

/** What is wrong with a mirror's text. */
export function mirrorProblems(path: string, mirror: string | undefined): Problem[] {
  if (mirror === undefined || isFolder(mirror) || !URL.canParse(mirror)) return checked(path, mirror, source);
  const { username, password, search, hash } = new URL(mirror);
  if (username + password + search + hash === "") return checked(path, mirror, source);
  const what = username + password === "" ? "a query or fragment" : "a user name or password";
  const reason = `contains ${what}, which Pulumi would store unencrypted in the state. Remove it, and log in with helm.`;
  return [{ path, reason }];
}

/** Reports the chart files that are missing in a folder; nothing for a mirror that is not a folder. */
export function missingFileProblems(path: string, mirror: string | undefined, files: readonly string[]): Problem[] {
  if (mirror === undefined || !isFolder(mirror)) return [];
  const missing = files.filter((file) => !existsSync(file)).map((file) => basename(file));
  return problemIf(
    missing.length > 0,
    path,
    `${shown(mirror)} does not contain ${missing.join(", ")} (looked in ${resolve(mirror)}). Put the files there.`,
  );
}
