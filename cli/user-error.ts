/** An error that the user can fix. Its message says how, so no stack is shown. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** A command line that is wrong; answered with the usage and exit code 2. */
export class UsageError extends UserError {
  override readonly name = "UsageError";
}

/** A run that Ctrl-C or another signal ended; answered with exit code 130. */
export class Cancelled extends UserError {
  override readonly name: string = "Cancelled";
}

/** A program that could not be planned. */
export class ProgramFailure extends Error {
  override readonly name = "ProgramFailure";

  constructor(
    /** What the program threw or left rejected, the first error first. */
    readonly errors: readonly unknown[],
    /** What may help to understand the errors. */
    readonly notes: readonly string[],
    /** What must not be shown. */
    readonly secretTexts: ReadonlySet<string>,
    /** The folder of the user's own code. */
    readonly projectDir: string,
  ) {
    super("The program could not be planned.");
  }
}
