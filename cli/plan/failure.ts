import type { Recording } from "../../recorder";
import { ConfigRefused, type ProgramConfig } from "../project/config";
import type { ProjectStack } from "../project/project-stack";
import { ProgramFailure, UserError } from "../user-error";

/**
 * Reports errors of a program, or of its config. A stack that was named and has no file, while others have one, is probably
 * misspelt. That is then the first error; and the only one if it explains the others: missing config, or a program that
 * refuses the defaults although the command line sets nothing.
 */
export function programFailure(
  { project, missingFile, program, settings }: ProjectStack,
  found: { readonly errors: readonly unknown[]; readonly notes: readonly string[] },
  secretTexts: ReadonlySet<string> = new Set(),
): ProgramFailure {
  const failure = (errors: readonly unknown[], notes: readonly string[]) =>
    new ProgramFailure(errors, notes, secretTexts, project.dir);
  if (missingFile?.isMisspelt !== true) return failure(found.errors, found.notes);
  const nothingIsSet = settings.every(([key, text]) => key === "program" && text === program);
  const misspelt = new UserError(missingFile.message);
  const isExplained = (error: unknown) =>
    error instanceof ConfigRefused ? error.onlyMissing : nothingIsSet && isRefusal(error);
  if (found.errors.every(isExplained)) return failure([misspelt], []);
  return failure(
    [misspelt, ...found.errors],
    found.notes.filter((note) => note !== missingFile.message),
  );
}

/** What may help to understand why a program failed. */
export function failureNotes(config: ProgramConfig, recording: Recording): string[] {
  const placeholders = config.encryptedKeys.map(
    (key) => `${key} is encrypted, so the plan used a placeholder; --config ${key}=… gives it a real value.`,
  );
  // Also for a component's own error: it names the missing value, but not the stack that should give it.
  const unreadStacks = recording.unreadStacks.map(
    ({ stack, reason }) =>
      `The program refers to stack ${stack}, whose outputs could not be read and are not known in this plan: ${reason}\n` +
      `To plan with them, make this work in the folder of the project: pulumi stack output --stack ${stack}`,
  );
  return [...placeholders, ...unreadStacks];
}

/**
 * True for an error that a component or a program raised on purpose. Checked by name and mark instead of class, because the
 * program may have loaded another copy of this package or of the SDK (3.248, errors.js).
 */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === "InvalidArgs" || (error as Error & { __pulumiRunError?: unknown }).__pulumiRunError === true;
}
