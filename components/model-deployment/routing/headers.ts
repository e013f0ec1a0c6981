import { problemIf, shown, type Problem } from "../../shared/invalid-args";
import { oneOf } from "../../shared/one-of";
import type { HeaderMatchArgs } from "../routing-args";

/** Headers by which both ingresses lead gRPC to a model, and the one that names the host. */
const TAKEN = ["seldon", "namespace", "host"];

/** Longest expression; Envoy refuses much larger ones. */
const LONGEST = 200;

/** What is wrong with the headers that requests must have. */
export function headerProblems(path: string, headers: readonly HeaderMatchArgs[] | undefined): Problem[] {
  if (headers === undefined) return [];
  if (headers.length === 0) return [{ path, reason: "is empty. Write a header, or leave it out." }];
  const names = headers.map(({ name }) => name.toLowerCase());
  return headers.flatMap((header, index) => {
    const at = `${path}[${String(index)}]`;
    const { name, value, regex } = header;
    return [
      ...problemIf(
        !/^[A-Za-z0-9_-]+$/.test(name),
        `${at}.name`,
        `${shown(name)} is not the name of a header, such as location: use letters, digits, '-' and '_'.`,
      ),
      ...problemIf(
        TAKEN.includes(names[index] ?? ""),
        `${at}.name`,
        `${shown(name)} decides already which model gets a request. Use another header.`,
      ),
      ...problemIf(
        names.indexOf(names[index] ?? "") !== index,
        `${at}.name`,
        `${shown(name)} is listed twice, but all headers must match. Remove one.`,
      ),
      ...oneOf(at, { value, regex }, header),
      ...problemIf(
        value !== undefined && !/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value),
        `${at}.value`,
        `${shown(value)} is not the value of a header: write printable ASCII without blanks at its ends.`,
      ),
      ...(regex === undefined ? [] : regexProblems(`${at}.regex`, regex)),
    ];
  });
}

/** Escapes that RE2 knows, apart from those of punctuation. */
const ESCAPES = /^[dDsSwWbBAztnrfva0-7x]$/;

/** Envoy refuses the whole configuration of a gateway that has a wrong expression, so all routes would stay as they were. */
function regexProblems(path: string, regex: string): Problem[] {
  const reason = wrongWith(regex);
  return problemIf(reason !== undefined, path, `${shown(regex)} ${reason ?? ""}`);
}

function wrongWith(regex: string): string | undefined {
  if (regex === "") return "matches no value. Write an expression, such as .* for any value.";
  if (regex.length > LONGEST) return `has more than ${String(LONGEST)} characters. Write a shorter expression.`;
  const unsupported = [...regex.matchAll(/\\(.)/g)].find(
    ([, escaped = ""]) => /\w/.test(escaped) && !ESCAPES.test(escaped),
  );
  if (/\(\?[=!]|\(\?<[=!]/.test(regex) || /\\[1-9]/.test(regex) || unsupported !== undefined)
    return "uses what RE2 does not know, such as a look-ahead or a reference to a group. Write it without.";
  const counts = [...regex.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].flatMap(([, least, most]) => [least, most]);
  if (counts.some((count) => Number(count ?? 0) > 1000)) return "repeats more than 1000 times. Write a smaller number.";
  try {
    // RE2 has flags at the beginning, and `(?P<name>`; JavaScript writes them otherwise.
    new RegExp(regex.replace(/^\(\?[imsU]+\)/, "").replaceAll("(?P<", "(?<"));
    return undefined;
  } catch {
    return "is not a regular expression. Correct it.";
  }
}

/** A header's name as gateways compare it. */
export const lowerCase = ({ name }: HeaderMatchArgs): string => name.toLowerCase();

/** The same text for headers that match the same requests, in whatever order they are written. */
export const matchKey = (headers: readonly HeaderMatchArgs[]): string =>
  JSON.stringify(headers.map((header) => [lowerCase(header), header.value ?? null, header.regex ?? null]).sort());
