import { readdirSync } from "node:fs";
import path from "node:path";
import type { Command } from "./command";
import { explain } from "./explain";
import { ownPackage } from "./own-package";
import { Cancelled, UsageError } from "./user-error";

const COMMANDS_DIR = path.join(__dirname, "commands");

/** Runs the command line and returns the exit code: 0, 1 for a failure, 2 for a wrong command line, 130 after Ctrl-C. */
export async function main(argv: readonly string[]): Promise<number> {
  const debug = argv.includes("--debug") || process.env["MLPLATFORM_DEBUG"] === "1";
  const [name, ...rest] = argv.filter((argument) => argument !== "--debug");
  try {
    if (name === "--version") return print(ownPackage().version);
    if (name === "help") return print(helpOn(rest.filter((argument) => !asksForHelp(argument))));
    if (name !== undefined && asksForHelp(name)) return print(usage());
    if (name === undefined) throw new UsageError("No command given.");
    if (rest.some(asksForHelp)) return print(helpOn([name]));
    return await commandOf(name).run(rest);
  } catch (error) {
    process.stderr.write(`${explain(error, debug)}\n`);
    if (error instanceof Cancelled) return 130;
    if (!(error instanceof UsageError)) return 1;
    process.stderr.write(`\n${usageOf(name)}\n`);
    return 2;
  }
}

const asksForHelp = (argument: string): boolean => argument === "--help" || argument === "-h";

/** Each file in commands/ is a command. */
function commandNames(): string[] {
  const names = readdirSync(COMMANDS_DIR).flatMap((file) => /^([a-z-]+)\.[jt]s$/.exec(file)?.[1] ?? []);
  return [...new Set(names)].sort();
}

// Loaded by name, so that each command loads only what it needs.
function commandOf(name: string): Command {
  if (!commandNames().includes(name)) throw new UsageError(`There is no command '${name}'.`);
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require(path.join(COMMANDS_DIR, name)) as { command: Command }).command;
}

function helpOn([name, extra]: readonly string[]): string {
  if (extra !== undefined) throw new UsageError(`Unexpected argument '${extra}'.`);
  if (name === undefined) return usage();
  const { usage: line, help } = commandOf(name);
  return `Usage: mlplatform ${line}\n\n${help}`;
}

function usageOf(name: string | undefined): string {
  if (name === undefined || !commandNames().includes(name)) return usage();
  return `Usage: mlplatform ${commandOf(name).usage}\n(mlplatform ${name} --help says more)`;
}

function usage(): string {
  const commands = commandNames().map((name) => `  ${name.padEnd(10)} ${commandOf(name).summary}`);
  return [
    "Usage: mlplatform <command> [arguments]",
    "",
    "Commands",
    ...commands,
    "",
    "Flags",
    "  --help     of mlplatform, or of a command",
    "  --version  the version of pulumi-mlplatform",
    "  --debug    shows where an error came from (or set MLPLATFORM_DEBUG=1)",
  ].join("\n");
}

function print(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}
