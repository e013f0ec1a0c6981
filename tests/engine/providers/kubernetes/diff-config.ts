import { isDeepStrictEqual } from "node:util";
import { type Properties, Unknown, plainProperties, stringAt } from "../property-values";
import type { DiffRequest, DiffResult } from "../stand-in";
import { parseKubeconfig } from "./kubeconfig";

const CLUSTER_KEYS = ["kubeconfig", "context", "cluster"];

/**
 * Decides whether new provider inputs mean another cluster, in which case everything in it is replaced.
 * A `clusterIdentifier` settles the question by itself (kubernetes provider 4.32, DiffConfig in pkg/provider/provider.go).
 */
export function diffConfig(request: DiffRequest): DiffResult {
  const olds = plainProperties(request.olds);
  const news = plainProperties(request.news);
  const keys = new Set([...Object.keys(olds), ...Object.keys(news)]);
  const diffs = [...keys].filter((key) => !isDeepStrictEqual(olds[key], news[key]));
  if (diffs.length === 0) return { changed: false, replaces: [] };
  const identity = (bag: Properties) => bag.clusterIdentifier;
  if (identity(news) !== undefined && isDeepStrictEqual(identity(olds), identity(news)))
    return { changed: true, diffs, replaces: [] };

  const replaces: string[] = [];
  // Adding or removing the identifier is no change of cluster.
  if (identity(olds) !== undefined && identity(news) !== undefined) replaces.push("clusterIdentifier");
  const unknown = CLUSTER_KEYS.find((key) => news[key] instanceof Unknown);
  if (unknown !== undefined) return { changed: true, diffs: [unknown], replaces: [...replaces, unknown] };
  const before = activeCluster(olds);
  const after = activeCluster(news);
  if (before && after && !isDeepStrictEqual(before, after))
    replaces.push(...CLUSTER_KEYS.filter((key) => diffs.includes(key)));
  return { changed: true, diffs, replaces };
}

/** The cluster entry that the inputs point to, as far as that can be told without connecting. */
function activeCluster(inputs: Properties): unknown {
  const text = stringAt(inputs, "kubeconfig");
  if (text === undefined || text === "") return undefined;
  let kubeconfig;
  try {
    kubeconfig = parseKubeconfig(text);
  } catch (error) {
    throw new Error(`failed to parse kubeconfig: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const context = kubeconfig.getContextObject(stringAt(inputs, "context") ?? kubeconfig.getCurrentContext());
  return context && kubeconfig.getCluster(stringAt(inputs, "cluster") ?? context.cluster);
}
