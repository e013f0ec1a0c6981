import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { ProviderPlugin } from "../providers/plugin";
import { PASSPHRASE } from "../stack/decrypt";
import { Recording, type Run, RunFailed } from "../stack/run";
import { toolchain, yamlHostFolder } from "../toolchain";
import { Watchdog } from "../toolchain/watchdog";

/** A program in YAML. */
export interface YamlProgram {
  /** The content of its Pulumi.yaml. */
  readonly project: object;
  readonly config: Readonly<Record<string, string>>;
  readonly providers: readonly ProviderPlugin[];
  readonly env: NodeJS.ProcessEnv;
  /** The file in which the engine keeps what the program registers. @default none */
  readonly plan?: string;
}

/**
 * Previews a program in YAML with its real language host, which compares it with the schemas that the plugins serve before it registers
 * anything. A preview that fails rejects with `RunFailed`.
 */
export async function previewYaml({ project, config, providers, env, plan }: YamlProgram): Promise<Run> {
  const [{ pulumiRoot }, host] = [await toolchain(), await yamlHostFolder()];
  const root = await mkdtemp(join(tmpdir(), "mlplatform-yaml-"));
  const watchdog = new Watchdog(root);
  try {
    const folder = async (name: string) => (await mkdir(join(root, name)), join(root, name));
    const workDir = await folder("work");
    await writeFile(join(workDir, "Pulumi.yaml"), stringify({ ...project, plugins: { providers } }));
    const stack = await LocalWorkspace.createStack(
      { stackName: "test", workDir },
      {
        pulumiCommand: await PulumiCommand.get({ root: pulumiRoot }),
        pulumiHome: await folder("home"),
        envVars: {
          PATH: `${host}:${process.env["PATH"] ?? ""}`,
          PULUMI_BACKEND_URL: `file://${await folder("state")}`,
          PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
          PULUMI_SKIP_UPDATE_CHECK: "true",
          PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
          // No test may reach the cluster of whoever runs it; providers' files go where the watchdog removes them.
          KUBECONFIG: join(root, "no-kubeconfig"),
          TMPDIR: await folder("tmp"),
          ...env,
        },
      },
    );
    await stack.setAllConfig(Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value }])));
    const recording = new Recording();
    try {
      await stack.preview({ onEvent: recording.onEvent, color: "never", plan });
      return recording.finish();
    } catch (error) {
      throw new RunFailed(recording.finish(), error instanceof Error ? error.message : String(error));
    }
  } finally {
    await watchdog.dismiss();
  }
}
