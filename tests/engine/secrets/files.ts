import { linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, type Stats } from "node:fs";
import path from "node:path";

/** A file that was seen in a folder. */
export interface SeenFile {
  /** Its path in the folder. */
  readonly path: string;
  /** Whether nobody else could read it: its mode, or that of a folder above it, says so. */
  readonly isPrivate: boolean;
  readonly content: string;
}

/**
 * Watches a folder for files, also those that are there for a moment only: each one gets a second name as soon as it is seen, so that its
 * last content can be read after it was removed.
 */
export class Files {
  private readonly seen = new Map<
    number,
    { readonly path: string; readonly isPrivate: boolean; readonly kept: string }
  >();
  private readonly timer = setInterval(() => {
    this.look();
  }, 5);

  /**
   * @param folder what is watched; its own mode does not protect what is in it
   * @param kept where the second names are, on the same file system and outside of the folder
   */
  constructor(
    private readonly folder: string,
    private readonly kept: string,
  ) {
    mkdirSync(kept, { mode: 0o700 });
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.look();
  }

  /** Every file that was seen, with its last content. */
  get all(): SeenFile[] {
    return [...this.seen.values()].map(({ kept, ...file }) => ({ ...file, content: readFileSync(kept, "latin1") }));
  }

  /** Paths of the files that are there now. */
  left(): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)))
      .sort();
  }

  private look(within = "", isPrivate = false): void {
    for (const entry of namesIn(path.join(this.folder, within))) {
      const file = path.join(within, entry);
      try {
        const stats = lstatSync(path.join(this.folder, file));
        const isOwn = isPrivate || (stats.mode & 0o077) === 0;
        if (stats.isDirectory()) this.look(file, isOwn);
        else if (stats.isFile()) this.note(file, stats, isOwn);
      } catch {
        // it is gone
      }
    }
  }

  private note(file: string, { ino }: Stats, isPrivate: boolean): void {
    if (this.seen.has(ino)) return;
    const kept = path.join(this.kept, String(this.seen.size));
    linkSync(path.join(this.folder, file), kept);
    this.seen.set(ino, { path: file, isPrivate, kept });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // it is gone
  }
}
