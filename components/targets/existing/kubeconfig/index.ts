import { resolve } from "node:path";
import { isUrl } from "../../../shared/checks";
import { KubeconfigError, parsedKubeconfig } from "../../../shared/kubeconfig-text";
import { shown, withoutCredentials } from "../../../shared/shown";
import { checkedConfig, isEntry, nameOf, type Entry } from "./fields";
import { readKubeconfig } from "./file";
import { confirmUsable } from "./usable";

export { KubeconfigError };

/** A kubeconfig reduced to one context. */
export interface ContextConfig {
  /** Name of the context. */
  readonly context: string;
  /** JSON with this context only, so that no other cluster's credentials get into the state. */
  readonly text: string;
  /** URL of the API server, without anything in it that may be secret. */
  readonly endpoint: string;
}

/** Reads a kubeconfig file and reduces it to one of its contexts. `~/` is the home directory. */
export function fromFile(path: string, context: string | undefined): ContextConfig {
  const { text, folder } = readKubeconfig(path);
  return contextConfig(text, context, folder);
}

/**
 * Reduces a kubeconfig, which is text in YAML or JSON or an object, to one of its contexts: the current one if none is named.
 * It reads what client-go reads, and refuses what client-go refuses. Relative file names in it start at `folder`.
 */
export function contextConfig(kubeconfig: unknown, context: string | undefined, folder: string): ContextConfig {
  const config = checkedConfig(typeof kubeconfig === "string" ? parsedKubeconfig(kubeconfig) : kubeconfig);
  const name = context ?? currentContext(config);
  const chosen = entry(config, "contexts", "context", name);
  if (chosen === undefined) {
    throw new KubeconfigError("context", `${shown(name)} is not in the kubeconfig; ${contextsOf(config)}.`);
  }
  const [clusterName, userName] = [textOf(chosen["cluster"]), textOf(chosen["user"])];
  const cluster = entry(config, "clusters", "cluster", clusterName);
  const endpoint = endpointOf(cluster);
  if (cluster === undefined || endpoint === undefined) {
    throw new KubeconfigError("context", `${shown(name)} names a cluster that has no server URL in the kubeconfig.`);
  }
  const user = withDefaults(entry(config, "users", "user", userName));
  // No user is needed behind a proxy that logs in itself.
  if (user === undefined && userName !== "") {
    throw new KubeconfigError("context", `${shown(name)} names a user that is not in the kubeconfig.`);
  }
  confirmUsable(cluster, user ?? {});
  const narrowed = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    contexts: [{ name, context: chosen }],
    clusters: [{ name: clusterName, cluster: absolute(cluster, folder) }],
    users: user === undefined ? [] : [{ name: userName, user: absolute(user, folder) }],
  };
  // JSON, because what YAML reads as text depends on its version: `no` is text in one and a boolean in another.
  return { context: name, text: JSON.stringify(narrowed), endpoint };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function currentContext(config: Entry): string {
  const current = textOf(config["current-context"]);
  if (current !== "") return current;
  throw new KubeconfigError("context", `the kubeconfig has no current-context; ${contextsOf(config)}.`);
}

const listOf = (config: Entry, list: string): readonly Entry[] => (config[list] ?? []) as readonly Entry[];

/** What belongs to a name in one of the lists. */
function entry(config: Entry, list: string, key: string, name: string): Entry | undefined {
  const found = listOf(config, list).find((item) => nameOf(item) === name);
  return found === undefined ? undefined : ((found[key] ?? {}) as Entry);
}

/** Most contexts that an error lists. */
const LISTED = 10;

function contextsOf(config: Entry): string {
  const names = listOf(config, "contexts").map(nameOf);
  if (names.length === 0) return "it has none";
  const more = names.length > LISTED ? ` and ${String(names.length - LISTED)} more` : "";
  return `its contexts are ${names.slice(0, LISTED).join(", ")}${more}`;
}

/** The API server's URL without user name, password and query; undefined if there is no URL. */
function endpointOf(cluster: Entry | undefined): string | undefined {
  const server = textOf(cluster?.["server"]);
  if (!isUrl(server, "https", "http")) return undefined;
  return withoutCredentials(server);
}

/** Older versions of the login interface do not say whether the login program may ask the user. */
function withDefaults(user: Entry | undefined): Entry | undefined {
  const exec = user?.["exec"];
  if (!isEntry(exec) || textOf(exec["interactiveMode"]) !== "") return user;
  return exec["apiVersion"] === "client.authentication.k8s.io/v1beta1"
    ? { ...user, exec: { ...exec, interactiveMode: "IfAvailable" } }
    : user;
}

/** Keys that name files: https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/. */
const FILES = ["certificate-authority", "client-certificate", "client-key", "tokenFile"];

const absolute = (entry: Entry, folder: string): Entry =>
  Object.fromEntries(
    Object.entries(entry).map(([key, value]) => {
      if (FILES.includes(key) && typeof value === "string" && value !== "") return [key, resolve(folder, value)];
      return [key, key === "exec" && isEntry(value) ? withCommand(value, folder) : value];
    }),
  );

/** A command with a slash is a file name; without one it is found on the PATH (as in client-go). */
const withCommand = (exec: Entry, folder: string): Entry =>
  typeof exec["command"] === "string" && exec["command"].includes("/")
    ? { ...exec, command: resolve(folder, exec["command"]) }
    : exec;
