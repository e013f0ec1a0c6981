import assert from "node:assert/strict";
import { UserError } from "../../../cli/user-error";
import type { Outcome } from "./outcomes";

/** The ways out that an error names. */
export const RUN_AGAIN = /^Fix this, then run mlplatform up again: it continues from here\.$/m;
export const WAIT =
  /^Too many requests were sent\. Wait some minutes, then run mlplatform up again: it continues from here\.$/m;
export const CHECK_SERVER =
  /^A server did not answer\. Check .*, then run mlplatform up again: it continues from here\.$/m;

/** The run must succeed, or fail with an error for its user that says all of this; with `mustFail` it must fail. */
export async function upOrExplained(
  run: Promise<unknown>,
  says: readonly RegExp[] = [],
  mustFail = true,
): Promise<Outcome> {
  try {
    await run;
  } catch (error) {
    if (!(error instanceof UserError) || says.length === 0) throw error;
    for (const text of says) assert.match(error.message, text);
    return "refused with a message";
  }
  assert.ok(!mustFail, "the run succeeded in spite of the fault");
  return "converged";
}
