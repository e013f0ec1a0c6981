import type { WantedEdges } from "./order-only-edges";

/** Routes and what makes them effective. */
const CONNECTIVITY = /^(Route|RouteTableAssociation|VpcEndpoint) ml-/;

export const edges: readonly WantedEdges[] = [
  {
    resource: /^Eip ml-nat-\d$/,
    after: /^(Route|RouteTableAssociation) ml-public/,
    reason: "AWS cannot detach the internet gateway while the VPC has a public address",
  },
  {
    resource: /^Cluster ml$/,
    after: /^LogGroup ml-logs$/,
    reason: "EKS would create the log group itself, with logs that never expire",
  },
  {
    resource: /^NodeGroup ml-/,
    after: CONNECTIVITY,
    reason: "nodes pull images and register through the NAT gateway, and need both until they are deleted",
  },
  {
    resource: /^kubernetes ml-internal$/,
    after: CONNECTIVITY,
    reason:
      "controllers in the cluster delete load balancers and disks through these routes, so objects are deleted first",
  },
  {
    resource: /^NodeGroup ml-/,
    after: /^RolePolicyAttachment ml-node-/,
    reason: "without these permissions nodes do not join the cluster",
  },
  {
    resource: /^NodeGroup ml-/,
    after: /^Addon ml-pod-identity$/,
    reason: "the first pods of a node already need the agent that gives them their role",
  },
  {
    resource: /^Addon ml-(coredns|metrics-server|ebs-csi)$/,
    after: /^NodeGroup ml-/,
    reason: "without nodes EKS reports these add-ons as degraded and gives up after 20 minutes",
  },
  {
    resource: /^(Addon|PodIdentityAssociation) ml-/,
    after: /^RolePolicy(Attachment)? ml-/,
    reason: "the pods use the role as soon as they run, and until they are deleted",
  },
  {
    resource: /^Release ml-(load-balancers|autoscaler)$/,
    after: /^PodIdentityAssociation ml-/,
    reason: "a pod gets the credentials of its role when it starts, and never later",
  },
  {
    resource: /^Release ml-load-balancers$/,
    after: /^Addon ml-coredns$/,
    reason: "the controller resolves the names of AWS endpoints",
  },
  {
    resource: /^Release ml-load-balancers$/,
    after: /^Addon ml-metrics-server$/,
    reason:
      "the controller's webhook intercepts every Service, and this add-on brings one while the webhook does not answer",
  },
  {
    resource: /^Release ml-autoscaler$/,
    after: /^Release ml-load-balancers$/,
    reason: "the controller's webhook intercepts every Service, and this chart brings one",
  },
  {
    resource: /^Release ml-autoscaler$/,
    after: /^Addon ml-ebs-csi$/,
    reason: "on destroy the disk driver stays longer; on creation it is there before the load-balancer controller",
  },
  {
    resource: /^kubernetes ml$/,
    after: /^(OpenIdConnectProvider ml-oidc|StorageClass ml-storage|Release ml-autoscaler)$/,
    reason: "workloads need these parts of the cluster, and must be deleted before them",
  },
];
