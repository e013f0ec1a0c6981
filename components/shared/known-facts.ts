import type * as pulumi from "@pulumi/pulumi";
import type { ClusterFacts } from "./facts";
import { isDeferred } from "./invalid-args";

/** Facts that a cluster was given as plain values, so that wrong ones can be refused before anything exists. */
const plainFacts = new WeakMap<object, Partial<ClusterFacts>>();

/** Remembers the facts that a cluster was created with: its outputs do not tell whether a value was known at first. */
export const declareFacts = (cluster: object, facts: Partial<ClusterFacts>): void => {
  plainFacts.set(cluster, facts);
};

/** A fact of a cluster if its value is known now; `known` tells an absent value from one that is not known yet. */
export function plainFact<Name extends keyof ClusterFacts>(
  cluster: Pick<ClusterFacts, Name>,
  name: Name,
): { known: true; value: pulumi.Unwrap<ClusterFacts[Name]> } | { known: false } {
  const value: unknown = (plainFacts.get(cluster) ?? cluster)[name];
  return isDeferred(value) ? { known: false } : { known: true, value: value as pulumi.Unwrap<ClusterFacts[Name]> };
}

/** What identifies a cluster. */
export type ClusterIdentity = Pick<ClusterFacts, "clusterIdentifier">;

/** The cluster that was passed to a component: the component's output does not tell whether its identifier was known at first. */
const clusters = new WeakMap<ClusterIdentity, ClusterIdentity>();

/** Remembers the cluster that a component works in. */
export const declareCluster = (component: ClusterIdentity, cluster: ClusterIdentity): void => {
  clusters.set(component, cluster);
};

/** The cluster of a component of this program; for the facts of another stack, those facts. */
export const clusterOf = (facts: ClusterIdentity): ClusterIdentity => clusters.get(facts) ?? facts;
