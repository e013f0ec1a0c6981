import type { LockedChart, LockedImage } from "./lock-file";

/** Where charts and images can be copied from. */
export interface Source {
  /** Fetches the package of a chart, and returns the path of the file. */
  chartFile(chart: LockedChart): Promise<string>;
  /** An image as Skopeo names it: `docker://…` or `dir:…`. */
  imageName(image: LockedImage): string;
}

/** Where a mirror is: a registry or a folder. */
export interface Place {
  /** As the user wrote it. */
  readonly name: string;
  /** Fails where nothing can be written, as far as that can be told without writing an item. */
  prepare(): Promise<void>;
  /** The digest of the package that is there; undefined if there is none. What is returned has been read and computed now. */
  chartDigest(chart: LockedChart): Promise<string | undefined>;
  /** The digest of the image that is there; undefined if there is none, or not all of it. */
  imageDigest(image: LockedImage): Promise<string | undefined>;
  /** Copies a chart, so that a half copy is never taken for one. */
  putChart(chart: LockedChart, file: string): Promise<void>;
  putImage(image: LockedImage, from: string): Promise<void>;
}
