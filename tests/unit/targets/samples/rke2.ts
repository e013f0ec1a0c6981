import { clusterArgs, commands } from "../rke2/cluster";
import type { Sample } from "../sample";

/** The commands that run on a machine. */
const commandsOf = (machine: string): string[] => [
  `ml-${machine}`,
  ...["check", "prepare", "install", "member", "drain", "upgrade", "uncordon"].map((step) => `ml-${machine}-${step}`),
];

/** A cluster of RKE2. */
export const sample: Sample = {
  args: clusterArgs({ kubernetesVersion: "1.35", rke2: { loadBalancerNetwork: "10.0.0.0/24" } }),
  mocks: commands(),
  unsupportedInputs: [
    ...(["nodePools", "apiAccess", "admins", "viewers"] as const),
    ...(["logRetentionDays", "tags"] as const),
  ],
  absentFacts: {
    gpuPools: "the sample has no machine with GPUs",
    region: "machines of one's own have no region",
    loadBalancerAnnotations: "addresses of MetalLB need no annotations",
    internalLoadBalancerAnnotations: "addresses of MetalLB are internal or not without annotations",
    networkId: "the network of the machines has no id",
    privateSubnetIds: "the network of the machines has no subnets with ids",
    identity: "pods on machines of one's own log in to no cloud",
    nodeIdentity: "machines of one's own have no identity in a cloud",
  },
  createsCluster: true,
  planned: { url: "https://10.0.0.1:6443", resource: "remote Command" },
  program: "onprem",
  // The key of SSH that the user wrote, which every command on a machine has, and the kubeconfig that the first server wrote.
  broughtCredentials: [
    ...["ml-kubeconfig", ...["master", "worker"].flatMap(commandsOf)].map(
      (command) => `${command} connection.privateKey`,
    ),
    ...["master", "worker"].map((key) => `ml-${key}-login stdin`),
    ...["ml", "ml-internal"].map((provider) => `${provider} kubeconfig.users[0].user.client-key-data`),
  ],
};
