import type { Recording } from "../../recorder";
import { UserError } from "../user-error";
import { sameObjects } from "./same-object";

/** Why a recorded program may not be run, the first error first; empty if it may. */
export function recordedErrors(recording: Recording): readonly unknown[] {
  const failures = failuresOf(recording);
  return failures.length > 0 ? failures : sameObjects(recording.graph, recording.revealInputs);
}

/** A program also fails if it only logs an error, as under `pulumi up`. */
function failuresOf({ error, furtherErrors, log }: Recording): unknown[] {
  const logged = log.filter(({ severity }) => severity === "error").map(({ message }) => new UserError(message));
  return [...(error === undefined ? [] : [error]), ...furtherErrors, ...logged];
}
