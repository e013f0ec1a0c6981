import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { spawn } from "node:child_process";
import path from "node:path";
import type { Interruption } from "../interruption";
import { Cancelled } from "../user-error";

/**
 * Makes the Pulumi CLI get each signal that asks this process to end, and get it once: the first one makes the engine finish what has
 * started, and the second one makes it end at once (pkg/v3 3.246, backend/cancellation_scope.go).
 *
 * A terminal sends Ctrl-C to all processes of its foreground group, but a CI system may send a signal to this one alone, and nothing
 * tells the two apart. So the CLI runs in a group of its own, which the Automation API has no option for (@pulumi/pulumi 3.248,
 * automation/cmd.js). What it runs gets no signal: the CLI itself ends its plugins, which have groups of their own too.
 */
export function interruptible(command: PulumiCommand, interruption: Interruption): PulumiCommand {
  // Windows has no signals: its console sends Ctrl-C to all its processes.
  if (process.platform === "win32") return command;
  const run: Run = (args, cwd, added, onOutput, onError) => {
    if (interruption.signal.aborted) {
      const words = args.slice(0, 2).filter((word) => !word.startsWith("-"));
      return Promise.reject(new Cancelled(`Interrupted before pulumi ${words.join(" ")}.`));
    }
    return runApart(command.command, args, { cwd, added, onOutput, onError, interruption });
  };
  return Object.assign(command, { run });
}

/** `PulumiCommand.run`, which its type does not declare. */
type Run = (
  args: readonly string[],
  cwd: string,
  added: Readonly<Record<string, string>>,
  onOutput?: (text: string) => void,
  onError?: (text: string) => void,
) => Promise<object>;

interface RunOptions {
  readonly cwd: string;
  readonly added: Readonly<Record<string, string>>;
  readonly onOutput?: (text: string) => void;
  readonly onError?: (text: string) => void;
  readonly interruption: Interruption;
}

/** Runs the CLI as `PulumiCommand.run` does, with the same environment, results and errors. */
async function runApart(program: string, given: readonly string[], options: RunOptions): Promise<object> {
  const { cwd, added, onOutput, onError, interruption } = options;
  const args = given.includes("--non-interactive") ? given : [...given, "--non-interactive"];
  const env: NodeJS.ProcessEnv = { ...process.env, ...added, PULUMI_AUTOMATION_API: "true" };
  // The plugins that were installed with the CLI are beside it.
  if (path.isAbsolute(program)) env["PATH"] = `${path.dirname(program)}:${env["PATH"] ?? ""}`;

  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  interruption.passTo(child);
  const end = (): void => void child.kill("SIGINT");
  process.once("exit", end);
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    onOutput?.(text);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    onError?.(text);
  });
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once("error", ({ message }) => resolve(message));
    child.once("close", (code, signal) => {
      if (code === 0) resolve(undefined);
      else resolve(signal === null ? `failed with exit code ${String(code)}` : `was killed with ${signal}`);
    });
  }).finally(() => process.off("exit", end));

  const { CommandResult, createCommandError } = internals();
  // Without the final line break, as the Automation API's callers expect them.
  const [output, errors] = [stdout, stderr].map((text) => text.replace(/\r?\n$/, ""));
  // The engine may end with exit code 0 although it has not begun what was left.
  const [command = ""] = args;
  if (failure === undefined && interruption.signal.aborted && CHANGING.includes(command)) {
    throw new Cancelled(`Interrupted during pulumi ${command}.`);
  }
  if (failure === undefined) return new CommandResult(output, errors, 0);
  const message = [`Command ${failure}: ${[program, ...args].join(" ")}`, errors, output].filter(Boolean).join("\n");
  throw createCommandError(new CommandResult("", message, -2, new Error(message)));
}

/** The commands of which an interruption leaves a part undone. */
const CHANGING = ["up", "destroy", "refresh"];

/** Classes of the Automation API that its types do not declare (@pulumi/pulumi 3.248, automation/cmd.js and errors.js). */
interface Internals {
  readonly CommandResult: new (stdout?: string, stderr?: string, code?: number, error?: Error) => object;
  readonly createCommandError: (result: object) => Error;
}

/* eslint-disable @typescript-eslint/no-require-imports -- internals have no types */
const internals = (): Internals => ({
  ...(require("@pulumi/pulumi/automation/cmd") as Pick<Internals, "CommandResult">),
  ...(require("@pulumi/pulumi/automation/errors") as Pick<Internals, "createCommandError">),
});
/* eslint-enable @typescript-eslint/no-require-imports */
