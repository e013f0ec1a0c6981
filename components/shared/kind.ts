/** The kind of a value: `typeof`, with lists and nothing apart from objects. */
export const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return "nothing";
  return Array.isArray(value) ? "array" : typeof value;
};

const WORDS: Record<string, string> = {
  string: "text",
  number: "a number",
  boolean: "a boolean",
  array: "a list",
  object: "an object",
  function: "a function",
};

/** The kind of a value in an error: `a number`. */
export const shownKind = (value: unknown): string => WORDS[kindOf(value)] ?? kindOf(value);

/** A kind that an error asks for: of a boolean, what to write. */
export const wantedKind = (kind: string): string => (kind === "boolean" ? "true or false" : (WORDS[kind] ?? kind));
