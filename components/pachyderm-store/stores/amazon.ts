import type { Claim } from "../../shared/claims";
import { placeClaim } from "./place";

/** A bucket of Amazon S3. Its name is unique in all accounts and regions. */
export const amazonPlace = (bucket: string, path: string): Claim =>
  placeClaim(`the bucket ${bucket} of Amazon S3`, path, { isOutside: true });
