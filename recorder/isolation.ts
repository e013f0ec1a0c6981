/** Keeps a program that runs in this process from its terminal, its cluster, and the end of the process. */

/** A program that called `process.exit`. */
export class ProgramExited extends Error {
  override readonly name = "ProgramExited";
}

/** Runs a program in its folder. What it prints goes to stderr, so that stdout holds only the plan. */
export async function inProgramFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const [cwd, write] = [process.cwd(), process.stdout.write.bind(process.stdout)];
  process.chdir(folder);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  try {
    return await work();
  } finally {
    process.stdout.write = write;
    process.chdir(cwd);
  }
}

/**
 * Makes `process.exit` an error: otherwise a program that calls it would end the command without a plan or a message. The
 * error is thrown, so that the program stops there, and also rejected, in case the program catches it.
 */
export async function withoutExit<T>(work: () => Promise<T>): Promise<T> {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- only restored, never called
  const { exit } = process;
  process.exit = (code) => {
    const shownAs = String(code ?? process.exitCode ?? 0);
    const error = new ProgramExited(`The program ended itself with exit code ${shownAs} before the plan was complete.`);
    void Promise.reject(error);
    throw error;
  };
  try {
    return await work();
  } finally {
    process.exit = exit;
  }
}

/** Hides the user's own cluster (kubernetes SDK 4.34, provider.js): a plan must not depend on it or hold its credentials. */
export async function withoutKubeconfig<T>(work: () => Promise<T>): Promise<T> {
  const { KUBECONFIG: saved } = process.env;
  delete process.env["KUBECONFIG"];
  try {
    return await work();
  } finally {
    if (saved !== undefined) process.env["KUBECONFIG"] = saved;
  }
}

/**
 * Collects everything that `work` throws or leaves rejected, the first error first. The SDK reports a failed registration
 * as a rejection that nothing handles. Other listeners, such as a test runner's, do not see these rejections.
 */
export async function collectErrors(work: (firstRejection: Promise<unknown>) => Promise<void>): Promise<unknown[]> {
  const rejections = new Set<unknown>();
  let resolveFirst: (reason: unknown) => void;
  const first = new Promise<unknown>((resolve) => (resolveFirst = resolve));
  const collect = (reason: unknown) => {
    rejections.add(reason);
    resolveFirst(reason);
  };

  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", collect);
  try {
    await work(first);
    return [...rejections];
  } catch (error) {
    return [...new Set([error, ...rejections])];
  } finally {
    process.off("unhandledRejection", collect);
    for (const listener of others) process.on("unhandledRejection", listener);
  }
}
