import { SECRET, type PlainValue, type PlanGraph, type PlannedResource } from "./graph";
import { credentialsIn } from "./kubeconfig-credentials";

/** Shorter secrets ("dev", "1") are common words: replacing them would spoil the text and protect nothing. */
const MIN_LENGTH = 6;

/** Secrets that are long enough to be replaced, and the credentials in those that are kubeconfigs. */
const findable = (secrets: Iterable<string>): string[] =>
  [...secrets]
    .flatMap((secret) => [secret, ...credentialsIn(secret)])
    .filter((secret) => secret.trim().length >= MIN_LENGTH);

/**
 * The forms in which a secret can be part of a text: as it is, in JSON and in a text of JSON, in a URL, in hexadecimal digits, and in
 * base64, whose characters depend on where in the encoded text the secret begins.
 */
export function formsOf(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const bytes = Buffer.byteLength(secret);
  const inBase64 = [0, 1, 2].flatMap((before) => {
    // A character has six bits. Those at both ends also depend on what is beside the secret.
    const [start, end] = [Math.ceil((before * 8) / 6), Math.floor(((before + bytes) * 8) / 6)];
    const text = Buffer.from(" ".repeat(before) + secret).toString("base64");
    const standard = text.slice(start, end);
    return [standard, standard.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const others = [encodeURIComponent(Buffer.from(secret).toString()), Buffer.from(secret).toString("hex"), ...inBase64];
  return [...new Set([secret, escaped, JSON.stringify(escaped).slice(1, -1), ...others])];
}

/** Replaces known secrets in a text, in each of their forms. */
export const redact = (text: string, secrets: Iterable<string>): string => redactor(secrets)(text);

/** Replaces known secrets in many texts. */
export function redactor(secrets: Iterable<string>): (text: string) => string {
  const forms = findable(secrets)
    .flatMap(formsOf)
    .filter((form) => form.trim().length >= MIN_LENGTH);
  if (forms.length === 0) return (text) => text;
  // By their first characters: a regular expression of long texts takes a second to compile.
  const byStart = new Map<string, string[]>();
  for (const form of [...new Set(forms)].sort((one, other) => other.length - one.length)) {
    const start = form.slice(0, MIN_LENGTH);
    byStart.set(start, [...(byStart.get(start) ?? []), form]);
  }
  return (text) => {
    let [redacted, copied, at] = ["", 0, 0];
    while (at + MIN_LENGTH <= text.length) {
      const found = byStart.get(text.slice(at, at + MIN_LENGTH))?.find((form) => text.startsWith(form, at));
      if (found === undefined) at++;
      else {
        redacted += text.slice(copied, at) + SECRET;
        at += found.length;
        copied = at;
      }
    }
    return redacted + text.slice(copied);
  };
}

/** Replaces known secrets in every text of a value; numbers and booleans stay what they are. */
export function redactValue<T>(value: T, redactText: (text: string) => string): T {
  if (typeof value === "string") return redactText(value) as T;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => redactValue(item, redactText)) as T;
  const entries = Object.entries(value).map(([key, item]) => [
    redactText(key),
    redactValue(item as unknown, redactText),
  ]);
  return Object.fromEntries(entries) as T;
}

/** A secret that is not marked as one, so that the state would hold it as plain text. */
export interface Leak {
  readonly resource: PlannedResource;
  /** Path of the input or output that holds it: `values.auth.password`. */
  readonly path: string;
}

/** Finds known secrets in values that are not marked as secret. */
export function findLeaks(graph: PlanGraph, secrets: Iterable<string>): Leak[] {
  const known = findable(secrets);
  const holdsSecret = (text: string) => known.some((secret) => text.includes(secret));
  return graph.resources.flatMap((resource) => {
    const values = [resource.inputs, ...(resource.custom || !resource.outputs ? [] : [resource.outputs])];
    const paths = values.flatMap((properties) => pathsOf(properties.values, "", holdsSecret));
    return [...new Set(paths)].map((path) => ({ resource, path }));
  });
}

function pathsOf(value: PlainValue, path: string, test: (text: string) => boolean): string[] {
  if (typeof value === "string") return test(value) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  const list = Array.isArray(value);
  return Object.entries(value as Record<string, PlainValue>).flatMap(([key, item]) =>
    pathsOf(item, list ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`, test),
  );
}
