import { startCluster, type TestCluster } from "./start-cluster";

let shared: Promise<TestCluster> | undefined;

/**
 * The usual cluster, started once for all suites of a process (with parallel workers: of a worker). Each suite works in
 * namespaces of its own and removes what it created outside of them. The cluster ends with the process.
 */
export function sharedCluster(): Promise<TestCluster> {
  shared ??= startCluster();
  return shared;
}
