/**
 * Does one step of an update in a process of its own, and prints how long that took. The host of Pulumi's language nodejs cannot be
 * had here, so the program runs in this process, in place of that host.
 */
import "../../../recorder/sdk"; // before the SDK, which otherwise loads TypeScript
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { showLines } from "../../../cli/display/line-display";
import { platformUp } from "../../../cli/up/up";
import { recordProgram } from "../../../recorder";
import { repositoryProgram } from "../../engine/programs/run-program";

/** What to do: the plan, the update by the engine alone, or what `mlplatform up` does after the plan. */
export type Step = "plan" | "engine" | "platform";

/** What a step needs to find its stack. */
export interface StepRequest {
  readonly step: Step;
  readonly project: string;
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
  readonly workDir: string;
  readonly pulumiHome: string;
  readonly pulumiRoot: string;
  readonly envVars: Readonly<Record<string, string>>;
  readonly tools: { readonly kubectl: string; readonly helm: string };
}

/** What a step took. */
export interface StepFigures {
  /** From the start of the process to the end of the step. */
  readonly ms: number;
  /** The starts of the Pulumi CLI, each as `stack export`. */
  readonly calls: readonly { readonly command: string; readonly ms: number }[];
}

async function run({ step, project, stack: name, config, tools, ...given }: StepRequest): Promise<StepFigures> {
  if (step === "plan") {
    const { error } = await recordProgram(repositoryProgram, { project, stack: name, config, lines: false });
    if (error !== undefined) throw new Error("the plan failed", { cause: error });
    return { ms: performance.now(), calls: [] };
  }
  const began = performance.now();
  const pulumiCommand = await PulumiCommand.get({ root: given.pulumiRoot });
  const calls = [{ command: "version", ms: performance.now() - began }];
  const { workDir, pulumiHome, envVars } = given;
  const stack = await LocalWorkspace.selectStack(
    { stackName: name, projectName: project, program: repositoryProgram },
    { workDir, pulumiHome, pulumiCommand: timed(pulumiCommand, calls), envVars: { ...envVars } },
  );
  if (step === "engine") {
    await withoutQuestions(stack).up({ color: "never", onOutput: (text) => process.stderr.write(text) });
  } else {
    await stack.getAllConfig(); // as `mlplatform up` does for the secrets
    await platformUp({ stack, tools, show: showLines((line) => process.stderr.write(`${line}\n`)) });
  }
  return { ms: performance.now(), calls };
}

/** A command whose starts are timed. Its method `run` is what the Automation API calls. */
function timed(command: PulumiCommand, calls: { command: string; ms: number }[]): PulumiCommand {
  const { run } = command as unknown as { run: (...args: unknown[]) => Promise<unknown> };
  return Object.assign(Object.create(command) as PulumiCommand, {
    async run(args: string[], ...others: unknown[]) {
      const began = performance.now();
      try {
        return await run.call(command, args, ...others);
      } finally {
        const words = args.filter((word) => /^[a-z]+$/.test(word)).slice(0, args[0] === "stack" ? 2 : 1);
        calls.push({ command: words.join(" "), ms: performance.now() - began });
      }
    },
  });
}

/** The stack without what the Automation API asks for after an update. */
const withoutQuestions = (stack: Stack): Stack =>
  Object.assign(Object.create(stack) as Stack, {
    info: () => Promise.resolve(undefined),
    outputs: () => Promise.resolve({}),
  });

run(JSON.parse(process.argv[2] ?? "") as StepRequest)
  .then((figures) => {
    process.stdout.write(JSON.stringify(figures));
    process.exit(0); // the SDK may keep connections open
  })
  .catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
