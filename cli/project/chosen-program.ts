import { UsageError, UserError } from "../user-error";
import type { ConfigDeclaration, Project } from "./project";
import type { Setting } from "./settings";
import { fullKey } from "./stack-config";

/** The setting that a program named by itself stands for; it would silently win over another one, so that is refused. */
export function chosenProgram(project: Project, program: string | undefined, others: readonly Setting[]): Setting[] {
  if (program === undefined) return [];
  if (declaredProgram(project) === undefined) {
    throw new UserError(`${project.name} has one program: its config has no key "program" to choose by.`);
  }
  const other = others.find(([key, text]) => fullKey(project, key) === fullKey(project, "program") && text !== program);
  if (other === undefined) return [["program", program]];
  const [key, text] = other;
  throw new UsageError(`The program is named twice: ${program}, and --config ${key}=${text}. Write one of the two.`);
}

/** The key that chooses among the programs of a project, where it has several. */
export const declaredProgram = (project: Project): ConfigDeclaration | undefined =>
  project.config.find(({ key }) => key === fullKey(project, "program"));
