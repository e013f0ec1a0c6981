import { parseArgs, type ParseArgsConfig } from "node:util";
import type { Setting } from "./project/config";
import { UsageError } from "./user-error";

/** One command of the command line. Each file in commands/ exports one as `command`. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** One line: what follows `Usage: mlplatform `. */
  readonly usage: string;
  /** The text of `--help` below the usage. */
  readonly help: string;
  /** Runs with the arguments after the command's name, and returns the exit code. */
  run(argv: readonly string[]): Promise<number>;
}

/** The flags of a command, as Node's `parseArgs` takes them. */
export type Flags = NonNullable<ParseArgsConfig["options"]>;

/** The result of `parseArgs` for such flags: `values`, each with the type of its flag, and `positionals`. */
export type Arguments<Given extends Flags> = ReturnType<
  typeof parseArgs<{ options: Given; allowPositionals: true; strict: true }>
>;

/** Reads a command line. An unknown argument is a {@link UsageError}. */
export function readArguments<Given extends Flags>(
  argv: readonly string[],
  flags: Given,
  positionals: number,
): Arguments<Given> {
  let given: Arguments<Given>;
  try {
    given = parseArgs({ args: [...argv], options: flags, allowPositionals: true, strict: true });
  } catch (error) {
    // The first sentence says what is wrong. The others are about arguments that begin with a dash.
    throw new UsageError(((error as Error).message.split(". ")[0] ?? "").replace(/\.?$/, "."));
  }
  const [extra] = given.positionals.slice(positionals);
  if (extra !== undefined) throw new UsageError(`Unexpected argument '${extra}'.`);
  return given;
}

/** Reads the values of the flag `--config`. */
export function readSettings(given: readonly string[] = []): Setting[] {
  return given.map((text) => {
    const at = text.indexOf("=");
    if (at < 1)
      throw new UsageError(`--config takes <key>=<value>, not '${at === 0 ? "=…" : (text.split(/\s/)[0] ?? "")}'.`);
    return [text.slice(0, at), text.slice(at + 1)];
  });
}
