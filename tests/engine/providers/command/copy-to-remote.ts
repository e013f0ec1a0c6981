import { isDeepStrictEqual } from "node:util";
import { ARCHIVE_SIGNATURE, ASSET_SIGNATURE, SIGNATURE } from "../../../../recorder/signatures";
import { isProperties, type Properties, stringAt, type Value, withoutSecrets } from "../property-values";
import { askClient } from "./remote-command";
import type { Log } from "./output";

/** Fields of a file or folder that say where its content is. In a diff, and of what was before, the engine leaves them out. */
type Sources = "path" | "text" | "uri" | "assets";

const kindOf = (value: Value | undefined): string | undefined => stringAt(value, SIGNATURE);

/** A file or a text, or a folder or an archive. */
export const isSource = (value: Value): boolean =>
  [ASSET_SIGNATURE, ARCHIVE_SIGNATURE].includes(kindOf(withoutSecrets(value)) ?? "");

/** command, copyController.go, `Check`. */
export function sourceProblems({ source }: Properties): { property: string; reason: string }[] {
  const plain = withoutSecrets(source ?? null);
  const has = (field: Sources): boolean => isProperties(plain) && plain[field] !== undefined;
  if (kindOf(plain) === ASSET_SIGNATURE && !has("path") && !has("text"))
    return [{ property: "asset", reason: "asset must be a path-based file asset or a text asset" }];
  if (kindOf(plain) === ARCHIVE_SIGNATURE && !has("path"))
    return [{ property: "archive", reason: "archive must be a path to a file or directory" }];
  return [];
}

/** Inputs that must be there (infer, `decodeCheckingMapErrors`). */
export const missingFields = (inputs: Properties): { property: string; reason: string }[] =>
  ["source", "remotePath"]
    .filter((property) => inputs[property] === undefined)
    .map((property) => ({ property, reason: "Missing required field" }));

/** Two files or folders with the same content are the same, wherever they are (pulumi/sdk 3.224, archive.go and asset.go, `Equals`). */
export function isSame(one: Value | undefined, other: Value | undefined): boolean {
  const [left, right] = [withoutSecrets(one ?? null), withoutSecrets(other ?? null)];
  const hashes = [left, right].map((value) => stringAt(value, "hash"));
  const areSources = [left, right].every((value) => kindOf(value) !== undefined);
  return areSources && hashes[0] !== undefined
    ? kindOf(left) === kindOf(right) && hashes[0] === hashes[1]
    : isDeepStrictEqual(left, right);
}

/** command, copyController.go, `Update`: it copies again if the content or the destination is another one, but not for another machine. */
export const needsCopy = (olds: Properties, news: Properties): boolean =>
  !isSame(olds["source"], news["source"]) || !isSame(olds["remotePath"], news["remotePath"]);

/** command, copyController.go, `copyToRemote`. */
export async function copyToRemote(sshClient: string, inputs: Properties, log: Log): Promise<void> {
  const { connection, source, remotePath } = inputs;
  const [path, text] = [stringAt(source, "path"), stringAt(source, "text")];
  await askClient(sshClient, { connection, copy: { source: path ?? "", text, destination: remotePath } }, log);
}
