import path from "node:path";
import { closest } from "../../components/shared/nearest";
import { UsageError, UserError } from "../user-error";
import { undeclaredKey, withSettings, type Setting } from "./config";
import { findProject, type Project } from "./project";
import { fullKey, readStackConfig, stackFileOf, stacksOf, type StackConfig } from "./stack-config";

/** What the command line says about a project and its stack. */
export interface ProjectRequest {
  readonly cwd: string;
  /** Which program to run, if the project's config has a key `program`. */
  readonly program?: string;
  /** @default the program's name, else the only stack that has a file, else `dev` */
  readonly stack?: string;
  readonly settings: readonly Setting[];
}

/** A project, and the program that was chosen in it. */
export interface ChosenProject {
  readonly project: Project;
  readonly program?: string;
  /** The settings of the command line, with the chosen program. */
  readonly settings: readonly Setting[];
}

/** A project with its stack and the stack's config: resolved once per command, and handed on. */
export interface ProjectStack extends ChosenProject {
  readonly stack: string;
  readonly config: StackConfig;
  /** Set if the user named a stack that has no file. If other stacks have one, the name is probably misspelt. */
  readonly missingFile?: { readonly message: string; readonly isMisspelt: boolean };
  /** Probable mistakes: a stack that has no file, a key that is not declared. */
  readonly hints: readonly string[];
}

/** Finds the project of a folder, and sets the program that the command line names. */
export function chooseProject({ cwd, program, settings }: Omit<ProjectRequest, "stack">): ChosenProject {
  const project = findProject(cwd);
  return { project, program, settings: [...settings, ...programSetting(project, program, settings)] };
}

/** Finds the project, and reads the config of its stack. */
export const resolveStack = (request: ProjectRequest): ProjectStack => stackOf(chooseProject(request), request.stack);

/**
 * Reads the config of a stack.
 * @param stack the stack that the user named
 * @param decrypted the encrypted values of the stack's file in plain text; a placeholder replaces all others
 */
export function stackOf(
  chosen: ChosenProject,
  stack: string | undefined,
  decrypted: readonly Setting[] = [],
): ProjectStack {
  const { project, program } = chosen;
  const stacks = stacksOf(project);
  const name = stack ?? program ?? defaultStack(project, stacks);
  const file = readStackConfig(project, name);
  const config = { ...file, values: withSettings(project, file.values, decrypted) };
  const missingFile =
    stack === undefined || file.file !== undefined ? undefined : missingFileOf(project, stack, stacks);
  const hints = [...(missingFile === undefined ? [] : [missingFile.message]), ...keyHints(chosen, config)];
  return { ...chosen, stack: name, config, missingFile, hints };
}

/** The stack of the default program, which has its name in a project of several programs; else the only stack. */
function defaultStack(project: Project, stacks: readonly string[]): string {
  const fallback = programKey(project)?.fallback;
  if (typeof fallback === "string") return fallback;
  const [only, ...others] = stacks;
  return only !== undefined && others.length === 0 ? only : "dev";
}

/** The config key that selects one of several programs. */
const programKey = (project: Project) => project.config.find(({ key }) => key === fullKey(project, "program"));

/** The setting of the chosen program. It would override another one without a message, so that is refused. */
function programSetting(project: Project, program: string | undefined, others: readonly Setting[]): Setting[] {
  if (program === undefined) return [];
  if (programKey(project) === undefined) {
    throw new UserError(
      `${project.name} has only one program (its config has no key "program"). Run the command without a program name.`,
    );
  }
  const other = others.find(([key, text]) => fullKey(project, key) === fullKey(project, "program") && text !== program);
  if (other === undefined) return [["program", program]];
  const [key, text] = other;
  throw new UsageError(`The program is named twice: ${program}, and --config ${key}=${text}. Write one of the two.`);
}

function missingFileOf(project: Project, stack: string, stacks: readonly string[]): ProjectStack["missingFile"] {
  const missing = `There is no ${path.relative(project.dir, stackFileOf(project, stack))}`;
  return stacks.length === 0
    ? { message: `${missing}, nor a file of any other stack.`, isMisspelt: false }
    : { message: `${missing}; stacks here: ${stacks.join(", ")}.`, isMisspelt: true };
}

/** Hints about keys that are not declared. Those of the command line are refused, unless the stack has an environment. */
function keyHints({ project, settings }: ChosenProject, { values, environments }: StackConfig): string[] {
  const others = environments.length > 0 ? settings.map(([key]) => fullKey(project, key)) : [];
  return [...new Set([...values.keys(), ...others])].flatMap((key) => {
    const undeclared = undeclaredKey(project, key);
    if (undeclared === undefined) return [];
    const near = closest(undeclared.name, undeclared.declared);
    const advice = near === undefined ? `it declares ${undeclared.declared.join(", ")}` : `did you mean ${near}?`;
    return [`${project.file} does not declare the config key ${undeclared.name}: ${advice}`];
  });
}
