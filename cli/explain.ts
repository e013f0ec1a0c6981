import { ProgramFailure } from "./plan/program-failure";
import { redact } from "./plan/redact";
import { UserError } from "./user-error";

/**
 * What to tell the user about an error. Some say all there is in their message: what the user can put right, and
 * errors that a component raised on purpose. Of any other the stack may be wanted.
 */
export function explain(error: unknown, debug: boolean): string {
  if (error instanceof ProgramFailure) {
    const texts = error.errors.map((each) => explain(each, debug));
    return redact([...new Set([...texts, ...error.notes])].join("\n\n"), error.secretTexts);
  }
  if (!(error instanceof Error)) return String(error);
  if (debug) return error.stack ?? error.message;
  return speaksForItself(error) ? error.message : `${error.message}\n(run again with --debug for the stack)`;
}

/**
 * By name and marks rather than by class: the program may have loaded another copy of the package or of the SDK.
 * The marks are the SDK's own (@pulumi/pulumi 3.248, errors.js).
 */
function speaksForItself(error: Error): boolean {
  const { __pulumiRunError, __pulumResourceError, hideStack } = error as unknown as Record<string, unknown>;
  const raisedOnPurpose = __pulumiRunError === true || (__pulumResourceError === true && hideStack === true);
  return error instanceof UserError || raisedOnPurpose || ["InvalidArgs", "NeverSettled"].includes(error.name);
}
