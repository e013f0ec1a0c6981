import { parseAllDocuments, type ScalarTag } from "yaml";
import { KubeconfigError } from "./error";

/**
 * Largest kubeconfig in bytes. A context with its certificates takes about 6 KiB, so this is room for hundreds; a file that
 * never ends, such as a device, is refused.
 */
export const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The value in a text of YAML, of which JSON is a subset, as client-go reads it: by the rules of YAML 1.1 as Go's `yaml.v2` has
 * them. There `no` and `on` are booleans, and `12:30` and dates are text. Only the first document counts.
 */
export function parsedYaml(text: string): unknown {
  if (Buffer.byteLength(text) > MAX_BYTES) throw tooLarge();
  if (CONTROL_CHARACTERS.test(text)) {
    throw new KubeconfigError("format", "contains control characters, which YAML does not allow.");
  }
  const [document] = parseAllDocuments(text, {
    schema: "failsafe",
    customTags: (tags) => [...tags, ...SCALARS],
    merge: true,
    uniqueKeys: false,
    prettyErrors: true,
    logLevel: "silent",
  });
  // An empty text has no document.
  if (document === undefined || !("errors" in document)) return null;
  const [error] = document.errors;
  if (error !== undefined) {
    throw new KubeconfigError("format", `does not parse as YAML${lineOf(error)}.`);
  }
  const [warning] = document.warnings;
  if (warning !== undefined) {
    const reason = `has a YAML tag${lineOf(warning)}, which kubeconfigs do not use. Write the value itself.`;
    throw new KubeconfigError("content", reason);
  }
  try {
    return document.toJS();
  } catch {
    throw new KubeconfigError("format", "does not parse as YAML: it has too many aliases, or one without an anchor.");
  }
}

export const tooLarge = (): KubeconfigError =>
  new KubeconfigError("format", `is larger than ${String(MAX_BYTES / 1024 / 1024)} MiB, which no kubeconfig is.`);

// eslint-disable-next-line no-control-regex
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

const lineOf = ({ linePos }: { linePos?: readonly { line: number }[] }): string =>
  linePos?.[0] === undefined ? "" : ` (line ${String(linePos[0].line)})`;

const scalar = (name: string, test: RegExp, resolve: (text: string) => unknown): ScalarTag => ({
  tag: `tag:yaml.org,2002:${name}`,
  default: true,
  test,
  resolve,
});

/** What plain words stand for. */
const SCALARS: readonly ScalarTag[] = [
  scalar("null", /^(?:~|null|Null|NULL)?$/, () => null),
  scalar("bool", /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/, () => true),
  scalar("bool", /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/, () => false),
  scalar("float", /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/, () => NaN),
  scalar("float", /^[-+\d.]/, numberOr),
];

const INTEGER = /^[-+]?(?:0[xX][\da-fA-F]+|0[oO]?[0-7]+|0[bB][01]+)$/;
const DECIMAL = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/** The number that a word stands for; the word itself if it is none. Digits may be grouped by underscores. */
function numberOr(word: string): unknown {
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
