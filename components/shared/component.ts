import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterFacts } from "./facts";
import type { Problem } from "./invalid-args";

/** Which cluster a provider reaches; only providers that an `MlCluster` made are here. */
const clusterOf = new WeakMap<pulumi.ProviderResource, { readonly cluster: object; readonly name: string }>();

/** Remembers that this provider reaches this cluster. */
export const claimProvider = (provider: pulumi.ProviderResource, cluster: object, name: string): void => {
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
    mapped ??
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
  if (owner === undefined || cluster === undefined || owner.cluster === cluster || !claims(cluster)) return [];
  return [
    {
      path: "opts.provider",
      reason: `the provider belongs to ${owner.name}, which is not the cluster given as \`cluster\`. Pass the provider of that cluster.`,
    },
  ];
}

/** Only an `MlCluster` has a provider of its own; facts from another stack say nothing about providers. */
const claims = (cluster: ClusterFacts): boolean => "provider" in cluster;

/** A value for `dependsOn` that waits for what these values come from, though none of them flows into an input. */
export const after = (...values: pulumi.Input<unknown>[]): pulumi.Output<pulumi.Resource[]> =>
  pulumi.all(values).apply(() => []);

/** Main children of a component, for its getters: an instance field would become an output of the schema. */
export function keptChildren<Children extends object>(): {
  keep(component: pulumi.Resource, children: Children): void;
  of(component: pulumi.Resource): Children;
} {
  const children = new WeakMap<pulumi.Resource, Children>();
  return {
    keep: (component, made) => void children.set(component, made),
    of: (component) => {
      const made = children.get(component);
      if (made === undefined) throw new Error("the children of a component are there once its constructor is done");
      return made;
    },
  };
}

/** What a component registers as its outputs: its instance fields, which is also what the schema analyzer sees. */
export const publicOutputs = (component: pulumi.ComponentResource): pulumi.Inputs =>
  Object.fromEntries(Object.entries(component).filter(([field]) => field !== "urn" && !field.startsWith("__")));

/** Facts that a cluster was given as plain values, so that what they decide can be refused before anything exists. */
const plainFacts = new WeakMap<object, Partial<ClusterFacts>>();

/** Remembers what a cluster was given, because its outputs hide whether a value was known from the start. */
export const declareFacts = (cluster: object, facts: Partial<ClusterFacts>): void => {
  plainFacts.set(cluster, facts);
};

/** A fact of a cluster if its value is known now; `known` tells an absent value from one that is yet to resolve. */
export function plainFact<Name extends keyof ClusterFacts>(
  cluster: ClusterFacts,
  name: Name,
): { known: true; value: pulumi.Unwrap<ClusterFacts[Name]> } | { known: false } {
  const value: unknown = (plainFacts.get(cluster) ?? cluster)[name];
  return pulumi.Output.isInstance(value) || value instanceof Promise
    ? { known: false }
    : { known: true, value: value as pulumi.Unwrap<ClusterFacts[Name]> };
}
