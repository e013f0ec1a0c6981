import { clusterArgs, existingNetwork, gcp } from "../gcp/gke";
import type { Sample } from "../sample";

/** A cluster on GKE. */
export const sample: Sample = {
  args: clusterArgs({ kubernetesVersion: "1.35" }),
  blockOfRows: { existingNetwork },
  mocks: gcp(),
  unsupportedInputs: ["logRetentionDays", "charts", "mirror", "imageRegistry"],
  absentFacts: {
    gpuPools: "the sample has no pool with GPUs",
    loadBalancerAnnotations: "a load balancer of GKE is public without annotations",
    loadBalancerNetwork: "Google Cloud gives load balancers their addresses",
  },
  createsCluster: true,
  broughtCredentials: [],
};
