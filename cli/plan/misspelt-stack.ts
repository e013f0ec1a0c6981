import { ConfigRefused } from "../project/config";
import { missingFile } from "../project/config-hints";
import type { Project } from "../project/project";
import type { Setting } from "../project/settings";
import { stacksOf, type StackConfig } from "../project/stack-config";
import { UserError } from "../user-error";
import { isRefusal } from "./refusal";

/** What a plan that failed has to tell. */
export interface Told {
  readonly errors: readonly unknown[];
  readonly notes: readonly string[];
}

/** What the user asked for, and the stack's file that was found. */
export interface Asked {
  readonly project: Project;
  readonly stack?: string;
  readonly file: StackConfig;
  readonly settings: readonly Setting[];
}

/**
 * A stack that was named and has no file, where others have one, is probably misspelt. That comes first; and alone where
 * config is missing because of it: the project asks for some, or the program refuses the defaults, all it was left with.
 */
export function misspeltStackFirst({ project, stack, file, settings }: Asked, told: Told): Told {
  if (stack === undefined || file.file !== undefined || stacksOf(project).length === 0) return told;
  const line = missingFile(project, stack);
  const first = new UserError(line);
  const follows = (error: unknown) =>
    error instanceof ConfigRefused ? error.onlyMissing : settings.length === 0 && isRefusal(error);
  if (told.errors.every(follows)) return { errors: [first], notes: [] };
  return { errors: [first, ...told.errors], notes: told.notes.filter((note) => note !== line) };
}
