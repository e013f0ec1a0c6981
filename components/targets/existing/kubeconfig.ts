import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { url } from "../../shared/checks";
import { shown, shownPath, withoutCredentials } from "../../shared/shown";

type Entry = Record<string, unknown>;

const isEntry = (value: unknown): value is Entry =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The entries of a list by name. Entries that are not well-formed are left out: a hand-written file may contain anything. */
const entries = (list: unknown, key: string): ReadonlyMap<string, Entry> =>
  new Map(
    (Array.isArray(list) ? list : []).flatMap((item: unknown) => {
      if (!isEntry(item) || typeof item["name"] !== "string") return [];
      const entry = item[key] ?? {};
      return isEntry(entry) ? [[item["name"], entry] as const] : [];
    }),
  );

/** A kubeconfig reduced to one context. */
export interface ContextConfig {
  /** Text with this context only, so that no other cluster's credentials get into the state. */
  readonly text: string;
  /** URL of the API server. */
  readonly endpoint: string;
}

/** Why a kubeconfig cannot be used. The message never quotes the text, because it contains credentials. */
export class KubeconfigError extends Error {
  constructor(
    /** Which of the block's inputs is wrong. */
    readonly input: "kubeconfig" | "context",
    message: string,
  ) {
    super(message);
  }
}

/** Reduces a kubeconfig to one of its contexts. Relative file names in it start at `folder`. */
export function contextConfig(text: string, context: string, folder: string): ContextConfig {
  const config = parsed(text);
  const contexts = entries(config["contexts"], "context");
  const chosen = contexts.get(context);
  if (chosen === undefined) {
    const has = contexts.size === 0 ? "it has none" : `its contexts are ${[...contexts.keys()].join(", ")}`;
    throw new KubeconfigError("context", `${shown(context)} is not in the kubeconfig; ${has}.`);
  }
  const [clusterName, userName] = [chosen["cluster"], chosen["user"]];
  const cluster = entries(config["clusters"], "cluster").get(String(clusterName));
  const endpoint = cluster === undefined ? undefined : serverOf(cluster);
  if (cluster === undefined || endpoint === undefined) {
    throw new KubeconfigError("context", `${shown(context)} names a cluster that has no server URL in the kubeconfig.`);
  }
  const user = entries(config["users"], "user").get(String(userName));
  // No user is needed behind a proxy that logs in itself.
  if (user === undefined && userName !== undefined && userName !== "") {
    throw new KubeconfigError("context", `${shown(context)} names a user that is not in the kubeconfig.`);
  }
  const narrowed = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    contexts: [{ name: context, context: chosen }],
    clusters: [{ name: clusterName, cluster: absolute(cluster, folder) }],
    users: user === undefined ? [] : [{ name: userName, user: absolute(user, folder) }],
  };
  return { text: stringify(narrowed), endpoint };
}

/** The API server's URL without credentials; undefined if it is not a URL. */
function serverOf({ server }: Entry): string | undefined {
  if (typeof server !== "string" || url("https", "http")(server) !== undefined) return undefined;
  return withoutCredentials(server);
}

/** Reads a kubeconfig file and reduces it to one of its contexts. `~/` is the home directory. */
export function fromFile(path: string, context: string): ContextConfig {
  const file = path.startsWith("~/") ? join(homedir(), path.slice(2)) : resolve(path);
  return contextConfig(textOf(path, file), context, dirname(file));
}

function textOf(path: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    const name = shownPath(path);
    const where = name === "the value" ? code : `${code} at ${file}`;
    throw new KubeconfigError("kubeconfig", `${name} cannot be read (${where}).`);
  }
}

function parsed(text: string): Entry {
  try {
    // A warning would show the line, which may contain a token.
    const config: unknown = parse(text, { logLevel: "error" });
    if (isEntry(config) && Array.isArray(config["contexts"])) return config;
  } catch (error) {
    const line = (error as { linePos?: readonly { line: number }[] }).linePos?.[0]?.line;
    const where = line === undefined ? "" : ` (line ${String(line)})`;
    throw new KubeconfigError("kubeconfig", `does not parse as YAML${where}.`);
  }
  throw new KubeconfigError("kubeconfig", "is not a kubeconfig: it has no list of contexts.");
}

/** Keys that name files: https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/. */
const FILES = ["certificate-authority", "client-certificate", "client-key", "tokenFile"];

const absolute = (entry: Entry, folder: string): Entry =>
  Object.fromEntries(
    Object.entries(entry).map(([key, value]) => {
      if (FILES.includes(key) && typeof value === "string") return [key, resolve(folder, value)];
      return [key, key === "exec" && isEntry(value) ? withCommand(value, folder) : value];
    }),
  );

/** A command with a slash is a file name; without one it is found on the PATH (as in client-go). */
const withCommand = (exec: Entry, folder: string): Entry =>
  typeof exec["command"] === "string" && exec["command"].includes("/")
    ? { ...exec, command: resolve(folder, exec["command"]) }
    : exec;
