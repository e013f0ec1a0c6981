import { parseAllDocuments } from "yaml";

/** Fields of a kubeconfig's users that hold a credential. An `auth-provider` keeps its own in a map `config`. */
const CREDENTIAL = /^(?:token|password|client-key-data|id-token|access-token|refresh-token|client-secret)$/;

/** Names of environment variables that hold a credential. */
const SECRET_VARIABLE = /token|secret|password|key/i;

/** How many texts inside of each other are read: a list of JSON, as text in a text, has three. */
const MAX_TEXTS = 4;

/**
 * The credentials in a text that is a kubeconfig, in YAML or JSON. A server or a tool may print a token alone, without the
 * kubeconfig around it. Nothing for any other text.
 */
export function credentialsIn(text: string, inside = 0): string[] {
  if (inside >= MAX_TEXTS || !/\busers\b/.test(text)) return [];
  try {
    const content = contentOf(text);
    // A text of JSON or YAML may hold a kubeconfig as text. One that is itself is no other text.
    return content === text ? [] : credentialsOf(content, inside + 1);
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

function credentialsOf(value: unknown, inside: number): string[] {
  if (typeof value === "string") return credentialsIn(value, inside);
  if (Array.isArray(value)) return value.flatMap((item) => credentialsOf(item, inside));
  if (typeof value !== "object" || value === null) return [];
  const { name, value: content } = value as Readonly<Record<string, unknown>>;
  const variable =
    typeof name === "string" && SECRET_VARIABLE.test(name) && typeof content === "string" ? [content] : [];
  return [
    ...variable,
    ...Object.entries(value).flatMap(([key, item]: [string, unknown]) =>
      typeof item === "string"
        ? CREDENTIAL.test(key)
          ? [item]
          : credentialsIn(item, inside)
        : credentialsOf(item, inside),
    ),
  ];
}
