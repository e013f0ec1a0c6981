import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import type { PlanGraph } from "../../recorder/graph";
import { followsFromInputs, nothingKnown, type KnownOutputs, type OutputModel } from "../../recorder/known-outputs";
import type { Answers } from "../../recorder/graph-builder";
import type { LogEntry } from "../../recorder/log";
import { Recorder } from "../../recorder/recorder";
import { findProject, type Project } from "../../cli/project/project";
import { fromProvider } from "./deploy";
import { startMiniEngine, type MiniEngine } from "./mini-engine";

/** Which program to start, and how it is configured. */
export interface RunOptions {
  /** A folder of the project. */
  readonly dir: string;
  readonly stack: string;
  /** Full keys (`mlplatform:program`) with their values as text. */
  readonly config?: Readonly<Record<string, string>>;
  readonly secretKeys?: readonly string[];
  /** @default true */
  readonly preview?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  /** Answers calls of data sources. @default they fail */
  readonly answers?: Answers;
  /** Outputs besides those that follow from the inputs. Ignored in a preview. */
  readonly outputs?: (...of: Parameters<OutputModel>) => KnownOutputs | undefined;
  /** The program is stopped after this time, in milliseconds. @default 60 000 */
  readonly timeoutMs?: number;
}

/** The result of a run. */
export interface Run {
  readonly graph: PlanGraph;
  /** What the program logged to the engine. */
  readonly log: readonly LogEntry[];
  /** What it printed. */
  readonly output: string;
  readonly exitCode: number | null;
  /** Its duration, in milliseconds. */
  readonly ms: number;
}

/**
 * Starts a program as the Pulumi CLI's language host does, with an engine in this process:
 * same script, same arguments, same environment (pulumi-language-nodejs 3.259, main.go `execRuntime`,
 * `constructArguments`, `constructConfig`).
 */
export async function runAsPulumiDoes(options: RunOptions): Promise<Run> {
  const { stack, preview = true, timeoutMs = 60_000, answers = () => undefined, outputs } = options;
  const project = findProject(options.dir);
  const recorder = new Recorder({
    project: project.name,
    stack,
    preview,
    projectDir: project.dir,
    outputs: preview
      ? nothingKnown
      : (type, name, inputs) =>
          outputs?.(type, name, inputs) ?? fromProvider(type, followsFromInputs(type, name, inputs), inputs),
    answers,
  });
  const engine = await startMiniEngine(recorder);
  try {
    const started = performance.now();
    const child = spawn(process.execPath, argumentsOf(project, engine, options), {
      cwd: project.dir,
      env: environmentOf(project, options),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = await ending(child, timeoutMs);
    const ms = performance.now() - started;
    return { graph: recorder.graph, log: engine.log.entries, ...ended, ms };
  } finally {
    engine.stop();
  }
}

function argumentsOf(project: Project, { address }: MiniEngine, { stack, preview = true }: RunOptions): string[] {
  const run = createRequire(path.join(project.programDir, "package.json")).resolve("@pulumi/pulumi/cmd/run");
  const flags: Readonly<Record<string, string>> = {
    monitor: address,
    engine: address,
    organization: "organization",
    project: project.name,
    "root-directory": project.dir,
    stack,
    pwd: project.programDir,
  };
  return [
    ...(project.runtime.nodeargs?.split(" ") ?? []),
    run,
    ...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]),
    ...(preview ? ["--dry-run"] : []),
    ...["--parallel", "16"],
    project.entry,
  ];
}

function environmentOf({ runtime }: Project, { config = {}, secretKeys = [], env }: RunOptions): NodeJS.ProcessEnv {
  // Keys as the language host writes them, for old versions of the SDK: `<namespace>:config:<name>`.
  const oldStyle = Object.entries(config).map(([key, value]) => [key.replace(":", ":config:"), value] as const);
  const { NODE_OPTIONS: _loaderOfThisTest, KUBECONFIG: _clusterOfThisUser, ...inherited } = process.env;
  return {
    ...inherited,
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(oldStyle)),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
    ...(runtime.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
    ...(runtime.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: runtime.tsconfig }),
    ...env,
  };
}

/** Waits for the end of a process. It is killed when this process ends or its time is over. */
function ending(child: ChildProcess, timeoutMs: number): Promise<Pick<Run, "output" | "exitCode">> {
  const kill = () => void child.kill("SIGKILL");
  const timer = setTimeout(kill, timeoutMs);
  process.once("exit", kill);

  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  return new Promise<Pick<Run, "output" | "exitCode">>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ output, exitCode }));
  }).finally(() => {
    clearTimeout(timer);
    process.off("exit", kill);
  });
}
