import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ClusterFacts } from "./facts";
import { inheritedProvider } from "./inherited-provider";
import type { Problem } from "./invalid-args";
import { plainFact } from "./known-facts";

/** What tells clusters apart. */
export type ClusterIdentity = Pick<ClusterFacts, "clusterIdentifier">;

/** Which cluster a provider reaches; only providers that an `MlCluster` made are here. */
const owners = new WeakMap<pulumi.ProviderResource, { readonly cluster: ClusterFacts; readonly name: string }>();

/** Remembers that this provider reaches this cluster. */
export const claimProvider = (provider: pulumi.ProviderResource, cluster: ClusterFacts, name: string): void => {
  owners.set(provider, { cluster, name });
};

/** Which cluster a component was given, because its output hides whether the identifier was known from the start. */
const homes = new WeakMap<ClusterIdentity, ClusterIdentity>();

/** Remembers the cluster that a component works in. */
export const declareCluster = (component: ClusterIdentity, cluster: ClusterIdentity): void => {
  homes.set(component, cluster);
};

/** The cluster behind a component of this program, or what the facts of another stack say of it. */
export const clusterOf = (facts: ClusterIdentity): ClusterIdentity => homes.get(facts) ?? facts;

/** The Kubernetes provider that a component's children would inherit. */
export const kubernetesProvider = (
  opts: pulumi.ComponentResourceOptions | undefined,
): pulumi.ProviderResource | undefined =>
  inheritedProvider(opts, "kubernetes:core/v1:Namespace", (candidate) => kubernetes.Provider.isInstance(candidate));

/**
 * An add-on never falls back to the ambient kubeconfig, and never installs into another cluster than it was given; `given`
 * says how.
 */
export function providerProblems(
  opts: pulumi.ComponentResourceOptions | undefined,
  cluster: ClusterIdentity,
  given = "given as `cluster`",
): Problem[] {
  const provider = kubernetesProvider(opts);
  if (provider === undefined) {
    return [
      {
        path: "opts.provider",
        reason: "there is no Kubernetes provider here or on the parent. Pass { provider: cluster.provider }.",
      },
    ];
  }
  const owner = owners.get(provider);
  if (owner === undefined || reaches(owner.cluster, cluster)) return [];
  return [
    {
      path: "opts.provider",
      reason: `the provider belongs to ${owner.name}, which is not the cluster ${given}. Pass the provider of that cluster.`,
    },
  ];
}

/** Whether these may be the same cluster: one component, or facts whose identifier does not say otherwise. */
function reaches(owner: ClusterFacts, cluster: ClusterIdentity): boolean {
  if (owner === cluster) return true;
  const [own, other] = [plainFact(owner, "clusterIdentifier"), plainFact(cluster, "clusterIdentifier")];
  return !("provider" in cluster) && !(own.known && other.known && own.value !== other.value);
}
