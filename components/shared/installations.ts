import type * as pulumi from "@pulumi/pulumi";
import { reachedCluster } from "./provider";

type Options = pulumi.ComponentResourceOptions | undefined;

/** What a cluster can have only once, so that several components use the same. */
export type SharedPart = "cert-manager" | "MetalLB";

/** The component of this program that installs a shared part. */
export interface Installation {
  /** The component, such as `IngressLayer "public"`. */
  readonly by: string;
  /** What must exist before others use it. */
  readonly resources: readonly pulumi.Resource[];
}

interface Known {
  readonly installations: Map<SharedPart, Installation>;
  /** Components that use a part which nothing before them installs. */
  readonly reliedOn: Map<SharedPart, string>;
}

/** The shared parts of this program, by cluster. */
const clusters = new WeakMap<object, Known>();

function knownOf(opts: Options): Known {
  const cluster = reachedCluster(opts) ?? {};
  const known = clusters.get(cluster) ?? { installations: new Map(), reliedOn: new Map() };
  clusters.set(cluster, known);
  return known;
}

/** Remembers that a component installs a shared part. */
export const provide = (opts: Options, part: SharedPart, installation: Installation): void =>
  void knownOf(opts).installations.set(part, installation);

/** The installation of a shared part by a component that was created before; nothing if there is none. */
export const installationOf = (opts: Options, part: SharedPart): Installation | undefined =>
  knownOf(opts).installations.get(part);

/** Remembers that a component uses a part that is in the cluster already: an installation later in the program would be too late. */
export const relyOn = (opts: Options, part: SharedPart, component: string): void =>
  void knownOf(opts).reliedOn.set(part, component);

/** The component that uses a part which was not installed before it. */
export const reliedOnBy = (opts: Options, part: SharedPart): string | undefined => knownOf(opts).reliedOn.get(part);
