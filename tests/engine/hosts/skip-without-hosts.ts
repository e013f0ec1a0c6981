import type { Context } from "mocha";
import { openSsh } from "../toolchain";
import { whyNoHosts } from "./network";

/** Skips the suite where this machine cannot have hosts of its own, and says why. To be called in `before`. */
export async function skipWithoutHosts(suite: Context): Promise<void> {
  const reason = (await whyNoHosts()) ?? (await openSsh().then(() => undefined, String));
  if (reason === undefined) return;
  process.stderr.write(`hosts: ${suite.test?.parent?.title ?? "a suite"} is skipped: ${reason}\n`);
  suite.skip();
}
