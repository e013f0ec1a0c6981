import { InvalidArgs } from "../components";

/**
 * Leaves the text of an error of the caller's own, and takes away where in our code it was found. What rejects outside
 * of a constructor is reported by its stack (SDK 3.248, provider/server.js `main`), which says nothing to somebody who
 * writes Python.
 */
export function withoutStack(error: unknown): void {
  if (error instanceof InvalidArgs) error.stack = error.message;
}
