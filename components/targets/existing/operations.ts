import type { TargetOperations } from "../operations";

/** An existing cluster may run on any cloud. This covers the clouds that have no target folder of their own yet. */
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
    // GKE. `internal` is the older spelling.
    "networking.gke.io/load-balancer-type": { internal: ["Internal", "internal"], public: ["External"] },
    "cloud.google.com/load-balancer-type": { internal: ["Internal", "internal"], public: ["External"] },
    "service.beta.kubernetes.io/azure-load-balancer-internal": { internal: ["true"], public: ["false"] },
  },
};
