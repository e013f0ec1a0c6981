import type { Problem } from "./invalid-args";

/** A required input may be missing in JavaScript and in other languages, where types do not ask for it. */
export const missing = (path: string, value: unknown, what: string): Problem[] =>
  value === undefined || value === null ? [{ path, reason: `is missing. Pass ${what}.` }] : [];
