import type { Clusters } from "./clusters";
import { hangingIn, RELEASE_TYPE, releaseName } from "./release";
import { resourcesOf, type ResourceRecord, type State } from "./state";

/** What a look for releases that hang came to. */
export interface Hanging {
  readonly hanging: readonly ResourceRecord[];
  /** Why some could not be looked at, each reason once. */
  readonly unseen: readonly string[];
}

/** Releases in the state that hang although nothing is pending: someone ran a plain `pulumi up` after the kill. */
export async function hangingReleases(state: State, clusters: Clusters): Promise<Hanging> {
  const releases = resourcesOf(state).filter(({ type }) => type === RELEASE_TYPE);
  const lists = new Map<string, Promise<string[]>>();
  const unseen = new Set<string>();
  // A cluster that cannot be asked is no reason not to go on: the update itself needs no helm, and may need no cluster.
  const unknown = (error: unknown): string[] => {
    unseen.add((error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "");
    return [];
  };
  const hanging = releases.map(async (release) => {
    const { namespace = "", name = "" } = releaseName(release) ?? {};
    const key = `${release.provider ?? ""} ${namespace}`;
    const list = lists.get(key) ?? clusters.of(release).then((cluster) => hangingIn(cluster, namespace).catch(unknown));
    lists.set(key, list);
    return (await list).includes(name) ? [release] : [];
  });
  return { hanging: (await Promise.all(hanging)).flat(), unseen: [...unseen] };
}
