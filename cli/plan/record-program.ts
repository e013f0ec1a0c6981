import * as pulumi from "@pulumi/pulumi";
import type { PlainValue, PlanGraph, Properties } from "./graph";
import { followsFromInputs, type OutputModel } from "./known-outputs";
import type { Answers } from "./ledger";
import { LogBook, type LogEntry } from "./log-book";
import { Recorder } from "./recorder";
import { withoutAmbientCluster } from "./ambient";
import { UNKNOWN_ON_WIRE } from "./wire-values";
import { collectRejections } from "./rejections";
import { currentStore, withFreshStore } from "./sdk-store";
import { withSecretExports } from "./secret-exports";
import { settle } from "./settle";
import type { ReadStack, UnreadStack } from "./stack-references";

/** Where a program runs, and with which configuration. */
export interface RecordOptions {
  readonly project: string;
  readonly stack: string;
  /** Full keys (`mlplatform:program`) with their values as text; objects are JSON. */
  readonly config?: Readonly<Record<string, string>>;
  /** Keys of `config` that hold secrets. */
  readonly secretKeys?: readonly string[];
  /** Run as `pulumi preview` would, where what only a provider knows stays unknown. @default true */
  readonly preview?: boolean;
  readonly organization?: string;
  /** Source positions are told relative to this directory. @default the working directory */
  readonly projectDir?: string;
  /** What is known of a resource besides its inputs. @default what follows from the inputs */
  readonly outputs?: OutputModel;
  /** Answers data sources and methods. @default in a preview all is known later; else none, so asking one fails */
  readonly answers?: Answers;
  /** Reads what another stack exports, for a `StackReference`. @default it is not known */
  readonly readStack?: ReadStack;
  /** How long nothing may happen before a program counts as stuck. @default 10 000 */
  readonly stallAfterMs?: number;
}

/** What came of running a program against a recorder. */
export interface Recording {
  readonly graph: PlanGraph;
  /** What the program exported. */
  readonly outputs: Properties;
  /** The first thing that went wrong, as it was thrown; a program that never settles gives `NeverSettled`. */
  readonly error?: unknown;
  /** What else went wrong after it. */
  readonly furtherErrors: readonly unknown[];
  readonly log: readonly LogEntry[];
  /** Stacks whose outputs the program asked for in vain. */
  readonly unreadStacks: readonly UnreadStack[];
  /** Every secret text that came by: to be kept out of whatever is printed. */
  readonly secretTexts: ReadonlySet<string>;
  /** The inputs of a resource with its secrets in the open. */
  readonly revealInputs: (urn: string) => Record<string, PlainValue>;
}

const NO_PROPERTIES: Properties = { values: {}, secrets: [], unknowns: [] };

let previous: Promise<unknown> = Promise.resolve();

/**
 * Runs a Pulumi program without engine, provider or cluster, and records what it would create. Runs follow one
 * another: the SDK keeps parts of its state per process.
 */
export function recordProgram(program: () => unknown, options: RecordOptions): Promise<Recording> {
  const run = previous.then(() => withoutAmbientCluster(() => record(program, options)));
  previous = run.catch(() => undefined);
  return run;
}

async function record(program: () => unknown, options: RecordOptions): Promise<Recording> {
  const { project, stack, preview = true, organization = "organization", projectDir = process.cwd() } = options;
  const { outputs = followsFromInputs, answers = preview ? knownLater : () => undefined } = options;
  const { stallAfterMs = 10_000, readStack } = options;
  const recorder = new Recorder({ project, stack, preview, projectDir, outputs, answers, readStack });
  const logBook = new LogBook();

  let exported: unknown;
  const running = async () => (exported = await program());
  const errors = await withFreshStore(async () => {
    connect(recorder, logBook, { project, stack, preview, organization });
    pulumi.runtime.setAllConfig({ ...options.config }, [...(options.secretKeys ?? [])]);
    return collectRejections((rejections) => settle({ program: running, recorder, rejections, stallAfterMs }));
  });

  const [error, ...furtherErrors] = errors;
  const graph = error === undefined ? await withSecretExports(recorder.graph, exported) : recorder.graph;
  return {
    graph,
    outputs: graph.resources[0]?.outputs ?? NO_PROPERTIES,
    error,
    furtherErrors,
    log: logBook.entries,
    unreadStacks: recorder.unreadStacks,
    secretTexts: recorder.secretTexts,
    revealInputs: (urn) => recorder.revealInputs(urn),
  };
}

/** What is applied to an output is skipped where anything in it is unknown (SDK 3.248, output.js, `containsUnknowns`). */
const knownLater: Answers = () => ({ knownLater: UNKNOWN_ON_WIRE });

type Deployment = Required<Pick<RecordOptions, "project" | "stack" | "preview" | "organization">>;

function connect(recorder: Recorder, logBook: LogBook, deployment: Deployment): void {
  const { project, stack, preview, organization } = deployment;
  pulumi.runtime.setMockOptions(recorder, project, stack, preview, organization);
  currentStore().settings.engine = logBook;
}
