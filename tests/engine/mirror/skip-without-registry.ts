import type { Context } from "mocha";
import { containerRegistry } from "../toolchain";

/** Skips the suite where a registry and skopeo cannot be had, and says why. To be called in `before`. */
export async function skipWithoutRegistry(suite: Context): Promise<void> {
  const reason = await containerRegistry().then(() => undefined, String);
  if (reason === undefined) return;
  process.stderr.write(`mirror: ${suite.test?.parent?.title ?? "a suite"} is skipped: ${reason}\n`);
  suite.skip();
}
