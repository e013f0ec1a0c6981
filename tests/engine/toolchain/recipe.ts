/** How to make one or more tools. */
export interface Recipe {
  /** Such as `kubernetes`. */
  readonly name: string;
  /** Such as `v1.36.3`; for the log. */
  readonly version: string;
  /** The files it makes, relative to its folder in the cache: `bin/etcd`. */
  readonly files: readonly string[];
  /** Everything that decides what the files contain: another key, other files. */
  key(): string;
  /** Makes the files in an empty folder, under their last names: `etcd`. */
  make(folder: string): Promise<void>;
}
