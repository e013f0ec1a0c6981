import { ownFrame } from "./own-frame";
import { ProgramFailure } from "./plan/program-failure";
import { redact } from "./plan/redact";
import { UserError } from "./user-error";

/**
 * What to tell the user about an error. Some say all there is in their message: what the user can put right, and
 * errors that a component raised on purpose. Of any other the stack may be wanted, and of a program's own the line.
 */
export function explain(error: unknown, debug: boolean, projectDir?: string): string {
  if (error instanceof ProgramFailure) {
    const texts = error.errors.map((each) => explain(each, debug, error.projectDir));
    return redact([...new Set([...texts, ...error.notes])].join("\n\n"), error.secretTexts);
  }
  if (!(error instanceof Error)) return String(error);
  if (debug) return error.stack ?? error.message;
  if (speaksForItself(error)) return ownWords(error.message);

  const place = projectDir === undefined ? undefined : ownFrame(error, projectDir);
  const at = place === undefined ? [] : [`  at ${place}`];
  return [error.message, ...at, "(run again with --debug for the stack)"].join("\n");
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

/** What arises inside an output has the SDK's way to it put in front (@pulumi/pulumi 3.248, runtime/rpc.js). */
const ownWords = (message: string): string => message.replace(/^(?:error serializing property "[^"]*": )+/, "");
