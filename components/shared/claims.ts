/** What components of this program create, by cluster; with the component that creates it. */
const claims = new WeakMap<object, Map<string, string>>();

/**
 * The component that has claimed an object in a cluster. Two components must not create the same object: the second one
 * would fail halfway through an update, or the object would go when one of them is destroyed.
 *
 * @param cluster what `reachedCluster` returns
 * @param object names the object in the cluster, such as `Service models/iris-main`
 */
export const claimedBy = (cluster: object, object: string): string | undefined => claims.get(cluster)?.get(object);

/** Remembers that a component, such as `ModelDeployment "iris"`, creates these objects. */
export function claim(cluster: object, objects: readonly string[], component: string): void {
  const claimed = claims.get(cluster) ?? new Map<string, string>();
  claims.set(cluster, claimed);
  for (const object of objects) claimed.set(object, component);
}
