import { startCluster, type TestCluster } from "./start-cluster";

let shared: Promise<TestCluster> | undefined;

/**
 * The usual cluster, started once for all suites of a process: each works in namespaces of its own and removes what it
 * made outside of them. It ends with the process; `root-hooks.ts` ends it with the run.
 */
export function sharedCluster(): Promise<TestCluster> {
  shared ??= startCluster();
  return shared;
}

/** Ends the shared cluster if one was started. */
export async function stopSharedCluster(): Promise<void> {
  const started = shared;
  shared = undefined;
  await (await started)?.stop();
}
