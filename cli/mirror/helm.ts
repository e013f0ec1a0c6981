import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import type { LockedChart } from "./lock-file";
import { CopyFailed } from "./failure";
import type { Tools } from "./tools";

/** What Helm needs to find a chart. */
export type ChartAddress = Pick<LockedChart, "chart" | "version" | "source">;

/**
 * Downloads a chart into a new folder, and returns the path of its package. Helm keeps what it downloads and may use it again, so
 * it gets a folder of its own for that.
 */
export async function pullChart(
  tools: Tools,
  { chart, version, source }: ChartAddress,
  folder: string,
): Promise<string> {
  await mkdir(path.join(folder, "cache"), { recursive: true });
  const from = /^oci:/i.test(source) ? [`${source}/${chart}`] : [chart, "--repo", source];
  const [cache, content] = [path.join(folder, "cache"), path.join(folder, "cache", "content")];
  await tools.run("helm", ["pull", ...from, "--version", version, "--destination", folder], {
    env: { HELM_REPOSITORY_CACHE: cache, HELM_CONTENT_CACHE: content },
  });
  const file = (await readdir(folder)).find((name) => name.endsWith(".tgz"));
  if (file === undefined) throw new CopyFailed(`helm pull ${chart} left no package`, "other");
  return path.join(folder, file);
}

/** Copies the package of a chart to the repository below `root`, whose last part is the name of the chart. */
export async function pushChart(tools: Tools, file: string, root: string, repository: string): Promise<void> {
  const parent = path.posix.dirname(repository);
  await tools.run("helm", ["push", file, parent === "." ? root : `${root}/${parent}`]);
}
