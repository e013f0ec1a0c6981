import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parse, stringify } from "yaml";

/** A kubeconfig as `kubectl` writes it, as far as one context needs it. */
interface Kubeconfig {
  readonly contexts?: readonly Named<"context", { readonly cluster?: string; readonly user?: string }>[];
  readonly clusters?: readonly Named<"cluster", Record<string, unknown>>[];
  readonly users?: readonly Named<"user", Record<string, unknown>>[];
}
type Named<Key extends string, Value> = { readonly name?: string } & Partial<Readonly<Record<Key, Value>>>;

/** A kubeconfig reduced to one context. */
export interface ContextConfig {
  /** Text that holds this context alone, so that no other cluster's credentials reach the state. */
  readonly text: string;
  /** URL of the API server. */
  readonly endpoint: string;
}

/** Why a kubeconfig cannot be used; its message never quotes the text, which holds credentials. */
export class KubeconfigError extends Error {
  constructor(
    /** Which of the block's inputs is wrong. */
    readonly input: "kubeconfig" | "context",
    message: string,
  ) {
    super(message);
  }
}

/** Reduces a kubeconfig to one of its contexts. Relative file names in it are taken from `folder`. */
export function contextConfig(text: string, context: string, folder: string): ContextConfig {
  const config = parsed(text);
  const named = config.contexts?.find(({ name }) => name === context)?.context;
  if (named === undefined) {
    const names = (config.contexts ?? []).flatMap(({ name }) => name ?? []);
    const has = names.length === 0 ? "it has none" : `its contexts are ${names.join(", ")}`;
    throw new KubeconfigError("context", `"${context}" is not in the kubeconfig; ${has}.`);
  }
  const cluster = config.clusters?.find(({ name }) => name === named.cluster)?.cluster;
  const endpoint = cluster?.["server"];
  if (cluster === undefined || typeof endpoint !== "string") {
    throw new KubeconfigError("context", `"${context}" names a cluster that has no server in the kubeconfig.`);
  }
  const user = config.users?.find(({ name }) => name === named.user)?.user;
  if (user === undefined) throw new KubeconfigError("context", `"${context}" names a user that the kubeconfig lacks.`);
  const narrowed = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    contexts: [{ name: context, context: named }],
    clusters: [{ name: named.cluster, cluster: absolute(cluster, folder) }],
    users: [{ name: named.user, user: absolute(user, folder) }],
  };
  return { text: stringify(narrowed), endpoint };
}

/** Reads a kubeconfig file, and says in which folder its relative file names start. */
export function readKubeconfig(path: string): { text: string; folder: string } {
  const file = path.startsWith("~/") ? join(homedir(), path.slice(2)) : resolve(path);
  try {
    return { text: readFileSync(file, "utf8"), folder: dirname(file) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new KubeconfigError("kubeconfig", `"${path}" cannot be read (${code} at ${file}). Name a kubeconfig file.`);
  }
}

function parsed(text: string): Kubeconfig {
  try {
    const config: unknown = parse(text);
    if (typeof config === "object" && config !== null && Array.isArray((config as Kubeconfig).contexts)) return config;
  } catch (error) {
    const line = (error as { linePos?: readonly { line: number }[] }).linePos?.[0]?.line;
    const where = line === undefined ? "" : ` (line ${String(line)})`;
    throw new KubeconfigError("kubeconfig", `does not parse as YAML${where}. Give the text of a kubeconfig.`);
  }
  throw new KubeconfigError("kubeconfig", "is not a kubeconfig: it has no list of contexts.");
}

/** Keys that name files: https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/. */
const FILES = ["certificate-authority", "client-certificate", "client-key", "tokenFile"];

const absolute = (entry: Record<string, unknown>, folder: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(entry).map(([key, value]) =>
      FILES.includes(key) && typeof value === "string" ? [key, resolve(folder, value)] : [key, value],
    ),
  );
