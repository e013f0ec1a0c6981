/**
 * Runs `up`, `refresh` or `destroy` as the command line does, on a stack with an inline program: the host of Pulumi's language
 * nodejs cannot be had here, so the engine cannot run a program of a folder.
 */
import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import { platformDestroy } from "../../../cli/destroy/destroy";
import { onDisplay } from "../../../cli/display/on-display";
import { outputsEvent } from "../../../cli/display/outputs";
import type { Display } from "../../../cli/display/run-event";
import { explain } from "../../../cli/explain";
import { endProcess } from "../../../cli/output";
import { platformRefresh } from "../../../cli/refresh/refresh";
import type { Interruption } from "../../../cli/interruption";
import { interruptible } from "../../../cli/stack/interruptible-pulumi";
import { platformUp } from "../../../cli/up/up";
import { Cancelled } from "../../../cli/user-error";
import { recordProgram } from "../../../recorder";
import { repositoryProgram } from "../programs/run-program";

/** What a run needs to find its stack. */
export interface DisplayedRun {
  readonly command: "up" | "refresh" | "destroy";
  readonly json: boolean;
  readonly project: string;
  readonly stack: string;
  readonly workDir: string;
  readonly pulumiHome: string;
  readonly pulumiRoot: string;
  readonly envVars: Readonly<Record<string, string>>;
  readonly tools: { readonly kubectl: string; readonly helm: string };
}

async function run({ command, json, tools, ...given }: DisplayedRun): Promise<number> {
  const { workDir, pulumiHome, envVars } = given;
  const installed = await PulumiCommand.get({ root: given.pulumiRoot });
  const args = { stackName: given.stack, projectName: given.project, program: repositoryProgram };
  const work = async (show: Display["show"], interruption: Interruption): Promise<unknown> => {
    const pulumiCommand = interruptible(installed, interruption);
    const place = { workDir, pulumiHome, pulumiCommand, envVars: { ...envVars } };
    const stack = await LocalWorkspace.selectStack(args, place);
    if (command === "destroy") return platformDestroy({ stack, show, tools, deleteOthers: false });
    if (command === "refresh") return platformRefresh({ stack, show, tools });
    const config = Object.entries(await stack.getAllConfig()).map(([key, { value }]) => [key, value] as const);
    const { project, stack: name } = given;
    const plan = await recordProgram(repositoryProgram, { project, stack: name, config: Object.fromEntries(config) });
    show(outputsEvent((await platformUp({ stack, show, tools, plan })).outputs));
    return undefined;
  };
  try {
    await onDisplay(json, work);
    return 0;
  } catch (error) {
    process.stderr.write(`${explain(error, false)}\n`);
    return error instanceof Cancelled ? 130 : 1;
  }
}

void run(JSON.parse(process.argv[2] ?? "") as DisplayedRun).then(endProcess);
