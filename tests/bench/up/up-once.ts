/**
 * Runs one `up` of a program on the real engine and prints how long it took. It is a process of its own, because everything
 * comes from the checkout that is measured (`checkout`), the Pulumi SDK and the test tools included.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { commandPlugin } from "../../engine/providers/command/launcher";
import { kubernetesPlugin } from "../../engine/providers/plugin";
import { startRandom } from "../../engine/providers/random/provider";
import type * as runProgram from "../../engine/programs/run-program";
import type * as engineStacks from "../../engine/stack/engine-stack";
import { toolchain } from "../../engine/toolchain";
import { Machine } from "../../helpers/k3d/machine";
import { criticalPath, type CriticalPath, type TimedResource } from "./critical-path";

/** What to bring up, and where. */
export interface UpRequest {
  /** Folder of the checkout that is measured. */
  readonly checkout: string;
  /** The file of a program written by hand, instead of the checkout's own. */
  readonly program?: string;
  /** Settings of the program. */
  readonly settings: Readonly<Record<string, string>>;
  /** The kubeconfig that the double of k3d hands out. @default the program makes no cluster */
  readonly k3dKubeconfig?: string;
}

/** What one `up` took. */
export interface UpFigures {
  readonly ms: number;
  readonly criticalPath: CriticalPath;
}

async function upOnce({ checkout, program, settings, k3dKubeconfig }: UpRequest): Promise<UpFigures> {
  const load = createRequire(path.join(checkout, "package.json"));
  const { engineStack } = load("./tests/engine/stack/engine-stack") as typeof engineStacks;
  const { repositoryConfig, repositoryProgram } = load("./tests/engine/programs/run-program") as typeof runProgram;

  const local = k3dKubeconfig === undefined ? undefined : await localMachine(k3dKubeconfig);
  const stack = await engineStack({
    project: "mlplatform",
    program:
      program === undefined ? repositoryProgram : () => Promise.resolve(load(program) as Record<string, unknown>),
    // Of this checkout, so that both are measured with the same provider.
    providers: [kubernetesPlugin(await toolchain()), ...(local?.providers ?? [])],
    env: local?.env,
    config: repositoryConfig(settings),
  });
  try {
    const [began, ended] = [new Map<string, number>(), new Map<string, number>()];
    let done = NaN;
    const onEvent = ({ resourcePreEvent, resOutputsEvent, summaryEvent }: EngineEvent): void => {
      const [begins, ends] = [resourcePreEvent?.metadata.urn, resOutputsEvent?.metadata.urn];
      if (summaryEvent !== undefined) done = performance.now();
      if (begins !== undefined) began.set(begins, performance.now());
      if (ends !== undefined) ended.set(ends, performance.now());
    };
    const start = performance.now();
    await stack.automation.up({ onEvent, color: "never" });
    // Until the engine's summary: afterwards the Automation API asks for outputs and history, which is no part of the update.
    const ms = done - start;
    const state = await stack.automation.exportStack();
    const { resources } = state.deployment as { resources: readonly StateResource[] };
    const timed = resources.map((resource): TimedResource => {
      const { urn, custom } = resource;
      const time = custom ? (ended.get(urn) ?? 0) - (began.get(urn) ?? 0) : 0;
      return { urn, ms: Math.max(0, time), needs: needsOf(resource) };
    });
    return { ms, criticalPath: criticalPath(timed) };
  } finally {
    await stack.dispose();
    await local?.stop();
  }
}

/** A machine with doubles of k3d and Docker, and the providers that a program with k3d needs besides Kubernetes. */
async function localMachine(kubeconfigPath: string) {
  const machine = new Machine({ kubeconfig: readFileSync(kubeconfigPath, "utf8") });
  const random = await startRandom();
  return {
    providers: [random.plugin, commandPlugin()],
    env: { ...random.env, ...machine.env, PATH: `${machine.env["PATH"] ?? ""}:${process.env["PATH"] ?? ""}` },
    stop: async () => {
      await random.stop();
      machine.remove();
    },
  };
}

/** A resource of the state, with what the engine waits for before it creates it. */
interface StateResource {
  readonly urn: string;
  readonly custom: boolean;
  /** `<urn>::<id>`. */
  readonly provider?: string;
  readonly dependencies?: readonly string[];
}

const needsOf = ({ provider = "", dependencies = [] }: StateResource): string[] => [
  provider.split("::").slice(0, -1).join("::"),
  ...dependencies,
];

upOnce(JSON.parse(process.argv[2] ?? "{}") as UpRequest)
  .then((figures) => {
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    process.exit(0); // the SDK may keep connections open
  })
  .catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
