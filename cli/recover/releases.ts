import type { ClusterAccess } from "../cluster/access";
import * as helm from "../cluster/helm-release";
import type { Clusters } from "../cluster/stack-clusters";
import { containsSecret, RELEASE_TYPE, resourcesOf, secretOf, type ResourceRecord, type State } from "../stack/state";
import { readSettled } from "./orphaned-providers";
import { adopted, cleared, isOlder, providerCreated, type Recovery, type RecoveryContext } from "./recovery";

/** The releases of a state that Helm shows as pending. */
export interface PendingReleases {
  readonly releases: readonly ResourceRecord[];
  /** Why some clusters could not be read, each reason once. */
  readonly problems: readonly string[];
}

/** Finds pending releases even if the state has no pending operation: a plain `pulumi up` may have run after the kill. */
export async function findPendingReleases(state: State, clusters: Clusters): Promise<PendingReleases> {
  const releases = resourcesOf(state).filter(({ type }) => type === RELEASE_TYPE);
  const lists = new Map<string, Promise<string[]>>();
  const problems = new Set<string>();
  // An unreadable cluster must not stop the command: the update itself needs no helm, and may need no cluster.
  const recordProblem = (error: unknown): string[] => {
    problems.add((error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "");
    return [];
  };
  const pending = releases.map(async (release) => {
    const { namespace = "", name = "" } = helm.releaseName(release) ?? {};
    const key = `${release.provider ?? ""} ${namespace}`;
    const read = async () => helm.pendingReleaseNames(await clusters.of(release), namespace).catch(recordProblem);
    const list = lists.get(key) ?? read();
    lists.set(key, list);
    return (await list).includes(name) ? [release] : [];
  });
  return { releases: (await Promise.all(pending)).flat(), problems: [...problems] };
}

/** Recovers the interrupted installation of a release: it is adopted if it has ended, and uninstalled otherwise. */
export async function recoverNewRelease(resource: ResourceRecord, context: RecoveryContext): Promise<Recovery> {
  const release = helm.releaseName(resource);
  const { inputs = {} } = resource;
  if (release === undefined) return { repair: cleared(resource, "its name is not known") };
  const cluster = await context.clusters.of(resource);
  const history = await settledHistory(cluster, release, resource, context, context.appearsUntil);
  const [first, latest] = [history[0], history.at(-1)];
  if (first === undefined || latest === undefined) return { repair: cleared(resource, "it was not installed") };
  if (!helm.isOfChart(latest, resource) || isOlder(first.updated, providerCreated(resource, context.state))) {
    return { repair: cleared(resource, "it exists, but does not belong to this stack") };
  }
  if (latest.status !== "deployed") return uninstall(cluster, release, resource, `its status was ${latest.status}`);
  // The provider stops if the last inputs of a release are no secret. A secret around secrets could be written only with all
  // of them decrypted.
  if (containsSecret(inputs)) return uninstall(cluster, release, resource, "its values contain secrets");
  const id = `${release.namespace}/${release.name}`;
  return adopted(resource, id, `Helm release ${id}`, secretOf(inputs));
}

/** Recovers a pending release of the state: it is rolled back, or uninstalled if it was never deployed. */
export async function recoverRelease(resource: ResourceRecord, context: RecoveryContext): Promise<Recovery> {
  const release = helm.releaseName(resource);
  if (release === undefined) return {};
  const cluster = await context.clusters.of(resource);
  const history = await settledHistory(cluster, release, resource, context);
  const latest = history.at(-1);
  if (latest === undefined || !helm.isPending(latest)) return {};
  const target = helm.lastDeployed(history);
  if (target === undefined) {
    return { ...(await uninstall(cluster, release, resource, `its status was ${latest.status}`)), refresh: true };
  }
  const isRolledBack = await helm.rollBack(cluster, release, target.revision);
  const name = `Helm release ${release.namespace}/${release.name}`;
  const action = isRolledBack
    ? `rolled ${name} back to revision ${target.revision}`
    : `ended the pending operation of ${name}, so that the update can repeat it`;
  const text = `${action}: its status was ${latest.status}`;
  return { repair: { kind: "rolled-back", urn: resource.urn, text }, refresh: !isRolledBack };
}

/** The revisions of a release when no orphaned provider works on it. A helm process of another user is not noticed. */
const settledHistory = (
  cluster: ClusterAccess,
  release: helm.ReleaseName,
  resource: ResourceRecord,
  { print }: RecoveryContext,
  appearsUntil?: number,
): Promise<helm.Revision[]> =>
  readSettled({
    read: () => helm.historyOf(cluster, release),
    changesUntil: (history) => {
      const latest = history.at(-1);
      if (latest === undefined) return appearsUntil;
      return helm.isPending(latest) ? helm.latestEnd(latest, resource) : undefined;
    },
    name: `Helm release ${release.namespace}/${release.name}`,
    print,
  });

async function uninstall(
  cluster: ClusterAccess,
  release: helm.ReleaseName,
  { urn }: ResourceRecord,
  reason: string,
): Promise<Recovery> {
  await helm.uninstall(cluster, release);
  const text = `uninstalled Helm release ${release.namespace}/${release.name}: ${reason}`;
  return { repair: { kind: "uninstalled", urn, text } };
}
