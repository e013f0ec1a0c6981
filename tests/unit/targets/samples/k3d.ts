import { clusterArgs, commands } from "../k3d/cluster";
import type { Sample } from "../sample";

/** A cluster of k3d. */
export const sample: Sample = {
  args: clusterArgs({ kubernetesVersion: "1.35" }),
  mocks: commands(),
  unsupportedInputs: [
    ...(["nodePools", "apiAccess", "admins", "viewers", "storage"] as const),
    ...(["logRetentionDays", "tags", "charts", "mirror", "imageRegistry"] as const),
  ],
  absentFacts: {
    gpuPools: "whether containers get the GPUs of this machine is not known",
    region: "a cluster on this machine has no region",
    loadBalancerAnnotations: "a load balancer of k3s has no annotations",
    internalLoadBalancerAnnotations: "a load balancer of k3s is internal without annotations",
    privateSubnetIds: "a Docker network has no subnets with ids",
    identity: "pods of a cluster on this machine log in to no cloud",
    nodeIdentity: "nodes on this machine have no identity in a cloud",
  },
  createsCluster: true,
  planned: { url: "https://127.0.0.1:6443", resource: "local Command" },
  // The kubeconfig that k3d wrote.
  broughtCredentials: ["ml kubeconfig.users[0].user.client-key-data"],
};
