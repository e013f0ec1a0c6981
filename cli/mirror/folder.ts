import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { access, copyFile, mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../user-error";
import { digestOfFile } from "./digest";
import { copyFailure } from "./failure";
import { imageFolderDigest } from "./image-folder";
import { placeOf, type LockedChart, type LockedImage } from "./lock-file";
import type { Place, Source } from "./place";
import { copyImage } from "./skopeo";
import type { Tools } from "./tools";

/** The lock file in a folder, which is written when all of it is there. */
export const FOLDER_LOCK = "mirror.lock.json";

/** The folder of images, which every mirror has from its first moment. */
const IMAGES = "images";

/** What is being written has this and a random id behind its name, and is nothing yet. */
const UNFINISHED = ".unfinished-";

/** Names of what an interrupted run leaves. Anything else in a folder belongs to the user. */
const LEFT_OVER = /\.unfinished-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A mirror in a folder: `<chart>-<version>.tgz`, and `images/<repository>@<tag>/` with the files of an image. */
export function folderPlace(folder: string, tools: Tools): Place & Source {
  const chartPath = ({ chart, version }: LockedChart) => path.join(folder, `${chart}-${version}.tgz`);
  const imagePath = (image: LockedImage) => {
    const { repository, tag, digest = "" } = placeOf(image);
    return path.join(folder, IMAGES, `${repository}@${tag ?? digest.replace(":", "-")}`);
  };
  return {
    name: folder,
    prepare: () => inFiles(() => prepare(folder)),
    chartDigest: (chart) => inFiles(() => ifThere(chartPath(chart), digestOfFile)),
    imageDigest: (image) => inFiles(() => ifThere(imagePath(image), imageFolderDigest)),
    putChart: (chart, file) => inFiles(() => written(chartPath(chart), (unfinished) => copyFile(file, unfinished))),
    putImage: (image, from) =>
      inFiles(() => written(imagePath(image), (unfinished) => copyImage(tools, from, `dir:${unfinished}`))),
    chartFile: (chart) => Promise.resolve(chartPath(chart)),
    imageName: (image) => `dir:${imagePath(image)}`,
  };
}

/** Refuses a folder that cannot be written or has other things, and removes what an interrupted run left. */
async function prepare(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const names = await readdir(folder);
    if (names.length > 0 && !names.includes(IMAGES)) {
      throw new UserError(
        `The folder ${folder} is no mirror: it has ${shownNames(names)}. Name a folder that does not exist or is empty.`,
      );
    }
    await mkdir(path.join(folder, IMAGES), { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`The folder ${folder} cannot be written: ${(error as Error).message}.`);
  }
  const below = (await readdir(path.join(folder, IMAGES), { recursive: true })).map((name) => path.join(IMAGES, name));
  const left = [...(await readdir(folder)), ...below].filter((name) => LEFT_OVER.test(name));
  await Promise.all(left.map((name) => rm(path.join(folder, name), { recursive: true, force: true })));
}

const shownNames = (names: readonly string[]): string =>
  [...names].sort().slice(0, 3).join(", ") + (names.length > 3 ? " and more" : "");

/** Writes under another name first, so that what has the right name is whole. */
async function written(target: string, write: (unfinished: string) => Promise<void>): Promise<void> {
  const unfinished = `${target}${UNFINISHED}${randomUUID()}`;
  try {
    await mkdir(path.dirname(target), { recursive: true });
    await write(unfinished);
    await rm(target, { recursive: true, force: true });
    await rename(unfinished, target);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** The digest of a file or folder; undefined if it does not exist. */
async function ifThere(
  file: string,
  digest: (file: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  try {
    return await digest(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function inFiles<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof UserError ? error : copyFailure(error);
  }
}
