import { copyFile, mkdtemp } from "node:fs/promises";
import path from "node:path";
import { copyFailure } from "./failure";
import { pullChart, type ChartAddress } from "./helm";
import type { Source } from "./place";
import type { Tools } from "./tools";

/** The repositories and registries that a program names. What was fetched once is not fetched again. */
export class PublicSource implements Source {
  readonly #files = new Map<string, Promise<string>>();

  /**
   * @param work a folder for downloads
   * @param programDir the folder that paths of charts are relative to
   */
  constructor(
    private readonly tools: Tools,
    private readonly work: string,
    private readonly programDir: string,
  ) {}

  chartFile(chart: ChartAddress): Promise<string> {
    const key = [chart.source, chart.chart, chart.version].join(" ");
    const file = this.#files.get(key) ?? this.#fetch(chart);
    this.#files.set(key, file);
    return file;
  }

  async #fetch(chart: ChartAddress): Promise<string> {
    const folder = await mkdtemp(path.join(this.work, "chart-"));
    if (/^(https?|oci):\/\//i.test(chart.source)) return pullChart(this.tools, chart, folder);
    const name = `${chart.chart}-${chart.version}.tgz`;
    try {
      // A copy: the package must not change between the computation of its digest and its use.
      await copyFile(path.resolve(this.programDir, chart.source, name), path.join(folder, name));
    } catch (error) {
      throw copyFailure(error);
    }
    return path.join(folder, name);
  }

  /** By its digest: a tag may have moved since it was locked. */
  imageName({ image, digest }: { readonly image: string; readonly digest: string }): string {
    return `docker://${image.replace(/@.*$/, "").replace(/:[^/:]*$/, "")}@${digest}`;
  }
}
