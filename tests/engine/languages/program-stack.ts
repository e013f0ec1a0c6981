import type { EngineEvent, OutputMap } from "@pulumi/pulumi/automation";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { ProviderPlugin } from "../providers/plugin";
import type { ExportedState } from "../stack/engine-stack";
import { PASSPHRASE } from "../stack/decrypt";
import { Recording, type Run, RunFailed } from "../stack/run";
import { toolchain } from "../toolchain";
import { Watchdog } from "../toolchain/watchdog";

/** A program in another language on the real engine. It uses the Automation API of its language, so it needs no language host. */
export interface ProgramStackOptions {
  readonly project: string;
  /** The language, as Pulumi calls it. */
  readonly runtime: string;
  /** The program, which reads its settings from standard input as `program.py` and `go/main.go` do. Operations are added to it. */
  readonly command: readonly [program: string, ...args: string[]];
  readonly providers: readonly ProviderPlugin[];
  readonly env?: NodeJS.ProcessEnv;
}

/** What the program prints in the end. */
interface Report {
  readonly events: EngineEvent[];
  readonly outputs?: OutputMap;
  readonly error?: string;
}

/** One stack with a state of its own, whose program is in another language. A run that fails rejects with `RunFailed`. */
export class ProgramStack {
  constructor(
    private readonly options: ProgramStackOptions,
    private readonly root: string,
    private readonly watchdog: Watchdog,
    private readonly env: NodeJS.ProcessEnv,
    private readonly pulumiRoot: string,
  ) {}

  /** Runs `up`, `preview` or `destroy` with settings for the program. */
  async run(operation: "up" | "preview" | "destroy", settings: object): Promise<Run> {
    const { events, outputs, error } = await this.report(operation, settings);
    const recording = new Recording();
    for (const event of events) recording.onEvent(event);
    if (error !== undefined) throw new RunFailed(recording.finish(), error);
    return recording.finish(outputs);
  }

  /** The state as it lies on disk, secrets encrypted. */
  async exportState(): Promise<ExportedState> {
    const file = join(this.root, "state", ".pulumi", "stacks", this.options.project, "test.json");
    const { checkpoint } = JSON.parse(await readFile(file, "utf8")) as {
      checkpoint: { latest: ExportedState | null };
    };
    return checkpoint.latest ?? {};
  }

  /** Ends what still runs and removes every file. It destroys no resource. */
  dispose(): Promise<void> {
    return this.watchdog.dismiss();
  }

  private async report(operation: string, program: object): Promise<Report> {
    const { env } = this;
    const [command, ...args] = this.options.command;
    const child = this.watchdog.spawn(command, [...args, operation], {
      env: { ...process.env, ...env },
      stdio: "pipe",
    });
    let [output, errors] = ["", ""];
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (errors += text));
    const settings = {
      stack: "test",
      project: this.options.project,
      workDir: join(this.root, "work"),
      home: join(this.root, "home"),
      pulumiRoot: this.pulumiRoot,
      env,
      program,
    };
    child.stdin?.end(JSON.stringify(settings));
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0)
      throw new Error(`${[command, ...args, operation].join(" ")} ended with ${code ?? "a signal"}:\n${errors}`);
    return JSON.parse(output) as Report;
  }
}

/** Makes a stack in a temporary folder; `dispose` it in the end. */
export async function programStack(options: ProgramStackOptions): Promise<ProgramStack> {
  const { pulumiRoot } = await toolchain();
  const root = await mkdtemp(join(tmpdir(), `mlplatform-${options.runtime}-`));
  const watchdog = new Watchdog(root);
  try {
    const folder = async (name: string) => (await mkdir(join(root, name)), join(root, name));
    // The SDKs' own project settings have no plugins.
    const project = { name: options.project, runtime: options.runtime, plugins: { providers: options.providers } };
    await writeFile(join(await folder("work"), "Pulumi.yaml"), stringify(project));
    await folder("home");
    const env = {
      PULUMI_BACKEND_URL: `file://${await folder("state")}`,
      PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      // No test may reach the cluster of whoever runs it; providers' files go where dispose removes them.
      KUBECONFIG: join(root, "no-kubeconfig"),
      TMPDIR: await folder("tmp"),
      ...options.env,
    };
    return new ProgramStack(options, root, watchdog, env, pulumiRoot);
  } catch (error) {
    await watchdog.dismiss();
    throw error;
  }
}
