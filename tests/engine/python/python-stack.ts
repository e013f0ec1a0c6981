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
import { python } from "./python";
import { installSdk } from "./sdk";

/** A Python program on the real engine. */
export interface PythonStackOptions {
  readonly project: string;
  /** The program, which reads its settings from standard input as `program.py` does. */
  readonly program: string;
  readonly providers: readonly ProviderPlugin[];
}

/** What the program prints in the end. */
interface Report {
  readonly events: EngineEvent[];
  readonly outputs?: OutputMap;
  readonly error?: string;
}

/** One stack with a state of its own, whose program is in Python. A run that fails rejects with `RunFailed`. */
export class PythonStack {
  constructor(
    private readonly options: PythonStackOptions,
    private readonly root: string,
    private readonly watchdog: Watchdog,
    private readonly env: NodeJS.ProcessEnv,
    private readonly pulumiRoot: string,
    private readonly interpreter: string,
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
    const child = this.watchdog.spawn(this.interpreter, [this.options.program, operation], {
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
      throw new Error(`${this.options.program} ${operation} ended with ${code ?? "a signal"}:\n${errors}`);
    return JSON.parse(output) as Report;
  }
}

/** Makes a stack in a temporary folder; `dispose` it in the end. */
export async function pythonStack(options: PythonStackOptions): Promise<PythonStack> {
  const [{ pulumiRoot }, interpreter] = [await toolchain(), await python()];
  const root = await mkdtemp(join(tmpdir(), "mlplatform-python-"));
  const watchdog = new Watchdog(root);
  try {
    const folder = async (name: string) => (await mkdir(join(root, name)), join(root, name));
    const sdk = await installSdk(interpreter, await folder("sdk"));
    const project = { name: options.project, runtime: "python", plugins: { providers: options.providers } };
    await writeFile(join(await folder("work"), "Pulumi.yaml"), stringify(project));
    await folder("home");
    const env = {
      PYTHONPATH: sdk,
      PYTHONDONTWRITEBYTECODE: "1",
      PULUMI_BACKEND_URL: `file://${await folder("state")}`,
      PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      // No test may reach the cluster of whoever runs it; providers' files go where dispose removes them.
      KUBECONFIG: join(root, "no-kubeconfig"),
      TMPDIR: await folder("tmp"),
    };
    return new PythonStack(options, root, watchdog, env, pulumiRoot, interpreter);
  } catch (error) {
    await watchdog.dismiss();
    throw error;
  }
}
