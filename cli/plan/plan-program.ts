import path from "node:path";
import { chosenProgram, declaredProgram } from "../project/chosen-program";
import { configHints } from "../project/config-hints";
import { programConfig, type ProgramConfig } from "../project/config";
import { programEntry, runProgram } from "../project/load-program";
import { findProject, type Project } from "../project/project";
import { withSettings, type Setting } from "../project/settings";
import { fullKey, readStackConfig, stacksOf, type StackConfig } from "../project/stack-config";
import { readStack } from "../stack/stack-outputs";
import { UserError } from "../user-error";
import { apart } from "./apart";
import { failureNotes } from "./failure-notes";
import type { PlanGraph, Properties } from "./graph";
import { findLeaks } from "./leaks";
import { misspeltStackFirst, type Told } from "./misspelt-stack";
import { withoutExit } from "./no-exit";
import { ProgramFailure } from "./program-failure";
import { recordProgram, type Recording } from "./record-program";

/** Which program to plan, and how it is configured. */
export interface PlanRequest {
  readonly cwd: string;
  /** Which program to run, where the project's config has a key `program`. */
  readonly program?: string;
  readonly stack?: string;
  /** What the command line sets. */
  readonly settings: readonly Setting[];
  /** What is encrypted in the stack's file, in the open. @default a placeholder for each */
  readonly decrypted?: readonly Setting[];
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
  const settings = [...request.settings, ...chosenProgram(project, request.program, request.settings)];
  const stack = request.stack ?? defaultStack(project, request.program);
  const file = withDecrypted(project, readStackConfig(project, stack), request);
  const hints = configHints(project, request.stack, file, settings);
  const failure = (told: Told, secretTexts: ReadonlySet<string>) => {
    const { errors, notes } = misspeltStackFirst({ ...request, project, file }, told);
    return new ProgramFailure(errors, notes, secretTexts, project.dir);
  };
  let config: ProgramConfig;
  try {
    config = programConfig(project, stack, file, settings);
  } catch (error) {
    // A typo may be why it is refused, so the hints go with the refusal.
    throw failure({ errors: [error], notes: hints }, new Set());
  }

  const run = () => runProgram(project);
  const recording = await apart(project.programDir, () =>
    withoutExit(() =>
      recordProgram(run, {
        project: project.name,
        stack,
        config: config.values,
        secretKeys: config.secretKeys,
        projectDir: project.dir,
        readStack: (name) => readStack(name, project.dir),
      }),
    ),
  );
  const secretTexts = new Set([...recording.secretTexts, ...config.secretKeys.map((key) => config.values[key] ?? "")]);
  const errors = errorsOf(recording);
  if (errors.length > 0) {
    throw failure({ errors, notes: [...hints, ...failureNotes(errors, config, recording)] }, secretTexts);
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

function withDecrypted(project: Project, file: StackConfig, { decrypted = [] }: PlanRequest): StackConfig {
  return { ...file, values: withSettings(project, file.values, decrypted) };
}

/** The program's own stack, as each example has one; else the only stack there is. */
function defaultStack(project: Project, program: string | undefined): string {
  const preset = program ?? declaredProgram(project)?.fallback;
  if (typeof preset === "string") return preset;
  const [only, ...others] = stacksOf(project);
  return only !== undefined && others.length === 0 ? only : "dev";
}

/** An error that was only logged fails a program too, as it does under `pulumi up`. */
function errorsOf({ error, furtherErrors, log }: Recording): unknown[] {
  const logged = log.filter(({ severity }) => severity === "error").map(({ message }) => new UserError(message));
  return [...(error === undefined ? [] : [error]), ...furtherErrors, ...logged];
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
