/** What happens if the output of the command can no longer be written. */

/** While a program is planned, its `process.exit` is an error. A command that is interrupted then must still end. */
const exit = process.exit.bind(process);

let failure: NodeJS.ErrnoException | undefined;

/**
 * Keeps the command running if nobody reads its output any more (`| head`), because an update must not stop halfway. Any other
 * failure, such as a full disk, is remembered until the end.
 */
export function surviveOutputErrors(): void {
  process.stdout.on("error", remember);
  process.stderr.on("error", () => undefined); // there is no other place to report it
}

function remember(error: NodeJS.ErrnoException | null | undefined): void {
  if (error && error.code !== "EPIPE") failure ??= error;
}

/** Ends the process when everything is written, also if a program that was planned has open timers. */
export function endProcess(exitCode: number): void {
  process.stdout.write("", (error) => {
    remember(error);
    if (failure !== undefined)
      process.stderr.write(`The output could not be written: ${failure.code ?? failure.message}.\n`);
    process.stderr.write("", () => exit(failure === undefined ? exitCode : exitCode || 1));
  });
}
