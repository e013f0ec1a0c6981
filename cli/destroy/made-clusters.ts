import { resourcesOf, type ResourceRecord, type State } from "../recover/state";

/** The Kubernetes providers of clusters that the stack itself made: those go, and not only what is in them. */
export function madeClusters(state: State): ResourceRecord[] {
  const resources = resourcesOf(state);
  const made = new Set(resources.filter(isCluster).map(({ urn }) => urn));
  return resources.filter(
    ({ type, dependencies = [] }) =>
      type === "pulumi:providers:kubernetes" && dependencies.some((urn) => made.has(urn)),
  );
}

/**
 * Whether a resource is a cluster of the stack. Of another one it has at most a kubeconfig, a role to log in with, or, as
 * with `Cluster.get`, an external resource.
 */
const isCluster = ({ type, external }: ResourceRecord): boolean => external !== true && CLUSTER.test(type);

/** `aws:eks/cluster:Cluster`, `gcp:container/cluster:Cluster`, `azure-native:containerservice:ManagedCluster`, … */
const CLUSTER = new RegExp(
  [
    "^(aws:eks/cluster|aws-native:eks|eks:index|gcp:container/cluster):Cluster$",
    "^azure-native:containerservice(/\\w+)?:ManagedCluster$",
    "^(azure:containerservice|digitalocean:index)/kubernetesCluster:KubernetesCluster$",
  ].join("|"),
);
