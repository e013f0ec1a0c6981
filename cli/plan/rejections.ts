/** What a program left unhandled, as it happens. */
export interface Rejections {
  readonly all: ReadonlySet<unknown>;
  /** Resolves with the first one. */
  readonly first: Promise<unknown>;
}

/**
 * Collects what a program leaves unhandled while `work` runs: the SDK reports a failed registration as a rejection
 * nobody awaits. Other listeners (a test runner's) are put aside meanwhile, since the failure is ours to report.
 */
export async function collectRejections(work: (rejections: Rejections) => Promise<void>): Promise<unknown[]> {
  const all = new Set<unknown>();
  let resolveFirst: (reason: unknown) => void;
  const first = new Promise<unknown>((resolve) => (resolveFirst = resolve));
  const collect = (reason: unknown) => {
    all.add(reason);
    resolveFirst(reason);
  };

  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", collect);
  try {
    await work({ all, first });
    return [...all];
  } catch (error) {
    return [...new Set([error, ...all])];
  } finally {
    process.off("unhandledRejection", collect);
    for (const listener of others) process.on("unhandledRejection", listener);
  }
}
