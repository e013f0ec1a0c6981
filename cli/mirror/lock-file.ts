import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { imageReference, pathInMirror } from "../../components/shared/image-reference";
import { isMap } from "../project/config-type";
import { UserError } from "../user-error";

/** A chart that a mirror has. */
export interface LockedChart {
  /** Its name, as in its `Chart.yaml`. */
  readonly chart: string;
  readonly version: string;
  /** Where it comes from: the URL of a Helm repository, the `oci://` folder that holds it, or a folder. */
  readonly source: string;
  /** Its repository in a registry: `istio/base`. */
  readonly path: string;
  /** `sha256:…` of its package. */
  readonly digest: string;
}

/** A container image that a mirror has. */
export interface LockedImage {
  /** As a pod would name it without the mirror. */
  readonly image: string;
  /** Of its manifest, or of its list of manifests if it has several platforms. */
  readonly digest: string;
}

/** What belongs to a mirror: the content of a lock file. */
export interface Lock {
  readonly charts: readonly LockedChart[];
  readonly images: readonly LockedImage[];
}

/** An item of a lock. */
export type Item = LockedChart | LockedImage;

export const isChartItem = (item: Item): item is LockedChart => "chart" in item;

/** How messages name an item. */
export const labelOf = (item: Item): string =>
  isChartItem(item) ? `chart ${item.chart} ${item.version}` : `image ${item.image}`;

/** The repository of an item in a mirror, and its tag, or its digest if it has no tag. */
export function placeOf(item: Item): { readonly repository: string; readonly tag?: string; readonly digest?: string } {
  // A tag has no `+`, which a version may have. Helm writes `_` for it (helm.sh/docs/topics/registries).
  if (isChartItem(item)) return { repository: item.path, tag: item.version.replaceAll("+", "_") };
  const [named = "", digest] = item.image.split("@");
  const [, tag] = /:([^/:]+)$/.exec(named) ?? [];
  const repository = pathInMirror(item.image);
  return tag === undefined && digest !== undefined ? { repository, digest } : { repository, tag: tag ?? "latest" };
}

/** `istio/pilot:1.30.3`, or `istio/pilot@sha256:…`. */
export function placeText(item: Item): string {
  const { repository, tag, digest } = placeOf(item);
  return tag === undefined ? `${repository}@${digest ?? ""}` : `${repository}:${tag}`;
}

/** The items of a lock, each place of the mirror once. Two different items for one place are refused. */
export function itemsOf({ charts, images }: Lock): Item[] {
  const byPlace = new Map<string, Item>();
  const problems: string[] = [];
  for (const item of [...charts, ...images]) {
    const names = [placeText(item), ...(isChartItem(item) ? [`${item.chart}-${item.version}.tgz`] : [])];
    const other = names.map((name) => byPlace.get(name)).find((each) => each !== undefined);
    if (other === undefined) for (const name of names) byPlace.set(name, item);
    else if (other.digest !== item.digest) {
      problems.push(`${originOf(other)} and ${originOf(item)} would both be ${placeText(item)}`);
    }
  }
  if (problems.length === 0) return [...new Set(byPlace.values())];
  throw new UserError(
    ["Different things have the same place in a mirror, so nothing was copied:", ...problems].join("\n  - "),
  );
}

const originOf = (item: Item): string =>
  isChartItem(item) ? `the ${labelOf(item)} of ${item.source}` : `the ${labelOf(item)}`;

const VERSION = 1;

/** The same lock with its items in the order of the file. */
export const sortedLock = ({ charts, images }: Lock): Lock => ({
  charts: sorted(charts, (each) => `${each.path} ${each.version}`),
  images: sorted(images, (each) => each.image),
});

const sorted = <T>(list: readonly T[], key: (item: T) => string): T[] =>
  [...list].sort((one, other) => (key(one) < key(other) ? -1 : 1));

/** A lock as the text of its file. The same lock gives the same text. */
export function lockText(lock: Lock): string {
  const { charts, images } = sortedLock(lock);
  const content = {
    version: VERSION,
    charts: charts.map(({ chart, version, source, path, digest }) => ({ chart, version, source, path, digest })),
    images: images.map(({ image, digest }) => ({ image, digest })),
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/** Writes a lock file. A reader sees the old one or the new one, never a part. */
export function writeLock(file: string, lock: Lock): void {
  try {
    writeFileSync(`${file}.new`, lockText(lock));
    renameSync(`${file}.new`, file);
  } catch (error) {
    throw new UserError(`The lock file ${file} could not be written: ${(error as NodeJS.ErrnoException).code ?? ""}.`);
  }
}

/** Reads a lock file; undefined if there is none. */
export function readLock(file: string): Lock | undefined {
  const refuse = (problem: string): UserError => new UserError(`The lock file ${file} ${problem}`);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw refuse(code === undefined ? "is not JSON. Restore it, or delete it." : `cannot be read: ${code}.`);
  }
  const version = isMap(content) ? content["version"] : undefined;
  if (typeof version === "number" && version > VERSION) {
    throw refuse(`has version ${String(version)}; this mlplatform reads version ${String(VERSION)}. Update it.`);
  }
  if (version !== VERSION) throw refuse('has no "version": it was not written by mlplatform mirror.');
  const { charts, images } = content as { charts?: unknown; images?: unknown };
  if (!isListOf(charts, CHART)) throw refuse("has a chart with a missing or wrong field. Restore it, or delete it.");
  if (!isListOf(images, IMAGE)) throw refuse("has an image with a missing or wrong field. Restore it, or delete it.");
  return { charts, images } as unknown as Lock;
}

/** By field of an item, whether its text is right. Some become parts of file names and arguments of programs. */
type Fields = Readonly<Record<string, (text: string) => boolean>>;

const matches =
  (form: RegExp) =>
  (text: string): boolean =>
    form.test(text);

const isDigest = matches(/^sha256:[0-9a-f]{64}$/);

const CHART: Fields = {
  chart: matches(/^[a-zA-Z0-9][\w.-]*$/),
  version: matches(/^v?\d[\w.+-]*$/),
  source: matches(/^[^-]/),
  path: matches(/^[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/),
  digest: isDigest,
};

const IMAGE: Fields = { image: (text) => imageReference(text) === undefined, digest: isDigest };

const isListOf = (list: unknown, fields: Fields): boolean =>
  Array.isArray(list) &&
  list.every((item: unknown) =>
    Object.entries(fields).every(([name, isRight]) => {
      const value = isMap(item) ? item[name] : undefined;
      return typeof value === "string" && isRight(value);
    }),
  );
