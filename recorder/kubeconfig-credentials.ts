import { parseAllDocuments } from "yaml";

/** Fields of a kubeconfig's users that hold a credential. An `auth-provider` keeps its own in a map `config`. */
const CREDENTIAL = /^(?:token|password|client-key-data|id-token|access-token|refresh-token|client-secret)$/;

/** Names of environment variables that hold a credential. */
const SECRET_VARIABLE = /token|secret|password|key/i;

/** How many texts are read at most, of those that stand in one another. A list of kubeconfigs may have many. */
const MAX_TEXTS = 100;

/**
 * The credentials in a text that is a kubeconfig, in YAML or JSON. A server or a tool may print a token alone, without the
 * kubeconfig around it. Nothing for any other text.
 */
export const credentialsIn = (text: string): string[] => read(text, new Set());

/** Text in JSON or YAML may hold a kubeconfig as text. Each text is read once, wherever aliases name it. */
function read(text: string, done: Set<string>): string[] {
  if (done.has(text) || done.size >= MAX_TEXTS || !/\busers\b/.test(text)) return [];
  done.add(text);
  try {
    return credentialsOf(contentOf(text), done);
  } catch {
    return []; // no YAML, or aliases without end
  }
}

/** The components write kubeconfigs as JSON, which needs no library; most plans have no other. */
function contentOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const [document] = parseAllDocuments(text, { uniqueKeys: false, logLevel: "silent" });
    return document !== undefined && "errors" in document ? document.toJS() : undefined;
  }
}

function credentialsOf(value: unknown, done: Set<string>): string[] {
  if (typeof value === "string") return read(value, done);
  if (Array.isArray(value)) return value.flatMap((item) => credentialsOf(item, done));
  if (typeof value !== "object" || value === null) return [];
  const { name, value: content } = value as Readonly<Record<string, unknown>>;
  const variable =
    typeof name === "string" && SECRET_VARIABLE.test(name) && typeof content === "string" ? [content] : [];
  return [
    ...variable,
    ...Object.entries(value).flatMap(([key, item]: [string, unknown]) =>
      typeof item === "string" && CREDENTIAL.test(key) ? [item] : credentialsOf(item, done),
    ),
  ];
}
