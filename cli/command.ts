/** One command of the command line. Each file in commands/ exports one as `command`. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** One line: what follows `Usage: mlplatform `. */
  readonly usage: string;
  /** What `--help` says below the usage. */
  readonly help: string;
  /** Runs with what follows the command's name, and returns the exit code. */
  run(argv: readonly string[]): Promise<number>;
}
