import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ClusterFacts } from "./facts";
import type { Problem } from "./invalid-args";
import { plainFact } from "./known-facts";

/** Which cluster a provider reaches; only providers that an `MlCluster` made are here. */
const clusterOf = new WeakMap<pulumi.ProviderResource, { readonly cluster: ClusterFacts; readonly name: string }>();

/** Remembers that this provider reaches this cluster. */
export const claimProvider = (provider: pulumi.ProviderResource, cluster: ClusterFacts, name: string): void => {
  clusterOf.set(provider, { cluster, name });
};

/** The Kubernetes provider that a component's children would inherit, found as the SDK finds it. */
export function kubernetesProvider(
  opts: pulumi.ComponentResourceOptions | undefined,
): pulumi.ProviderResource | undefined {
  const { provider, providers } = opts ?? {};
  const listed = Array.isArray(providers) ? providers : [];
  const mapped = Array.isArray(providers) ? undefined : providers?.["kubernetes"];
  return (
    [provider, mapped, ...listed].find((candidate) => kubernetes.Provider.isInstance(candidate)) ??
    opts?.parent?.getProvider("kubernetes:core/v1:Namespace")
  );
}

/** An add-on never falls back to the ambient kubeconfig, and never installs into another cluster than it was given. */
export function providerProblems(
  opts: pulumi.ComponentResourceOptions | undefined,
  cluster: ClusterFacts | undefined,
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
  const owner = clusterOf.get(provider);
  if (owner === undefined || cluster === undefined || reaches(owner.cluster, cluster)) return [];
  return [
    {
      path: "opts.provider",
      reason: `the provider belongs to ${owner.name}, which is not the cluster given as \`cluster\`. Pass the provider of that cluster.`,
    },
  ];
}

/** Whether these may be the same cluster: one component, or facts whose identifier does not say otherwise. */
function reaches(owner: ClusterFacts, cluster: ClusterFacts): boolean {
  if (owner === cluster) return true;
  const [own, other] = [plainFact(owner, "clusterIdentifier"), plainFact(cluster, "clusterIdentifier")];
  return !("provider" in cluster) && !(own.known && other.known && own.value !== other.value);
}
