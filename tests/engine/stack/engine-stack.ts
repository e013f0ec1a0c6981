import { setMaxListeners } from "node:events";
import { mkdir, mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  LocalWorkspace,
  type OutputMap,
  type ProjectSettings,
  type PulumiFn,
  PulumiCommand,
  type Stack,
} from "@pulumi/pulumi/automation";
import { planFirst } from "../../../cli/plan/plan-first";
import type { ProviderPlugin } from "../providers/plugin";
import { toolchain } from "../toolchain";
import { Watchdog } from "../toolchain/watchdog";
import { type Encrypted, PASSPHRASE } from "./decrypt";
import { programEnds } from "./program-ended";
import { quickStack } from "./quick-stack";
import { Recording, type Run, RunFailed } from "./run";

export type { Diagnostic, Operation, Run } from "./run";
export { RunFailed } from "./run";

/** A program on the real engine. */
export interface EngineStackOptions {
  /** The stack's name. @default "test" */
  readonly name?: string;
  /** The project's name. @default "engine-test" */
  readonly project?: string;
  /** The program; what it returns are the stack's outputs. */
  readonly program: PulumiFn;
  readonly providers: readonly ProviderPlugin[];
  /** Config by full key (`engine-test:region`); a secret as `{ value, secret: true }`. */
  readonly config?: StackConfig;
  /**
   * Plan the program before each `up`, and reject with what it throws; `RunFailed` then means that the engine ran.
   * @default false
   */
  readonly planFirst?: boolean;
  /** Further variables for the engine and the providers. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Config by full key; a secret says so. */
export type StackConfig = Readonly<Record<string, string | { value: string; secret: boolean }>>;

/** How one run differs from the usual one. */
export interface RunOptions {
  /** Another program for this run and the later ones. */
  readonly program?: PulumiFn;
  /** URNs to which the run is limited. */
  readonly target?: string[];
}

/** One stack with a state of its own, and the engine's operations on it. A run that fails rejects with `RunFailed`. */
export class EngineStack {
  private readonly interrupt = new AbortController();
  private readonly underWay = new Set<Promise<unknown>>();
  /** The stack itself, for code under test that works on one. */
  readonly automation: Stack;

  constructor(
    stack: Stack,
    private readonly watchdog: Watchdog,
    private readonly stateFile: string,
    private readonly planned: (program: PulumiFn | undefined) => Promise<void>,
  ) {
    this.automation = quickStack(stack, () => this.exportState());
    // Each run listens to it, and a long suite has many.
    setMaxListeners(0, this.interrupt.signal);
  }

  async up(options: RunOptions = {}): Promise<Run> {
    await this.planned(options.program ?? this.automation.workspace.program);
    return this.run(options, (common) => this.automation.up(common));
  }

  /** @param plan the file in which the engine keeps what the program registers. @default none */
  preview(options: RunOptions = {}, plan?: string): Promise<Run> {
    return this.run(options, (common) => this.automation.preview({ ...common, plan }));
  }

  refresh(options: RunOptions = {}): Promise<Run> {
    return this.run(options, (common) => this.automation.refresh(common));
  }

  /** Removes every resource; the stack itself stays, so its state can still be looked at. */
  destroy(options: RunOptions = {}): Promise<Run> {
    return this.run(options, (common) => this.automation.destroy(common));
  }

  /** Rejects, naming the resources, when an `up` would change anything. */
  async expectNoChanges(): Promise<void> {
    const changes = (await this.preview()).changes();
    if (Object.keys(changes).length > 0) throw new Error(`expected no changes, but: ${JSON.stringify(changes)}`);
  }

  /** The state as it lies on disk, secrets encrypted; the Automation API's own export decrypts them. */
  async exportState(): Promise<ExportedState & Encrypted> {
    const { checkpoint } = JSON.parse(await readFile(this.stateFile, "utf8")) as {
      checkpoint: { latest: (ExportedState & Encrypted) | null };
    };
    return checkpoint.latest ?? {};
  }

  /** Replaces the program for later runs. */
  set program(program: PulumiFn) {
    this.automation.workspace.program = program;
  }

  /** Sets config keys for later runs. */
  async setConfig(config: StackConfig): Promise<void> {
    const entries = Object.entries(config);
    const values = entries.map(([key, value]) => [key, typeof value === "string" ? { value } : value] as const);
    if (values.length > 0) await this.automation.setAllConfig(Object.fromEntries(values));
  }

  /** Ends what still runs and removes every file. It destroys no resource. */
  async dispose(): Promise<void> {
    this.interrupt.abort();
    await Promise.allSettled(this.underWay);
    await this.watchdog.dismiss();
  }

  private async run(options: RunOptions, start: (common: CommonOptions) => Promise<object>): Promise<Run> {
    if (options.program) this.program = options.program;
    const recording = new Recording();
    const program = programEnds();
    const running = start({
      onEvent: recording.onEvent,
      signal: this.interrupt.signal,
      color: "never",
      target: options.target,
    });
    this.underWay.add(running);
    try {
      const result: { outputs?: OutputMap } = await running;
      return recording.finish(result.outputs);
    } catch (error) {
      throw new RunFailed(recording.finish(), error instanceof Error ? error.message : String(error));
    } finally {
      await program.wait();
      this.underWay.delete(running);
    }
  }
}

interface CommonOptions {
  onEvent: Recording["onEvent"];
  signal: AbortSignal;
  color: "never";
  target?: string[];
}

/** The state of a stack, as far as tests look into it. */
export interface ExportedState {
  readonly resources?: readonly {
    readonly urn: string;
    readonly type: string;
    readonly id?: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly outputs?: Readonly<Record<string, unknown>>;
    readonly initErrors?: readonly string[];
  }[];
}

let command: Promise<PulumiCommand> | undefined;

/** Makes a stack in a temporary folder; `dispose` it in the end. */
export async function engineStack(options: EngineStackOptions): Promise<EngineStack> {
  command ??= toolchain().then(({ pulumiRoot }) => PulumiCommand.get({ root: pulumiRoot }));
  const pulumiCommand = await command;
  const root = await mkdtemp(join(tmpdir(), "mlplatform-stack-"));
  const watchdog = new Watchdog(root);
  try {
    const folder = async (name: string) => (await mkdir(join(root, name)), join(root, name));
    const project = options.project ?? "engine-test";
    const stack = await LocalWorkspace.createStack(
      { stackName: options.name ?? "test", projectName: project, program: options.program },
      {
        pulumiCommand,
        pulumiHome: await folder("home"),
        workDir: await folder("work"),
        envVars: {
          PULUMI_BACKEND_URL: `file://${await folder("state")}`,
          PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
          PULUMI_SKIP_UPDATE_CHECK: "true",
          PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
          // No test may reach the cluster of whoever runs it; providers' files go where dispose removes them.
          KUBECONFIG: join(root, "no-kubeconfig"),
          TMPDIR: await folder("tmp"),
          ...options.env,
        },
        projectSettings: settingsOf(project, options.providers),
      },
    );
    const made = new EngineStack(
      stack,
      watchdog,
      join(root, "state", ".pulumi", "stacks", project, `${stack.name}.json`),
      options.planFirst === true ? (program) => planFirst(stack, program) : () => Promise.resolve(),
    );
    await made.setConfig(options.config ?? {});
    return made;
  } catch (error) {
    await watchdog.dismiss();
    throw error;
  }
}

/** The SDK's type of a project leaves out `plugins`, but writes all it is given. */
function settingsOf(name: string, providers: readonly ProviderPlugin[]): ProjectSettings {
  const plugins = { providers: providers.map(({ name, path }) => ({ name, path })) };
  return Object.assign({ name, runtime: "nodejs" as const }, { plugins });
}
