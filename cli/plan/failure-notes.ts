import type { ProgramConfig } from "../project/config";
import type { Recording } from "./record-program";
import { isRefusal } from "./refusal";

/** What may help to understand why a program failed. */
export function failureNotes(errors: readonly unknown[], config: ProgramConfig, recording: Recording): string[] {
  return [
    ...placeholderNotes(config),
    ...unreadStackNotes(recording),
    ...(errors.every(isRefusal) ? [] : unansweredNotes(recording)),
  ];
}

function placeholderNotes({ encryptedKeys }: ProgramConfig): string[] {
  return encryptedKeys.map(
    (key) => `${key} is encrypted, so a placeholder stood in for it; --config ${key}=… gives the plan a real value.`,
  );
}

/** Also where a component refuses: it says what it misses, but not that another stack was to give it. */
function unreadStackNotes({ unreadStacks }: Recording): string[] {
  return unreadStacks.map(
    ({ stack, reason }) =>
      `The program refers to stack ${stack}, whose outputs could not be read and are not known in this plan: ${reason}\n` +
      `To plan with them, make this work in the folder of the project: pulumi stack output --stack ${stack}`,
  );
}

/** Code that reads the result of a data source as if it were there, fails without saying why. */
function unansweredNotes({ graph: { calls } }: Recording): string[] {
  return [...new Set(calls.map(({ token }) => token))].map(
    (token) =>
      `${token} can only be answered by its provider; in a plan its result is known later, so use it within apply.`,
  );
}
