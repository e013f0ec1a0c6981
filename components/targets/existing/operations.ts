import type { TargetOperations } from "../operations";

/** A cluster that exists may be on any cloud: here stands what is known about clouds that have no target of their own yet. */
export const operations: TargetOperations = {
  clusterTypes: new RegExp(
    [
      "^gcp:container/cluster:Cluster$",
      "^azure-native:containerservice(/\\w+)?:ManagedCluster$",
      "^(azure:containerservice|digitalocean:index)/kubernetesCluster:KubernetesCluster$",
    ].join("|"),
  ),
  loadBalancerFinalizers: {
    Ingress: ["networking.gke.io/ingress-finalizer"],
    Gateway: ["gateway.finalizer.networking.gke.io"],
  },
  loadBalancerAnnotations: {
    // GKE. The value in lower case is the older one.
    "networking.gke.io/load-balancer-type": { internal: ["Internal", "internal"], public: ["External"] },
    "cloud.google.com/load-balancer-type": { internal: ["Internal", "internal"], public: ["External"] },
    "service.beta.kubernetes.io/azure-load-balancer-internal": { internal: ["true"], public: ["false"] },
  },
};
