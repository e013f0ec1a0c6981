/** A program that could not be planned. */
export class ProgramFailure extends Error {
  override readonly name = "ProgramFailure";

  constructor(
    /** What it threw or left rejected, the first thing first. */
    readonly errors: readonly unknown[],
    /** What may help to understand it. */
    readonly notes: readonly string[],
    /** What must not be shown. */
    readonly secretTexts: ReadonlySet<string>,
    /** Where the user's own code is. */
    readonly projectDir: string,
  ) {
    super("The program could not be planned.");
  }
}
