/** Something the user can put right; its message says how, so no stack is shown. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** A command line that makes no sense; answered with the usage and exit code 2. */
export class UsageError extends UserError {
  override readonly name = "UsageError";
}
