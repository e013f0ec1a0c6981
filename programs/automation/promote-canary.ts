/**
 * Promotes the canary of the model `iris` step by step, while Prometheus says that it is not worse than the version beside it:
 *
 *     npx tsx programs/automation/promote-canary.ts --stack my-cluster --prometheus http://localhost:9090
 *
 * Exit code 0: it has all the traffic. 1: it was rolled back, or could not be judged. 2: the command line is wrong.
 */
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { platformUp, showLines } from "../../cli/automation";
import { judge, type Limits, type Measured } from "./canary/judge";
import { Prometheus } from "./canary/prometheus";
import { promote } from "./canary/promote";

const USAGE =
  "Usage: promote-canary --stack <name> --prometheus <url> [--steps 5,25,50,100] [--window <seconds>] [--min-requests <number>]";
const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Runs a command line and returns the exit code. */
export async function run(argv: string[]): Promise<number> {
  const options = optionsIn(argv);
  if (typeof options === "string") {
    process.stderr.write(`${options}\n${USAGE}\n`);
    return 2;
  }
  const workDir = path.resolve(__dirname, "../..");
  const stack = await LocalWorkspace.selectStack({ stackName: options.stackName, workDir });
  return (await promoteCanary(stack, options, print)) ? 0 : 1;
}

/** Promotes the canary of a stack with one of this repository's programs. Resolves to whether it has all the traffic. */
export async function promoteCanary(
  stack: Stack,
  { url, steps, windowSeconds, limits }: PromotionOptions,
  print: (line: string) => void,
): Promise<boolean> {
  const prometheus = new Prometheus(url);
  await prometheus.check(); // before anything changes
  const model = { name: "iris", windowSeconds };
  let main: Measured | undefined;
  return promote({
    steps,
    print,
    async setTraffic(percent) {
      await stack.setConfig("canaryTraffic", { value: String(percent) });
      await platformUp({ stack, show: showLines(print) });
    },
    async judgeStep(percent) {
      await sleep(windowSeconds * 1000);
      const canary = await prometheus.measure("canary", model);
      // With all the traffic, the canary is compared with what main did last.
      if (percent < 100 || main === undefined) main = await prometheus.measure("main", model);
      return judge(canary, main, limits);
    },
  });
}

/** How a canary is promoted. */
export interface PromotionOptions {
  /** Where Prometheus is. */
  readonly url: string;
  readonly steps: readonly number[];
  readonly windowSeconds: number;
  readonly limits: Limits;
}

interface Options extends PromotionOptions {
  readonly stackName: string;
}

/** The options of a command line, or what is wrong with it. */
function optionsIn(args: string[]): Options | string {
  const text = { type: "string" } as const;
  let values: Record<string, string | undefined>;
  try {
    const options = { stack: text, prometheus: text, steps: text, window: text, "min-requests": text };
    values = parseArgs({ args, options }).values;
  } catch (error) {
    return (error as Error).message;
  }
  const { stack: stackName, prometheus: url, steps: given = "5,25,50,100" } = values;
  if (stackName === undefined || url === undefined) return "--stack and --prometheus are needed.";
  if (!URL.canParse(url)) return `--prometheus takes a URL such as http://localhost:9090, not '${url}'.`;
  const steps = given.split(",").map(Number);
  if (!steps.every((step, index) => step > (steps[index - 1] ?? 0) && step <= 100)) {
    return `--steps takes rising percentages such as 5,25,50,100, not '${given}'.`;
  }
  const [windowSeconds, minRequests] = [Number(values["window"] ?? 300), Number(values["min-requests"] ?? 100)];
  if (!(windowSeconds >= 1)) return `--window takes seconds, not '${String(values["window"])}'.`;
  if (!(minRequests >= 1)) return `--min-requests takes a number, not '${String(values["min-requests"])}'.`;
  return { stackName, url, steps, windowSeconds, limits: { errorIncrease: 0.01, latencyFactor: 1.5, minRequests } };
}

if (require.main === module) {
  run(process.argv.slice(2)).then(
    (exitCode) => {
      process.exitCode = exitCode;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
