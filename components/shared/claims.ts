import type * as pulumi from "@pulumi/pulumi";
import { problemIf, type Problem } from "./invalid-args";
import { reachedCluster } from "./provider";

type Options = pulumi.ComponentResourceOptions | undefined;

/** What components of this program create, by cluster; with the component that creates it. */
const claims = new WeakMap<object, Map<string, string>>();

/**
 * The component, such as `ModelDeployment "iris"`, that has claimed an object in the cluster of these options. Two
 * components must not create the same object: the second one would fail in the middle of an update, or the object would go
 * when one of them is destroyed. `object` names it in its cluster: `Service models/iris-main`.
 */
export function claimedBy(opts: Options, object: string): string | undefined {
  const cluster = reachedCluster(opts);
  return cluster === undefined ? undefined : claims.get(cluster)?.get(object);
}

/** Remembers that a component creates these objects. */
export function claim(opts: Options, objects: readonly string[], component: string): void {
  const cluster = reachedCluster(opts);
  if (cluster === undefined) return;
  const claimed = claims.get(cluster) ?? new Map<string, string>();
  claims.set(cluster, claimed);
  for (const object of objects) claimed.set(object, component);
}

/** Refuses a second component of a type whose charts create cluster-wide objects. */
export function onlyOneProblems(opts: Options, type: string): Problem[] {
  const other = claimedBy(opts, type);
  return problemIf(
    other !== undefined,
    "cluster",
    `has ${other ?? ""} already, and a second one would create the same cluster-wide objects. Use that one.`,
  );
}
