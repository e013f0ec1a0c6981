import path from "node:path";
import { findLeaks, recordProgram, type PlanGraph, type Properties, type Recording } from "../../recorder";
import { programConfig, type ProgramConfig, type Setting } from "../project/config";
import { programEntry, runProgram } from "../project/load-program";
import { chooseProject, stackOf, type ProjectRequest, type ProjectStack } from "../project/project-stack";
import { fullKey } from "../project/stack-config";
import { readConfig, readStack } from "../stack/stack-outputs";
import { UserError } from "../user-error";
import { failureNotes, programFailure } from "./failure";
import type { PolicyReport } from "./policy/check-plan";
import { recordedErrors } from "./recorded-errors";
import { SameObject } from "./same-object";

/** What a program would create. */
export interface Plan {
  readonly project: string;
  readonly stack: string;
  /** The value of the project's config key `program`, if it has one. */
  readonly program?: string;
  /** The file that runs, relative to the project. */
  readonly entry: string;
  /** The stack's config file, relative to the project. */
  readonly configFile?: string;
  readonly graph: PlanGraph;
  readonly outputs: Properties;
  readonly warnings: readonly string[];
  /** The inputs of a resource with their secrets shown. */
  readonly revealInputs: Recording["revealInputs"];
  /** What must not be shown. */
  readonly secretTexts: ReadonlySet<string>;
  /** What the rules found in it; absent unless they were applied. */
  readonly policy?: PolicyReport;
}

/** What a plan says beside what would be created. */
export interface PlanOptions {
  /** Whether each resource says which line of the program creates it. @default false */
  readonly lines?: boolean;
}

/** Plans the program of a folder's project. */
export const planProgram = async (request: ProjectRequest, options?: PlanOptions): Promise<Plan> =>
  planStack(await decryptedStack(request), options);

/** A project with its stack, whose secrets the Pulumi CLI decrypts, if it is installed and can. */
export async function decryptedStack(request: ProjectRequest): Promise<ProjectStack> {
  const chosen = chooseProject(request);
  const target = stackOf(chosen, request.stack);
  if (![...target.config.values.values()].some(({ encrypted }) => encrypted)) return target;
  try {
    const config = Object.entries(await readConfig(target.stack, target.project.dir));
    const secrets = config.flatMap(([key, { value, secret }]): Setting[] =>
      secret === true && value !== undefined ? [[key, value]] : [],
    );
    return stackOf(chosen, request.stack, secrets);
  } catch (error) {
    if (error instanceof UserError) return target;
    throw error;
  }
}

/** Plans the program of a project for one of its stacks. */
export async function planStack(target: ProjectStack, { lines = false }: PlanOptions = {}): Promise<Plan> {
  const { project, stack, hints } = target;
  let config: ProgramConfig;
  try {
    config = programConfig(target);
  } catch (error) {
    // A misspelt name may be the reason, so the hints are shown too.
    throw programFailure(target, { errors: [error], notes: hints });
  }

  const recording = await recordProgram(() => runProgram(project), {
    project: project.name,
    stack,
    config: config.values,
    secretKeys: config.secretKeys,
    projectDir: project.dir,
    programDir: project.programDir,
    lines,
    readStack: (name) => readStack(name, project.dir),
  });
  const secretTexts = new Set([...recording.secretTexts, ...config.secretKeys.map((key) => config.values[key] ?? "")]);
  const errors = recordedErrors(recording);
  // These errors say which lines create the objects, so they are worth a second run.
  if (!lines && errors.some((error) => error instanceof SameObject)) return planStack(target, { lines: true });
  if (errors.length > 0) {
    const notes = [...hints, ...failureNotes(config, recording)];
    throw programFailure(target, { errors, notes }, secretTexts);
  }

  return {
    project: project.name,
    stack,
    program: config.values[fullKey(project, "program")],
    entry: path.relative(project.dir, programEntry(project)),
    configFile: target.config.file,
    graph: recording.graph,
    outputs: recording.outputs,
    revealInputs: recording.revealInputs,
    warnings: [...hints, ...warningsOf(recording, target, secretTexts)],
    secretTexts,
  };
}

function warningsOf({ log, graph }: Recording, { config }: ProjectStack, secretTexts: ReadonlySet<string>): string[] {
  return [
    ...config.environments.map(
      (name) => `the plan does not use the environment ${name}, because only Pulumi can open it`,
    ),
    ...log.filter(({ severity }) => severity === "warning").map(({ message }) => message),
    ...findLeaks(graph, secretTexts).map(
      ({ resource, path: where }) => `a secret is in plain text in ${resource.type} "${resource.name}", ${where}`,
    ),
  ];
}
