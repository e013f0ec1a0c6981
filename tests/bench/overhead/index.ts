/** What `mlplatform up` takes beside the engine's own update of the largest program: `npm run bench -- --overhead`. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { EVERYTHING, LARGEST } from "../../engine/browser/largest-program";
import { startCertManager } from "../../engine/operators/cert-manager";
import { startSeldonOperator } from "../../engine/operators/seldon-operator";
import { repositoryConfig, repositoryProgram } from "../../engine/programs/run-program";
import { startCloud } from "../../engine/providers/aws/start-cloud";
import { startSetting } from "../../engine/providers/cloud/cloud-setting";
import { kubernetesPlugin } from "../../engine/providers/plugin";
import { engineStack, type EngineStack } from "../../engine/stack/engine-stack";
import type { Toolchain } from "../../engine/toolchain";
import type { Step, StepFigures, StepRequest } from "./one-run";

/** It is to take at most this many percent more than the engine alone. */
const LIMIT = 5;

/** Seconds from the placement of a simulated pod until it runs, as for pulling an image. */
const POD_START_SECONDS = 10;

const PROJECT = "mlplatform";

const CONFIG = {
  program: LARGEST,
  region: "us-east-1",
  kubernetesVersion: "1.35",
  apiCidrs: JSON.stringify(["203.0.113.0/24"]),
  sourceRanges: JSON.stringify(["203.0.113.0/24"]),
  ...Object.fromEntries(EVERYTHING),
};

/** The two updates that are measured: from nothing, and of what is complete. */
const UPDATES = ["created", "nothing to change"] as const;

/** What an update took: by the engine alone one step, by `mlplatform up` two. */
type Steps = Partial<Record<Step, StepFigures>>;

/** Creates the platform and updates it again, by the engine alone and by `mlplatform up` in turn, each time in a new cloud. */
export async function measureOverhead(runs: number): Promise<string> {
  const taken = UPDATES.map((update) => ({ update, alone: [] as number[], platform: [] as Figures[] }));
  // The cluster and the cloud let this process end, as a test needs it that has failed.
  const running = setInterval(() => undefined, 60_000);
  try {
    for (let run = 1; run <= runs; run++) {
      console.error(`the engine alone, run ${run} …`);
      const alone = await inNewCloud(["engine"]);
      console.error(`mlplatform up, run ${run} …`);
      const platform = await inNewCloud(["plan", "platform"]);
      for (const [index, one] of taken.entries()) {
        one.alone.push(engineMs(alone[index]?.engine));
        one.platform.push(figuresOf(platform[index] ?? {}));
      }
    }
  } finally {
    clearInterval(running);
  }
  return taken.flatMap(({ update, alone, platform }) => report(update, alone, platform)).join("\n");
}

/** What an update by `mlplatform up` took. */
interface Figures {
  readonly ms: number;
  readonly planMs: number;
  /** Starts of the Pulumi CLI beside the update itself. */
  readonly calls: StepFigures["calls"];
}

/** The plan is a process of its own here: in one process with the program's run, the SDKs would be loaded once for both. */
function figuresOf({ plan, platform }: Steps): Figures {
  const planMs = plan?.ms ?? NaN;
  const calls = platform?.calls.filter(({ command }) => command !== "up") ?? [];
  return { ms: planMs + (platform?.ms ?? NaN), planMs, calls };
}

/** Without what the Automation API does before an update, which `pulumi up` does not. */
const engineMs = (figures: StepFigures | undefined): number =>
  (figures?.calls ?? [])
    .filter(({ command }) => command !== "up")
    .reduce((rest, { ms }) => rest - ms, figures?.ms ?? NaN);

/** The fastest run is the one that other work on the machine disturbed least. */
function report(update: string, alone: readonly number[], platform: readonly Figures[]): string[] {
  const engine = Math.min(...alone);
  const [best] = [...platform].sort((one, other) => one.ms - other.ms);
  if (best === undefined) throw new Error("nothing was measured");
  const percent = (best.ms / engine - 1) * 100;
  const verdict = update === "created" ? `, limit ${LIMIT} %, ${percent <= LIMIT ? "in time" : "TOO SLOW"}` : "";
  const calls = best.calls.map(({ command, ms }) => `pulumi ${command} ${seconds(ms)}`);
  return [
    `${LARGEST} with everything, ${update}: the engine alone ${seconds(engine)}, mlplatform up ${seconds(best.ms)}: ` +
      `${percent.toFixed(1)} % more${verdict}`,
    `  of it the plan ${seconds(best.planMs)}, ${calls.join(", ")}`,
  ];
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Does both updates with these steps. */
async function inNewCloud(steps: readonly Step[]): Promise<Steps[]> {
  const setting = await startSetting(startCloud, { startDelay: POD_START_SECONDS });
  try {
    const { tools, cluster, cloud, mirror } = setting;
    for (const start of [startSeldonOperator, startCertManager]) {
      const controller = await start(cluster);
      setting.beforeStop(() => controller.stop());
    }
    const config = repositoryConfig({ ...CONFIG, mirror });
    const stack = await engineStack({
      project: PROJECT,
      program: repositoryProgram,
      providers: [kubernetesPlugin(tools), ...cloud.providers],
      env: cloud.env,
      config,
    });
    setting.beforeStop(() => stack.dispose());
    const taken: Steps[] = [];
    while (taken.length < UPDATES.length) {
      const figures: Steps = {};
      for (const step of steps) figures[step] = await run(step, stack, config, tools);
      taken.push(figures);
    }
    return taken;
  } finally {
    await setting.stop();
  }
}

async function run(
  step: Step,
  { automation }: EngineStack,
  config: StepRequest["config"],
  { pulumiRoot, kubectl, helm }: Toolchain,
): Promise<StepFigures> {
  const { workDir, pulumiHome = "", envVars } = automation.workspace;
  const request: StepRequest = {
    ...{ step, project: PROJECT, stack: automation.name, config },
    ...{ workDir, pulumiHome, pulumiRoot, envVars, tools: { kubectl, helm } },
  };
  const args = ["--import", require.resolve("tsx"), resolve(__dirname, "one-run.ts"), JSON.stringify(request)];
  // Not synchronously: the cloud is in this process.
  const child = spawn(process.execPath, args, {
    cwd: resolve(__dirname, "../../.."),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [exitCode] = (await once(child, "close")) as [number | null];
  if (exitCode !== 0) throw new Error(`${step} ended with ${String(exitCode)}:\n${stderr}`);
  return JSON.parse(stdout) as StepFigures;
}
