/**
 * Gives a branch a model of its own on a platform that is there, for a limited time:
 *
 *     npx tsx programs/automation/branch-environments.ts create --platform organization/mlplatform/prod --branch fix/42 \
 *       --model-uri gs://bucket/iris/fix-42 --hours 8
 *     npx tsx programs/automation/branch-environments.ts remove --branch fix/42
 *     npx tsx programs/automation/branch-environments.ts remove-expired      # every hour, by a scheduler
 *
 * Exit code 0: done. 1: it failed. 2: the command line is wrong.
 */
import { LocalWorkspace, type InlineProgramArgs, type LocalWorkspaceOptions } from "@pulumi/pulumi/automation";
import { parseArgs } from "node:util";
import { planFirst, platformDestroy, platformUp, showLines } from "../../cli/automation";
import { environmentName, environmentProgram } from "./branches/environment";
import { expiryOf, type StackState } from "./branches/expired";

/** The project of the environments' stacks. */
const projectName = "mlplatform-branches";

/** Where the engine, the plugins and the states are. @default those of the user's own `pulumi` */
export type Place = Partial<LocalWorkspaceOptions>;
type Print = (line: string) => void;

/** What is asked for a branch. */
export interface BranchRequest {
  readonly platform: string;
  readonly branch: string;
  readonly modelUri: string;
  readonly hours: number;
}

/** Creates or updates the environment of a branch, and returns the URL of its model. */
export async function createEnvironment(request: BranchRequest, print: Print, place: Place = {}): Promise<string> {
  const { platform, branch, modelUri, hours } = request;
  const name = environmentName(branch);
  const expires = new Date(Date.now() + hours * 3_600_000);
  const program = environmentProgram({ platform, name, modelUri, expires });
  const stack = await LocalWorkspace.createOrSelectStack({ stackName: name, projectName, program }, place);
  await planFirst(stack);
  const { outputs } = await platformUp({ stack, show: showLines(print) });
  print(`${name} lives until ${expires.toISOString()}.`);
  return String(outputs["modelUrl"]?.value);
}

/** Removes the environment of a branch, with its stack. */
export const removeEnvironment = (branch: string, print: Print, place: Place = {}): Promise<void> =>
  removeStack(environmentName(branch), print, place);

/** Removes every environment whose time is over. One that cannot be removed does not keep the others; it is in the error. */
export async function removeExpired(print: Print, place: Place = {}, now = new Date()): Promise<string[]> {
  const workspace = await LocalWorkspace.create({
    projectSettings: { name: projectName, runtime: "nodejs" },
    ...place,
  });
  const removed: string[] = [];
  const failures: string[] = [];
  for (const { name } of await workspace.listStacks()) {
    try {
      const { deployment } = (await workspace.exportStack(name)) as { deployment?: StackState };
      const expires = expiryOf(deployment ?? {});
      if (expires !== undefined && expires > now) continue;
      await removeStack(name, print, place);
      removed.push(name);
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (failures.length > 0) throw new Error(["These environments could not be removed.", ...failures].join("\n"));
  return removed;
}

async function removeStack(stackName: string, print: Print, place: Place): Promise<void> {
  const args: InlineProgramArgs = { stackName, projectName, program: () => Promise.resolve({}) };
  const stack = await LocalWorkspace.selectStack(args, place);
  await platformDestroy({ stack, deleteOthers: false, show: showLines(print) });
  await stack.workspace.removeStack(stackName);
  print(`${stackName} is removed.`);
}

const USAGE = [
  "Usage: branch-environments create --platform <stack> --branch <name> --model-uri <uri> --hours <number>",
  "       branch-environments remove --branch <name>",
  "       branch-environments remove-expired",
].join("\n");

/** Runs a command line and returns the exit code. */
export async function run(args: readonly string[], print: Print, place: Place = {}): Promise<number> {
  const usage = (problem: string): number => {
    process.stderr.write(`${problem}\n${USAGE}\n`);
    return 2;
  };
  const text = { type: "string" } as const;
  const options = { platform: text, branch: text, "model-uri": text, hours: text };
  let given: { values: Record<string, string | undefined>; positionals: string[] };
  try {
    given = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    return usage((error as Error).message);
  }
  const { platform, branch, hours = "8" } = given.values;
  const modelUri = given.values["model-uri"];
  const [command] = given.positionals;
  if (command === "remove-expired") {
    const removed = await removeExpired(print, place);
    print(`${String(removed.length)} removed.`);
    return 0;
  }
  if (command === "remove") {
    if (branch === undefined) return usage("--branch is needed.");
    await removeEnvironment(branch, print, place);
    return 0;
  }
  if (command !== "create") return usage(`There is no command '${command ?? ""}'.`);
  if (platform === undefined || branch === undefined || modelUri === undefined) {
    return usage("--platform, --branch and --model-uri are needed.");
  }
  if (!(Number(hours) > 0)) return usage(`--hours takes a number above 0, not '${hours}'.`);
  print(await createEnvironment({ platform, branch, modelUri, hours: Number(hours) }, print, place));
  return 0;
}

if (require.main === module) {
  run(process.argv.slice(2), (line) => void process.stdout.write(`${line}\n`)).then(
    (exitCode) => {
      process.exitCode = exitCode;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
