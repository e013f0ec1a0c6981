import { UserError } from "../user-error";

/**
 * Makes `process.exit` an error for as long as `work` runs: a program that ends the process would take the plan, and
 * every word about it, along. It is thrown where the program stands, so that nothing after it runs, and rejected as
 * well, so that a program which catches what it throws does not hide it.
 */
export async function withoutExit<T>(work: () => Promise<T>): Promise<T> {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is not called, only put back
  const { exit } = process;
  process.exit = (code) => {
    const shownAs = String(code ?? process.exitCode ?? 0);
    const error = new UserError(`The program ended itself with exit code ${shownAs} before the plan was complete.`);
    void Promise.reject(error);
    throw error;
  };
  try {
    return await work();
  } finally {
    process.exit = exit;
  }
}
