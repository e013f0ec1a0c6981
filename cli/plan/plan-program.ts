import path from "node:path";
import { configHints } from "../project/config-hints";
import { programConfig, type ProgramConfig, type Setting } from "../project/config";
import { programEntry, runProgram } from "../project/load-program";
import { findProject, type Project } from "../project/project";
import { fullKey, readStackConfig, stacksOf, type StackConfig } from "../project/stack-config";
import { UserError } from "../user-error";
import { apart } from "./apart";
import type { PlanGraph, Properties } from "./graph";
import { findLeaks } from "./leaks";
import { withoutExit } from "./no-exit";
import { ProgramFailure } from "./program-failure";
import { recordProgram, type Recording } from "./record-program";

/** Which program to plan, and how it is configured. */
export interface PlanRequest {
  readonly cwd: string;
  /** Which program to run, where the project's config has a key `program`. */
  readonly program?: string;
  readonly stack?: string;
  readonly settings: readonly Setting[];
}

/** What a program would create. */
export interface Plan {
  readonly project: string;
  readonly stack: string;
  /** The value of the project's config key `program`, where it has one. */
  readonly program?: string;
  /** The file that runs, relative to the project. */
  readonly entry: string;
  /** The stack's config file, relative to the project. */
  readonly configFile?: string;
  readonly graph: PlanGraph;
  readonly outputs: Properties;
  readonly warnings: readonly string[];
  /** The inputs of a resource with their secrets in the open. */
  readonly revealInputs: Recording["revealInputs"];
  /** What must not be shown. */
  readonly secretTexts: ReadonlySet<string>;
}

/** Plans the program of the project around a folder. */
export async function planProgram(request: PlanRequest): Promise<Plan> {
  const project = findProject(request.cwd);
  const settings = [...request.settings, ...chosenProgram(project, request.program)];
  const stack = request.stack ?? defaultStack(project, request.program);
  const file = readStackConfig(project, stack);
  const hints = configHints(project, request.stack, file, settings);
  const config = configOf(project, hints, () => programConfig(project, stack, file, settings));

  const run = () => runProgram(project);
  const recording = await apart(project.programDir, () =>
    withoutExit(() =>
      recordProgram(run, {
        project: project.name,
        stack,
        config: config.values,
        secretKeys: config.secretKeys,
        projectDir: project.dir,
      }),
    ),
  );
  const secretTexts = new Set([...recording.secretTexts, ...config.secretKeys.map((key) => config.values[key] ?? "")]);
  const errors = errorsOf(recording);
  if (errors.length > 0) {
    const notes = [...hints, ...placeholderNotes(config), ...unansweredNotes(recording)];
    throw new ProgramFailure(errors, notes, secretTexts, project.dir);
  }

  return {
    project: project.name,
    stack,
    program: config.values[fullKey(project, "program")],
    entry: path.relative(project.dir, programEntry(project)),
    configFile: file.file,
    graph: recording.graph,
    outputs: recording.outputs,
    revealInputs: recording.revealInputs,
    warnings: [...hints, ...warningsOf(recording, file), ...leaksIn(recording, secretTexts)],
    secretTexts,
  };
}

function chosenProgram(project: Project, program: string | undefined): Setting[] {
  if (program === undefined) return [];
  if (declaredProgram(project) !== undefined) return [["program", program]];
  throw new UserError(`${project.name} has one program: its config has no key "program" to choose by.`);
}

/** The program's own stack, as each example has one; else the only stack there is. */
function defaultStack(project: Project, program: string | undefined): string {
  const preset = program ?? declaredProgram(project)?.fallback;
  if (typeof preset === "string") return preset;
  const [only, ...others] = stacksOf(project);
  return only !== undefined && others.length === 0 ? only : "dev";
}

const declaredProgram = (project: Project) => project.config.find(({ key }) => key === fullKey(project, "program"));

/** A typo may be why config is refused, so the hints go with the refusal. */
function configOf(project: Project, hints: readonly string[], read: () => ProgramConfig): ProgramConfig {
  try {
    return read();
  } catch (error) {
    throw new ProgramFailure([error], hints, new Set(), project.dir);
  }
}

/** An error that was only logged fails a program too, as it does under `pulumi up`. */
function errorsOf({ error, furtherErrors, log }: Recording): unknown[] {
  const logged = log.filter(({ severity }) => severity === "error").map(({ message }) => new UserError(message));
  return [...(error === undefined ? [] : [error]), ...furtherErrors, ...logged];
}

function placeholderNotes({ encryptedKeys }: ProgramConfig): string[] {
  return encryptedKeys.map(
    (key) => `${key} is encrypted, so a placeholder stood in for it; --config ${key}=… gives the plan a real value.`,
  );
}

/** Code that reads the result of a data source as if it were there, fails without saying why. */
function unansweredNotes({ graph: { calls } }: Recording): string[] {
  return [...new Set(calls.map(({ token }) => token))].map(
    (token) =>
      `${token} can only be answered by its provider; in a plan its result is known later, so use it within apply.`,
  );
}

function warningsOf({ log }: Recording, { environments }: StackConfig): string[] {
  return [
    ...environments.map((name) => `environment ${name} is left out: only Pulumi can open it`),
    ...log.filter(({ severity }) => severity === "warning").map(({ message }) => message),
  ];
}

function leaksIn(recording: Recording, secretTexts: ReadonlySet<string>): string[] {
  return findLeaks(recording.graph, secretTexts).map(
    ({ resource, path: where }) => `a secret stands in plain text in ${resource.type} "${resource.name}", ${where}`,
  );
}
