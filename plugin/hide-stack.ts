import { InvalidArgs } from "../components";

/**
 * Replaces the stack of an error about wrong arguments by its message. An error outside of a constructor is printed with
 * its stack (SDK 3.248, provider/server.js `main`), and a stack in our code does not help the author of a Python program.
 */
export function hideStack(error: unknown): void {
  if (error instanceof InvalidArgs) error.stack = error.message;
}
