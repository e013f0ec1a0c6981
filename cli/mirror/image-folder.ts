import { readFile } from "node:fs/promises";
import path from "node:path";
import { isMap } from "../project/config-type";
import { digestOf, digestOfFile } from "./digest";

/**
 * The digest of an image in a folder of Skopeo's `dir:` transport, after every file that it consists of has been read: the
 * manifest, for a list of platforms the manifest of each (`<hex>.manifest.json`), and configs and layers (`<hex>`). Undefined if
 * one of them is missing or does not have the digest of its name.
 */
export async function imageFolderDigest(folder: string): Promise<string | undefined> {
  const manifest = await readFile(path.join(folder, "manifest.json"));
  return (await isWhole(folder, manifest)) ? digestOf(manifest) : undefined;
}

async function isWhole(folder: string, manifest: Buffer): Promise<boolean> {
  const { manifests, blobs } = partsOf(manifest);
  for (const digest of manifests) {
    const file = await existing(readFile(path.join(folder, `${hexOf(digest)}.manifest.json`)));
    if (file === undefined || digestOf(file) !== digest || !(await isWhole(folder, file))) return false;
  }
  for (const digest of blobs) {
    if ((await existing(digestOfFile(path.join(folder, hexOf(digest))))) !== digest) return false;
  }
  return true;
}

/** Digests of what a manifest of an image, or a list of manifests, names. Docker's and OCI's have the same fields. */
function partsOf(manifest: Buffer): { readonly manifests: readonly string[]; readonly blobs: readonly string[] } {
  const content = parsed(manifest);
  return {
    manifests: digestsIn(content["manifests"]),
    blobs: [...digestsIn([content["config"]]), ...digestsIn(content["layers"])],
  };
}

function parsed(manifest: Buffer): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(manifest.toString("utf8"));
    return isMap(content) ? content : {};
  } catch {
    return {};
  }
}

const digestsIn = (list: unknown): string[] =>
  (Array.isArray(list) ? (list as readonly unknown[]) : []).flatMap((part) => {
    const digest = isMap(part) ? part["digest"] : undefined;
    return typeof digest === "string" ? [digest] : [];
  });

const hexOf = (digest: string): string => digest.slice(digest.indexOf(":") + 1).replace(/[^0-9a-f]/g, "");

async function existing<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
