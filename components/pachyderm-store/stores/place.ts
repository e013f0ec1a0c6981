import type { Claim } from "../../shared/claims";
import { folder } from "../storage-url";

/** Where a store keeps its objects, such as `the bucket models of Amazon S3`, and the input that decides it. */
export const placeClaim = (place: string, path: string, { isOutside }: { readonly isOutside: boolean }): Claim => ({
  object: place,
  path,
  reason: (other) =>
    `is ${place}, where ${other} keeps its objects too. They would overwrite and delete each other's objects. Use another one.`,
  isOutside,
});

/** What a component of the program creates in a cloud, and the input with its name. No other component may create it too. */
export const creationClaim = (what: string, path: string): Claim => ({
  object: `the creation of ${what}`,
  path,
  reason: (other) => `is ${what}, which ${other} creates too. Use another name.`,
  isOutside: true,
});

/** A path inside a bucket, or the bucket itself. */
export const below = (place: string, prefix: string | undefined): string =>
  prefix === undefined ? place : `${folder(prefix)} in ${place}`;
