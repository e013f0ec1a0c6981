import type { Paint } from "./colours";

/** What stays on one line: a word, a name, a URL, a command. */
export interface Word {
  readonly text: string;
  readonly paint?: Paint[keyof Paint];
}

/** The words of a sentence. */
export const wordsOf = (text: string, paint?: Paint[keyof Paint]): Word[] =>
  text
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => ({ text: word, paint }));

/**
 * Puts words on lines of a width. A word that is longer than a line has a line of its own and is not broken, so that it can be
 * copied. The first line starts with `lead`, all others with `indent`.
 */
export function wrapWords(words: readonly Word[], width: number, lead = "", indent = lead, separator = " "): string[] {
  const lines: { length: number; parts: string[] }[] = [];
  for (const { text, paint = (same: string) => same } of words) {
    const line = lines.at(-1);
    const start = lines.length <= 1 ? lead : indent;
    if (line !== undefined && start.length + line.length + separator.length + text.length <= width) {
      line.length += separator.length + text.length;
      line.parts.push(paint(text));
    } else lines.push({ length: text.length, parts: [paint(text)] });
  }
  return lines.map(({ parts }, index) => (index === 0 ? lead : indent) + parts.join(separator));
}
