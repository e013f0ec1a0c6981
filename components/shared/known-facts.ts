import * as pulumi from "@pulumi/pulumi";
import type { ClusterFacts } from "./facts";

/** Facts that a cluster was given as plain values, so that what they decide can be refused before anything exists. */
const plainFacts = new WeakMap<object, Partial<ClusterFacts>>();

/** Remembers what a cluster was given, because its outputs hide whether a value was known from the start. */
export const declareFacts = (cluster: object, facts: Partial<ClusterFacts>): void => {
  plainFacts.set(cluster, facts);
};

/** A fact of a cluster if its value is known now; `known` tells an absent value from one that is yet to resolve. */
export function plainFact<Name extends keyof ClusterFacts>(
  cluster: Pick<ClusterFacts, Name>,
  name: Name,
): { known: true; value: pulumi.Unwrap<ClusterFacts[Name]> } | { known: false } {
  const value: unknown = (plainFacts.get(cluster) ?? cluster)[name];
  return pulumi.Output.isInstance(value) || value instanceof Promise
    ? { known: false }
    : { known: true, value: value as pulumi.Unwrap<ClusterFacts[Name]> };
}
