import * as pulumi from "@pulumi/pulumi";
import { problemIf, refuse, type Problem } from "./invalid-args";
import type { NamespaceSpec } from "./namespace";
import { reachedCluster } from "./provider";

type Options = pulumi.ComponentResourceOptions | undefined;

/**
 * An object that a component creates, itself or through a chart or an operator. Two components must not create the same object:
 * the second one would fail in the middle of an update, or destroying one of them would delete the object of the other.
 */
export interface Claim {
  /** Kind and name, with the namespace if there is one: `Service models/iris-main`. */
  readonly object: string;
  /** Path of the input that decides the name. */
  readonly path: string;
  /** What is wrong if another component, such as `ModelDeployment "iris"`, creates this object, and what to write. */
  readonly reason: (other: string) => string;
  /** Whether the object is outside the clusters, as a bucket is, so that components of different clusters must not share it either. */
  readonly isOutside?: boolean;
}

/** What components of this program create, by cluster, or by program if it is outside; with the component that creates it. */
const claims = new WeakMap<object, Map<string, string>>();

/** What an object belongs to: the cluster of these options, or the stack of this program. */
const placeOf = (opts: Options, { isOutside = false }: Pick<Claim, "isOutside">): object | undefined =>
  (isOutside ? pulumi.runtime.getStackResource() : undefined) ?? reachedCluster(opts);

const claimant = (place: object | undefined, object: string): string | undefined =>
  place === undefined ? undefined : claims.get(place)?.get(object);

/** The component, such as `ModelDeployment "iris"`, that creates an object in the cluster of these options. */
export const claimedBy = (opts: Options, object: string): string | undefined => claimant(reachedCluster(opts), object);

/** The objects that components of this program create in the cluster of these options. */
export function claimedObjects(opts: Options): Iterable<string> {
  const cluster = reachedCluster(opts);
  return (cluster === undefined ? undefined : claims.get(cluster)?.keys()) ?? [];
}

/**
 * Remembers what a component creates. Throws `InvalidArgs` if another component of this program creates one of the objects, or if the
 * component itself creates one twice.
 */
export function claimObjects(type: string, name: string, opts: Options, objects: readonly Claim[]): void {
  refuse(type, name, [...claimProblems(opts, objects), ...repeatProblems(objects)]);
  for (const claim of objects) {
    const place = placeOf(opts, claim);
    if (place === undefined) continue;
    const claimed = claims.get(place) ?? new Map<string, string>();
    claims.set(place, claimed.set(claim.object, `${type} "${name}"`));
  }
}

/**
 * Objects that another component creates. Of several in the cluster with one other component, the first, because they have one cause;
 * outside the clusters each input has its own.
 */
function claimProblems(opts: Options, objects: readonly Claim[]): Problem[] {
  const problems = new Map<string, Problem>();
  for (const claim of objects) {
    const { object, path, reason, isOutside = false } = claim;
    const other = claimant(placeOf(opts, claim), object);
    const cause = `${other ?? ""} ${isOutside ? path : ""}`;
    if (other !== undefined && !problems.has(cause)) problems.set(cause, { path, reason: reason(other) });
  }
  return [...problems.values()];
}

/** Objects that two inputs of one component name. */
const repeatProblems = (objects: readonly Claim[]): Problem[] =>
  objects.flatMap(({ object, path }, index) => {
    const before = objects.slice(0, index).find((other) => other.object === object);
    return problemIf(
      before !== undefined,
      path,
      `creates the ${object}, which ${before?.path ?? ""} creates too. Change one of them.`,
    );
  });

/** An object whose name an input decides. `instead` says what to write. */
export const objectClaim = (object: string, path: string, instead: string): Claim => ({
  object,
  path,
  reason: (other) => `creates the ${object}, which ${other} creates too. ${instead}`,
});

/** What only one component of a cluster can create, such as `the Istio control plane`, and the input that asks for it. */
export const onlyOneClaim = (what: string, path: string, instead: string): Claim => ({
  object: what,
  path,
  reason: (other) => `the cluster already has ${what} of ${other}, and can have only one. ${instead}`,
});

/** The namespace of a component, if the component creates it. */
export const namespaceClaims = (path: string, { name, create }: NamespaceSpec): Claim[] =>
  create
    ? [
        objectClaim(
          `Namespace ${name}`,
          `${path}.name`,
          `Use another name, or write ${path}.create: false to share the namespace.`,
        ),
      ]
    : [];

/** A Helm release. Its name is unique in its namespace, which an input decides. */
export const releaseClaim = (namespace: string, release: string, path = "namespace.name"): Claim =>
  objectClaim(`Helm release ${namespace}/${release}`, path, "Use another namespace.");
