import { SECRET } from "./graph";

/** Shorter secrets ("dev", "1") are everyday words: taking them out would spoil the text and protect nothing. */
const SHORTEST = 6;

/** Takes known secrets out of a text, also as they stand inside JSON. */
export function redact(text: string, secrets: Iterable<string>): string {
  const forms = [...secrets].filter(isTelling).flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  if (forms.length === 0) return text;
  const longestFirst = [...new Set(forms)].sort((one, other) => other.length - one.length);
  return text.replace(new RegExp(longestFirst.map(escaped).join("|"), "g"), SECRET);
}

/** Whether a secret is long enough to be recognised in a text. */
export const isTelling = (secret: string): boolean => secret.trim().length >= SHORTEST;

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
