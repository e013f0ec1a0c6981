import { KubeconfigError } from "../../../shared/kubeconfig-text";

/** An object of a kubeconfig. */
export type Entry = Readonly<Record<string, unknown>>;

export const isEntry = (value: unknown): value is Entry =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A type in a kubeconfig. */
interface Field {
  /** What an empty value stands for. */
  readonly empty: unknown;
  /** The value, or an error with its path if it is of another type. */
  read(at: string, value: unknown): unknown;
}

const wrong = (at: string, reason: string): KubeconfigError => new KubeconfigError("content", `${at} ${reason}`);

const text = {
  empty: "",
  read(at: string, value: unknown): string {
    if (typeof value === "string") return value;
    if (typeof value === "number") throw wrong(at, "is a number, not text. Put it in quotes.");
    if (typeof value !== "boolean") throw wrong(at, "is not text.");
    throw wrong(at, "is a boolean, as yes, no, on and off are in YAML, not text. Put it in quotes.");
  },
};

const flag: Field = {
  empty: false,
  read(at, value) {
    if (typeof value === "boolean") return value;
    throw wrong(at, "is not a boolean. Write true or false, without quotes.");
  },
};

const base64: Field = {
  empty: "",
  read(at, value) {
    const encoded = text.read(at, value).replaceAll(/[\r\n]/g, "");
    if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(encoded)) {
      throw wrong(at, "is not base64. Encode the content of the PEM file.");
    }
    return Buffer.from(encoded, "base64").toString("base64");
  },
};

const anything: Field = { empty: null, read: (_at, value) => value };

const readOrEmpty = (type: Field, at: string, value: unknown): unknown =>
  value === null || value === undefined ? type.empty : type.read(at, value);

const list = (item: Field): Field => ({
  empty: [],
  read(at, value) {
    if (!Array.isArray(value)) throw wrong(at, "is not a list.");
    return value.map((entry, index) => readOrEmpty(item, `${at}[${String(index)}]`, entry));
  },
});

const map = (item: Field): Field => ({
  empty: {},
  read(at, value) {
    if (!isEntry(value)) throw wrong(at, "is not an object.");
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, readOrEmpty(item, `a value of ${at}`, entry)]),
    );
  },
});

/** An object; fields that client-go does not know are left out, as it does. */
const object = (fields: Readonly<Record<string, Field>>): Field => ({
  empty: {},
  read(at, value) {
    if (!isEntry(value)) throw wrong(at, "is not an object.");
    const given = Object.keys(fields).filter(
      (name) => Object.hasOwn(value, name) && value[name] !== null && value[name] !== undefined,
    );
    return Object.fromEntries(
      given.map((name) => [name, fields[name]?.read(at === "" ? name : `${at}.${name}`, value[name])]),
    );
  },
});

/** A list of named objects. A name that occurs twice makes client-go refuse the whole kubeconfig. */
const named = (key: string, type: Field): Field => {
  const items = list(object({ name: text, [key]: type }));
  return {
    empty: [],
    read(at, value) {
      const entries = items.read(at, value) as readonly Entry[];
      const seen = new Set<string>();
      const twice = entries.map(nameOf).find((name) => seen.size === seen.add(name).size);
      if (twice !== undefined) throw wrong(at, `has two entries with the name "${twice}". Remove or rename one.`);
      return entries;
    },
  };
};

/** Name of a named object. */
export const nameOf = ({ name }: Entry): string => (typeof name === "string" ? name : "");

const extensions = named("extension", anything);

const cluster = object({
  server: text,
  "tls-server-name": text,
  "insecure-skip-tls-verify": flag,
  "certificate-authority": text,
  "certificate-authority-data": base64,
  "proxy-url": text,
  "disable-compression": flag,
  extensions,
});

const exec = object({
  apiVersion: text,
  command: text,
  args: list(text),
  env: list(object({ name: text, value: text })),
  installHint: text,
  provideClusterInfo: flag,
  interactiveMode: text,
});

const user = object({
  "client-certificate": text,
  "client-certificate-data": base64,
  "client-key": text,
  "client-key-data": base64,
  token: text,
  tokenFile: text,
  as: text,
  "as-uid": text,
  "as-groups": list(text),
  "as-user-extra": map(list(text)),
  username: text,
  password: text,
  "auth-provider": object({ name: text, config: map(text) }),
  exec,
  extensions,
});

const config = object({
  kind: text,
  apiVersion: text,
  preferences: object({ colors: flag, extensions }),
  "current-context": text,
  contexts: named("context", object({ cluster: text, user: text, namespace: text, extensions })),
  clusters: named("cluster", cluster),
  users: named("user", user),
  extensions,
});

/**
 * A kubeconfig with the fields that client-go reads (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/), each of its
 * type. As in client-go, a value of another type is an error wherever it stands, also in a context that nobody chose.
 */
export function checkedConfig(value: unknown): Entry {
  if (!isEntry(value)) throw new KubeconfigError("format", "is not a kubeconfig: it has no list of contexts.");
  const known = config.read("", value) as Entry;
  const [kind, version] = [known["kind"] ?? "", known["apiVersion"] ?? ""];
  if (!["", "Config"].includes(kind as string) || !["", "v1"].includes(version as string)) {
    throw new KubeconfigError("format", "is not a kubeconfig: its kind is not Config, or its apiVersion is not v1.");
  }
  if (known["contexts"] === undefined) {
    throw new KubeconfigError("format", "is not a kubeconfig: it has no list of contexts.");
  }
  return known;
}
