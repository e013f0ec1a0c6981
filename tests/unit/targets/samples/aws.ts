import { aws, clusterArgs, existingNetwork } from "../aws/eks";
import type { Sample } from "../sample";

/** A cluster on EKS. */
export const sample: Sample = {
  args: clusterArgs({ kubernetesVersion: "1.35" }),
  blockOfRows: { existingNetwork },
  mocks: aws(),
  unsupportedInputs: [],
  absentFacts: {
    gpuPools: "the sample has no pool with GPUs",
    loadBalancerNetwork: "AWS takes the addresses of load balancers from the subnets",
  },
  createsCluster: true,
  broughtCredentials: [],
};
