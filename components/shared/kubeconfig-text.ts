import { randomUUID } from "node:crypto";
import { FAILSAFE_SCHEMA, load, Type, type LoadOptions, type YAMLException } from "js-yaml";

/** Why a kubeconfig cannot be used. The message never quotes a value of the kubeconfig, because it contains credentials. */
export class KubeconfigError extends Error {
  constructor(
    /** What is wrong: the choice of the context, something in the input, or the whole input, which is no kubeconfig. */
    readonly what: "context" | "content" | "format",
    message: string,
  ) {
    super(message);
  }
}

/**
 * Largest kubeconfig in bytes. A context with its certificates takes about 6 KiB, so this is room for hundreds; a file that
 * never ends, such as a device, is refused.
 */
export const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The value in the text of a kubeconfig, in YAML or its subset JSON, as client-go reads it: by the rules of YAML 1.1 as Go's `yaml.v2` has
 * them. There `no` and `on` are booleans, and `12:30` and dates are text. Only the first document counts. Throws `KubeconfigError`.
 */
export function parsedKubeconfig(text: string): unknown {
  if (Buffer.byteLength(text) > MAX_BYTES) throw tooLarge();
  if (CONTROL_CHARACTERS.test(text)) {
    throw new KubeconfigError("format", "contains control characters, which YAML does not allow.");
  }
  let value: unknown;
  try {
    // With `json`, the last of two equal keys counts.
    value = load(firstDocument(text), { schema: SCHEMA, json: true, listener: limitOfCopies() });
  } catch (error) {
    throw error instanceof KubeconfigError ? error : unreadable(error, text);
  }
  if (!isFinite(sizeOf(value))) throw aliases();
  return merged(value);
}

export const tooLarge = (): KubeconfigError =>
  new KubeconfigError("format", `is larger than ${String(MAX_BYTES / 1024 / 1024)} MiB, which no kubeconfig is.`);

const aliases = (): KubeconfigError =>
  new KubeconfigError(
    "format",
    "does not parse as YAML: it has too many aliases, or one that has no anchor or is inside of it.",
  );

/** The error of the parser without what it quotes, which may be a secret. */
function unreadable(error: unknown, text: string): KubeconfigError {
  const { reason = "", mark } = error as Partial<YAMLException>;
  if (reason.startsWith("unidentified alias")) return aliases();
  // The end of the text is behind a line end that js-yaml adds.
  const line = mark === undefined ? "" : ` (line ${String(Math.min(mark.line + 1, text.split("\n").length))})`;
  return reason.startsWith("unknown tag")
    ? new KubeconfigError("content", `has a YAML tag${line}, which kubeconfigs do not use. Write the value itself.`)
    : new KubeconfigError("format", `does not parse as YAML${line}.`);
}

// eslint-disable-next-line no-control-regex
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

/** A line that begins or ends a document, in front of it. */
const MARKER = /^(?=(?:---|\.\.\.)(?:\s|$))/m;

/** A line before the content of a document: empty, a comment or a directive. */
const PREFACE = /^(?:\s*(?:#.*)?|%.*)$/;

/** A text up to the end of its first document; js-yaml refuses a text that has more. */
function firstDocument(text: string): string {
  const [before = "", first = ""] = text.replace(/^\uFEFF/, "").split(MARKER, 2);
  return before.split(/[\r\n]/).every((line) => PREFACE.test(line)) ? before + first : before;
}

/**
 * Called for each value that js-yaml reads. A list that is a key is written out as text, by js-yaml, each time that an alias names it:
 * this stops where the lists are longer than any text of the largest size has them without aliases.
 */
function limitOfCopies(): NonNullable<LoadOptions["listener"]> {
  let length = 0;
  return (event, { result }) => {
    if (event !== "close" || !Array.isArray(result)) return;
    for (const item of result as readonly unknown[]) {
      length += typeof item === "string" ? item.length + 1 : 1;
      if (length > MAX_BYTES) throw aliases();
    }
  };
}

/** How deep values may be inside of each other by aliases; without aliases, js-yaml has a lower limit. */
const MAX_DEPTH = 1000;

/**
 * How many values something has with each alias written out. Without end if an alias is inside of its own anchor, or if there are
 * more or deeper ones than any text of the largest size has without aliases.
 */
function sizeOf(value: unknown, sizes = new Map<object, number>(), depth = 0): number {
  if (typeof value !== "object" || value === null) return 1;
  if (depth > MAX_DEPTH) return Infinity;
  const counted = sizes.get(value);
  if (counted !== undefined) return counted;
  sizes.set(value, Infinity); // until it is counted
  const size = Object.values(value).reduce((sum: number, item) => sum + sizeOf(item, sizes, depth + 1), 1);
  sizes.set(value, size);
  return size > MAX_BYTES ? Infinity : size;
}

/**
 * What `<<` is in a value of js-yaml, before a number that tells the merges of one map apart. It is random, because a text in quotes may
 * have any character by an escape, and such a text is no merge.
 */
const MERGE = `<<${randomUUID()}`;
let merges = 0;

/**
 * A value with its merged maps. What stands last counts, be it a key or a merge, and in a merge of a list the first map that has a key.
 * js-yaml would merge as YAML 1.1 says, where a key counts wherever it stands, and kubectl would log in as somebody else.
 */
function merged(value: unknown, done = new Map<object, unknown>()): unknown {
  if (typeof value === "string") return value.startsWith(MERGE) ? "<<" : value;
  if (typeof value !== "object" || value === null) return value;
  if (!done.has(value)) {
    done.set(value, Array.isArray(value) ? value.map((item) => merged(item, done)) : mergedMap(value, done));
  }
  return done.get(value);
}

function mergedMap(map: object, done: Map<object, unknown>): object {
  const entries = new Map<string, unknown>();
  for (const [key, value] of Object.entries(map) as [string, unknown][]) {
    const item = merged(value, done);
    if (!key.startsWith(MERGE)) entries.set(key, item);
    else for (const source of sources(item)) for (const [name, one] of Object.entries(source)) entries.set(name, one);
  }
  return Object.fromEntries(entries);
}

/** The maps that a merge names, the one that counts last. */
const sources = (value: unknown): readonly object[] =>
  (Array.isArray(value) ? value.toReversed() : [value]).map((source: unknown) => {
    if (typeof source === "object" && source !== null && !Array.isArray(source)) return source;
    throw new KubeconfigError("format", "does not parse as YAML: it merges something that is not a map.");
  });

const scalar = (name: string, test: RegExp, construct: (word: string) => unknown): Type =>
  new Type(`tag:yaml.org,2002:${name}`, {
    kind: "scalar",
    resolve: (word: string | null) => test.test(word ?? ""),
    construct: (word: string | null) => construct(word ?? ""),
  });

/** What plain words stand for. */
const SCHEMA = FAILSAFE_SCHEMA.extend({
  implicit: [
    scalar("null", /^(?:~|null|Null|NULL)?$/, () => null),
    scalar("bool", /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/, (word) =>
      /^(?:y|t|on)/i.test(word),
    ),
    scalar("float", /^[-+\d.]/, numberOr),
    // Not by the name of the type in YAML, at which js-yaml merges itself.
    scalar("merge-key", /^<<$/, () => `${MERGE}${String(merges++)}`),
  ],
});

const INTEGER = /^[-+]?(?:0[xX][\da-fA-F]+|0[oO]?[0-7]+|0[bB][01]+)$/;
const DECIMAL = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/** The number that a word stands for; the word itself if it is none. Digits may be grouped by underscores. */
function numberOr(word: string): unknown {
  if (/^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/.test(word)) return NaN;
  const digits = word.startsWith(".") ? word.replaceAll(/(?<=\d)_(?=\d)/g, "") : word.replaceAll("_", "");
  if (INTEGER.test(digits)) return integer(digits);
  // A number that is too large for a float is text.
  return DECIMAL.test(digits) && isFinite(Number(digits)) ? Number(digits) : word;
}

/** A number in base 16, 8 or 2; text if it has more than 64 bits. */
function integer(digits: string): unknown {
  const [, sign = "", body = ""] = /^([-+]?)(.*)$/.exec(digits) ?? [];
  const value = BigInt(/^0[0-7]/.test(body) ? `0o${body.slice(1)}` : body.toLowerCase());
  if (value >= 2n ** 64n || (sign === "-" && value > 2n ** 63n)) return digits;
  return Number(sign === "-" ? -value : value);
}
