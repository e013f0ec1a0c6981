import { aks, clusterArgs } from "../azure/aks";
import type { Sample } from "../sample";

/** A cluster on AKS. */
export const sample: Sample = {
  args: clusterArgs({ kubernetesVersion: "1.35" }),
  mocks: aks(),
  unsupportedInputs: [],
  absentFacts: {
    gpuPools: "the sample has no pool with GPUs",
    loadBalancerAnnotations: "a load balancer of AKS is public without annotations",
    loadBalancerNetwork: "Azure gives load balancers their addresses",
  },
  createsCluster: true,
  broughtCredentials: [],
};
