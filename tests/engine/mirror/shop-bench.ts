import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { projectOnDisk, type ProjectOnDisk } from "../../plan/cli/project-on-disk";
import type { CliRun } from "../../plan/cli/run-cli";
import { MirrorBench, NO_INTERNET } from "./mirror-bench";
import { CHARTS, IMAGES, PROJECT } from "./shop";
import { skipWithoutRegistry } from "./skip-without-registry";

export const CHART_COUNT = CHARTS.length;
export const IMAGE_COUNT = Object.keys(IMAGES).length;
/** All that the project needs, as messages count it. */
export const WHOLE = `${String(CHART_COUNT)} charts and ${String(IMAGE_COUNT)} images`;

/** An item of a lock file. */
export interface Item {
  readonly image: string;
  readonly path: string;
  readonly source: string;
  readonly digest: string;
}

/** The project of `shop.ts`, and the command that mirrors it. Its set-up and clean-up are those of the suite that makes it. */
export class ShopBench {
  readonly bench = new MirrorBench();
  #project: ProjectOnDisk | undefined;

  constructor() {
    const { bench } = this;
    const start = (project: ProjectOnDisk) => (this.#project = project);
    before(async function () {
      await skipWithoutRegistry(this);
      start(projectOnDisk(PROJECT, ["@pulumi/pulumi", "@pulumi/kubernetes"]));
      await bench.start(IMAGES, CHARTS);
    });
    after(async () => {
      await bench.stop();
      this.#project?.remove();
    });
  }

  get projectDir(): string {
    if (this.#project === undefined) throw new Error("the project is made before the first test");
    return this.#project.dir;
  }

  get lockFile(): string {
    return path.join(this.projectDir, "mirror.dev.lock.json");
  }

  lock(): { charts: Item[]; images: Item[] } {
    return JSON.parse(readFileSync(this.lockFile, "utf8")) as { charts: Item[]; images: Item[] };
  }

  /** A path in the folder of the bench. */
  file(name: string): string {
    return path.join(this.bench.folder, name);
  }

  mirror(...args: string[]): Promise<CliRun> {
    return this.bench.mirror(["--cwd", this.projectDir, ...args]);
  }

  /** Compares a place with a lock file, without the internet. */
  check(to: string, lockFile = this.lockFile): Promise<CliRun> {
    return this.bench.mirror(["--check", "--to", to, "--lock", lockFile], NO_INTERNET);
  }
}

/** How many items ended how: `{ copied: 3, "is there already": 2 }`. */
export function states({ stdout, stderr }: CliRun): Record<string, number> {
  assert.equal(stderr, "");
  const found: Record<string, number> = {};
  for (const [, state = ""] of stdout.matchAll(/^(?:charts|images) \d+\/\d+ {2}\S+(?: \S+\d)? (copied|is .*)$/gm)) {
    found[state] = (found[state] ?? 0) + 1;
  }
  return found;
}
