import { currentSdkState, disconnectSync, leaveOutLines, withNewSdkState } from "./sdk";
import * as pulumi from "@pulumi/pulumi";
import { SECRET, type PlainValue, type PlanGraph, type Properties } from "./graph";
import type { Answers } from "./graph-builder";
import { collectErrors, inProgramFolder, withoutExit, withoutKubeconfig } from "./isolation";
import { followsFromInputs, type OutputModel } from "./known-outputs";
import { Log, type LogEntry } from "./log";
import { Recorder } from "./recorder";
import { runUntilIdle } from "./run-until-idle";
import type { ReadStack, UnreadStack } from "./stack-references";
import { UNKNOWN_RESULT } from "./unknown-results";
import { joinPath } from "./wire-values";

/** Where a program runs, and with which configuration. */
export interface RecordOptions {
  readonly project: string;
  readonly stack: string;
  /** Full keys (`mlplatform:program`) with their values as text; objects are JSON. */
  readonly config?: Readonly<Record<string, string>>;
  /** Keys of `config` that hold secrets. */
  readonly secretKeys?: readonly string[];
  /** Run as `pulumi preview` does: what only a provider knows stays unknown. @default true */
  readonly preview?: boolean;
  readonly organization?: string;
  /** Source positions are relative to this folder. @default the working directory */
  readonly projectDir?: string;
  /**
   * The folder in which the program runs, cut off from this process: what it prints goes to stderr, and `process.exit` is an
   * error. @default the working directory, with the process's own stdout and exit
   */
  readonly programDir?: string;
  /** Whether each resource says which line created it. It takes a twentieth of the time of a plan. @default true */
  readonly lines?: boolean;
  /** Returns the known outputs of a resource. @default those that follow from its inputs */
  readonly outputs?: OutputModel;
  /** Answers calls of data sources and methods. @default in a preview their result is unknown; otherwise they fail */
  readonly answers?: Answers;
  /** Reads the outputs of another stack, for a `StackReference`. @default they are not known */
  readonly readStack?: ReadStack;
  /** A program is stuck if nothing happens for this time, in milliseconds. @default 10 000 */
  readonly stallAfterMs?: number;
}

/** The result of running a program with a recorder. */
export interface Recording {
  readonly graph: PlanGraph;
  /** What the program exported. */
  readonly outputs: Properties;
  /** The first error, exactly as it was thrown; `ProgramStuck` for a program that never ends. */
  readonly error?: unknown;
  /** The errors after it. */
  readonly furtherErrors: readonly unknown[];
  readonly log: readonly LogEntry[];
  /** Stacks whose outputs could not be read. */
  readonly unreadStacks: readonly UnreadStack[];
  /** Every secret text that was recorded. It must not be printed. */
  readonly secretTexts: ReadonlySet<string>;
  /** The inputs of a resource with its secrets shown. */
  readonly revealInputs: (urn: string) => Record<string, PlainValue>;
}

const NO_PROPERTIES: Properties = { values: {}, secrets: [], unknowns: [] };

let previous: Promise<unknown> = Promise.resolve();

/**
 * Runs a Pulumi program without engine, provider or cluster, and records the resources that it would create. Only one
 * program runs at a time, because the SDK keeps a part of its state per process, and the working directory is one for all.
 */
export function recordProgram(program: () => unknown, options: RecordOptions): Promise<Recording> {
  const { programDir } = options;
  const recorded = () => record(program, options);
  const isolated = () =>
    programDir === undefined ? recorded() : inProgramFolder(programDir, () => withoutExit(recorded));
  const run = previous.then(() => withoutKubeconfig(isolated));
  previous = run.catch(() => undefined);
  return run;
}

async function record(program: () => unknown, options: RecordOptions): Promise<Recording> {
  const { project, stack, preview = true, organization = "organization", projectDir = process.cwd() } = options;
  const { outputs = followsFromInputs, answers = preview ? unknownAnswer : () => undefined } = options;
  const { stallAfterMs = 10_000, readStack, lines = true } = options;
  const recorder = new Recorder({ project, stack, preview, projectDir, outputs, answers, readStack });
  const log = new Log();

  let exported: unknown;
  const running = async () => (exported = await program());
  const errors = await withNewSdkState(async () => {
    pulumi.runtime.setMockOptions(recorder, project, stack, preview, organization);
    currentSdkState().settings.engine = log;
    if (!lines) leaveOutLines();
    pulumi.runtime.setAllConfig({ ...options.config }, [...(options.secretKeys ?? [])]);
    try {
      return await collectErrors((firstRejection) =>
        runUntilIdle({ program: running, recorder, firstRejection, stallAfterMs }),
      );
    } finally {
      disconnectSync();
      recorder.close();
    }
  });

  const [error, ...furtherErrors] = errors;
  const graph = error === undefined ? await markSecretExports(recorder.graph, exported) : recorder.graph;
  return {
    graph,
    outputs: graph.resources[0]?.outputs ?? NO_PROPERTIES,
    error,
    furtherErrors,
    log: log.entries,
    unreadStacks: recorder.unreadStacks,
    secretTexts: recorder.secretTexts,
    revealInputs: (urn) => recorder.revealInputs(urn),
  };
}

const unknownAnswer: Answers = () => UNKNOWN_RESULT;

/**
 * Marks the stack outputs that are secret and unknown: the SDK sends those as unknown only (@pulumi/pulumi 3.248,
 * runtime/rpc.js, `serializeProperty`). The program ran in this process, so its exports can be inspected.
 */
async function markSecretExports(graph: PlanGraph, exported: unknown): Promise<PlanGraph> {
  const [stack, ...others] = graph.resources;
  if (stack?.outputs === undefined) return graph;
  const { values, secrets, unknowns } = stack.outputs;
  const hidden = (await secretPaths(exported, "", [])).filter((path) => unknowns.includes(path));
  const outputs = {
    values: withSecrets(values, "", hidden) as Properties["values"],
    secrets: [...new Set([...secrets, ...hidden])].sort(),
    unknowns,
  };
  return { ...graph, resources: [{ ...stack, outputs }, ...others] };
}

/** Visits the exports of a program as the SDK does (runtime/stack.js, `massage`), and waits for all of them. */
async function secretPaths(value: unknown, path: string, ancestors: readonly object[]): Promise<string[]> {
  if (value instanceof Promise) return secretPaths(await value, path, ancestors);
  if (pulumi.Output.isInstance(value)) return (await pulumi.isSecret(value)) ? [path] : [];
  if (typeof value !== "object" || value === null || ancestors.includes(value)) return [];
  const paths: string[] = [];
  for (const [key, item] of Object.entries(value)) {
    if (pulumi.Resource.isInstance(value) && key.startsWith("__")) continue;
    const itemPath = Array.isArray(value) ? `${path}[${key}]` : joinPath(path, key);
    paths.push(...(await secretPaths(item, itemPath, [...ancestors, value])));
  }
  return paths;
}

function withSecrets(value: PlainValue, path: string, secrets: readonly string[]): PlainValue {
  if (secrets.includes(path)) return SECRET;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item: PlainValue, index) => withSecrets(item, `${path}[${index}]`, secrets));
  }
  const entries = Object.entries(value).map(([key, item]) => [key, withSecrets(item, joinPath(path, key), secrets)]);
  return Object.fromEntries(entries) as PlainValue;
}
