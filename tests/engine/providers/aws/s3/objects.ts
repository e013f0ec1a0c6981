import { ApiError } from "../../cloud/api-error";

/** The objects of all buckets. Real ones have content; tests only ask whether they are there. */
export class S3Objects {
  /** By bucket and key, the number of versions, and whether the newest is an object and not a delete marker. */
  readonly #buckets = new Map<string, Map<string, { versions: number; exists: boolean }>>();

  /** `isVersioned`: whether a bucket keeps versions; undefined for one that does not exist. */
  constructor(private readonly isVersioned: (bucket: string) => boolean | undefined) {}

  /** Writes an object. */
  put(bucket: string, key: string): void {
    const keys = this.#buckets.get(bucket) ?? new Map<string, { versions: number; exists: boolean }>();
    const versions = this.#versioned(bucket) ? (keys.get(key)?.versions ?? 0) + 1 : 1;
    this.#buckets.set(bucket, keys.set(key, { versions, exists: true }));
  }

  /** Deletes an object. A bucket with versions keeps what it was, and a marker besides. */
  delete(bucket: string, key: string): void {
    const keys = this.#buckets.get(bucket);
    const found = keys?.get(key);
    if (found === undefined) return;
    if (this.#versioned(bucket)) keys?.set(key, { versions: found.versions + 1, exists: false });
    else keys?.delete(key);
  }

  /** The keys of the objects in a bucket. */
  keys(bucket: string): string[] {
    this.#versioned(bucket);
    return [...(this.#buckets.get(bucket) ?? [])].filter(([, { exists }]) => exists).map(([key]) => key);
  }

  /** Whether a bucket has no object, no version and no marker. */
  isEmpty(bucket: string): boolean {
    return (this.#buckets.get(bucket)?.size ?? 0) === 0;
  }

  /** Forgets a bucket with all that is in it. */
  drop(bucket: string): void {
    this.#buckets.delete(bucket);
  }

  #versioned(bucket: string): boolean {
    const versioned = this.isVersioned(bucket);
    if (versioned === undefined) throw new ApiError("NoSuchBucket", "The specified bucket does not exist");
    return versioned;
  }
}
