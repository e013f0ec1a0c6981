import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterFacts } from "./facts";
import { problemIf, type Problem } from "./invalid-args";
import { plainFact, type ClusterIdentity } from "./known-facts";

/**
 * The provider of a package that a component's children would inherit, found as the SDK finds it: in `provider`, in
 * `providers` (by the package's name if that is a map), or at the parent. `type` is any resource type of the package.
 */
export function inheritedProvider(
  opts: pulumi.ComponentResourceOptions | undefined,
  type: string,
  isInstance: (candidate: unknown) => boolean,
): pulumi.ProviderResource | undefined {
  const { provider, providers, parent } = opts ?? {};
  const listed = Array.isArray(providers) ? providers : [providers?.[type.split(":")[0] ?? ""]];
  return [provider, ...listed].find(isInstance) ?? parent?.getProvider(type);
}

/** The Kubernetes provider that a component's children would inherit. */
export const kubernetesProvider = (
  opts: pulumi.ComponentResourceOptions | undefined,
): pulumi.ProviderResource | undefined =>
  inheritedProvider(opts, "kubernetes:core/v1:Namespace", (candidate) => Provider.isInstance(candidate));

/** Which cluster a provider reaches; only providers of an `MlCluster` are here. */
const owners = new WeakMap<pulumi.ProviderResource, { readonly cluster: ClusterFacts; readonly name: string }>();

/** Remembers that this provider reaches this cluster. */
export const claimProvider = (provider: pulumi.ProviderResource, cluster: ClusterFacts, name: string): void => {
  owners.set(provider, { cluster, name });
};

/** What stands for the cluster that a component's children reach: its `MlCluster`, or else the provider. */
export function reachedCluster(opts: pulumi.ComponentResourceOptions | undefined): object | undefined {
  const provider = kubernetesProvider(opts);
  return provider === undefined ? undefined : (owners.get(provider)?.cluster ?? provider);
}

/**
 * An add-on never falls back to the ambient kubeconfig, and never installs into another cluster than the one it was given.
 * `given` says in the error how it was given.
 */
export function providerProblems(
  opts: pulumi.ComponentResourceOptions | undefined,
  cluster: ClusterIdentity,
  given = "given as `cluster`",
): Problem[] {
  // A component has a provider too, but is none of Pulumi's options.
  if (pulumi.Resource.isInstance(opts))
    return [{ path: "opts", reason: "is a resource. Write { provider: cluster.provider } as the third argument." }];
  const [path, provider] = ["opts.provider", kubernetesProvider(opts)];
  if (provider === undefined) {
    const reason = "there is no Kubernetes provider here or on the parent. Pass { provider: cluster.provider }.";
    return [{ path, reason }];
  }
  const owner = owners.get(provider);
  return problemIf(
    owner !== undefined && !mayReach(owner.cluster, cluster),
    path,
    `the provider belongs to ${owner?.name ?? ""}, which is not the cluster ${given}. Pass the provider of that cluster.`,
  );
}

/** Whether these may be the same cluster: one component, or facts whose identifier does not contradict. */
function mayReach(owner: ClusterFacts, cluster: ClusterIdentity): boolean {
  if (owner === cluster) return true;
  const [own, other] = [plainFact(owner, "clusterIdentifier"), plainFact(cluster, "clusterIdentifier")];
  if ("provider" in cluster) return false;
  if (!own.known || !other.known || other.value === undefined) return true;
  // Facts that an earlier version exported identify an existing cluster by its context, which is its name by default.
  const fallback = plainFact(owner, "clusterName");
  return other.value === (own.value ?? (fallback.known ? fallback.value : other.value));
}
