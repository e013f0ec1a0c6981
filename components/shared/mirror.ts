import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { checked, url, type Check } from "./checks";
import { shown, type Problem } from "./invalid-args";

/** A folder has to look like one, so that a forgotten `https://` is no folder. */
const isFolder = (place: string): boolean => /^(\/|\.\.?(\/|$))/.test(place);

const place: Check = (value) =>
  isFolder(value) || url("https", "http", "oci")(value) === undefined
    ? undefined
    : "is no place for charts; write https://…, http://… or oci://…, or a folder that starts with ./ or /";

/** What is wrong with a place for charts; a folder has to hold the files that are to come from it. */
export function mirrorProblems(path: string, mirror: string | undefined, files: readonly string[]): Problem[] {
  const { username = "", password = "" } = mirror !== undefined && URL.canParse(mirror) ? new URL(mirror) : {};
  if (username + password !== "") {
    return [
      { path, reason: "holds a name and password, which would be stored in the open. Log Helm in to it instead." },
    ];
  }
  return mirror !== undefined && isFolder(mirror) ? absent(path, mirror, files) : checked(path, mirror, place);
}

function absent(path: string, folder: string, files: readonly string[]): Problem[] {
  const missing = files.filter((file) => !existsSync(file)).map((file) => basename(file));
  return missing.length === 0
    ? []
    : [
        {
          path,
          reason: `${shown(folder)} holds no ${missing.join(", ")} (looked in ${resolve(folder)}). Put them there.`,
        },
      ];
}
