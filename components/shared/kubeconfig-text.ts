import { FAILSAFE_SCHEMA, load, Type, type YAMLException } from "js-yaml";

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
    value = load(firstDocument(text), { schema: SCHEMA, json: true });
  } catch (error) {
    throw unreadable(error, text);
  }
  if (!isFinite(sizeOf(value))) throw aliases();
  return value;
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
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** A line that begins or ends a document, in front of it. */
const MARKER = /^(?=(?:---|\.\.\.)(?:\s|$))/m;

/** A line before the content of a document: empty, a comment or a directive. */
const PREFACE = /^(?:\s*(?:#.*)?|%.*)$/;

/** A text up to the end of its first document; js-yaml refuses a text that has more. */
function firstDocument(text: string): string {
  const [before = "", first = ""] = text.replace(/^\uFEFF/, "").split(MARKER, 2);
  return before.split("\n").every((line) => PREFACE.test(line)) ? before + first : before;
}

/**
 * How many values something has with each alias written out. Without end if an alias is inside of its own anchor, or if there are
 * more than any text of the largest size has without aliases.
 */
function sizeOf(value: unknown, sizes = new Map<object, number>()): number {
  if (typeof value !== "object" || value === null) return 1;
  const counted = sizes.get(value);
  if (counted !== undefined) return counted;
  sizes.set(value, Infinity); // until it is counted
  const size = Object.values(value).reduce((sum: number, item) => sum + sizeOf(item, sizes), 1);
  sizes.set(value, size);
  return size > MAX_BYTES ? Infinity : size;
}

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
    scalar("merge", /^<<$/, (word) => word),
  ],
});

const INTEGER = /^[-+]?(?:0[xX][\da-fA-F]+|0[oO]?[0-7]+|0[bB][01]+)$/;
const DECIMAL = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/** The number that a word stands for; the word itself if it is none. Digits may be grouped by underscores. */
function numberOr(word: string): unknown {
  if (/^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/.test(word)) return NaN;
  const digits = word.startsWith(".") ? word : word.replaceAll("_", "");
  if (DECIMAL.test(digits)) return Number(digits);
  return INTEGER.test(digits) ? integer(digits) : word;
}

/** A number in base 16, 8 or 2; text if it has more than 64 bits. */
function integer(digits: string): unknown {
  const [, sign = "", body = ""] = /^([-+]?)(.*)$/.exec(digits) ?? [];
  const value = BigInt(/^0[0-7]/.test(body) ? `0o${body.slice(1)}` : body.toLowerCase());
  if (value >= 2n ** 64n || (sign === "-" && value > 2n ** 63n)) return digits;
  return Number(sign === "-" ? -value : value);
}
