import { parseArgs, type ParseArgsConfig } from "node:util";
import type { Setting } from "./project/config";
import { UsageError } from "./user-error";

/** The flags of a command, as Node's `parseArgs` takes them. */
export type Flags = NonNullable<ParseArgsConfig["options"]>;

/** What `parseArgs` makes of such flags: `values`, each of its flag's type, and `positionals`. */
export type Arguments<Given extends Flags> = ReturnType<
  typeof parseArgs<{ options: Given; allowPositionals: true; strict: true }>
>;

/** Reads a command line; what it does not know is a {@link UsageError} rather than ignored. */
export function readArguments<Given extends Flags>(
  argv: readonly string[],
  flags: Given,
  positionals: number,
): Arguments<Given> {
  let given: Arguments<Given>;
  try {
    given = parseArgs({ args: [...argv], options: flags, allowPositionals: true, strict: true });
  } catch (error) {
    // The first sentence says what is wrong; Node goes on about how to pass such a thing as a positional.
    throw new UsageError(((error as Error).message.split(". ")[0] ?? "").replace(/\.?$/, "."));
  }
  const [extra] = given.positionals.slice(positionals);
  if (extra !== undefined) throw new UsageError(`Unexpected argument '${extra}'.`);
  return given;
}

/** What the flag `--config` was given, each time. */
export function readSettings(given: readonly string[] = []): Setting[] {
  return given.map((text) => {
    const at = text.indexOf("=");
    if (at < 1) throw new UsageError(`--config takes <key>=<value>, not '${text}'.`);
    return [text.slice(0, at), text.slice(at + 1)];
  });
}
