import type { WantedEdges } from "./order-only-edges";

export const edges: readonly WantedEdges[] = [
  {
    resource: /^(Network ml|Account ml-nodes)$/,
    after: /^Service ml-/,
    reason: "Google refuses requests to an API that is not turned on",
  },
  {
    resource: /^Cluster ml$/,
    after: /^IAMMember ml-nodes-/,
    reason: "without these roles the first nodes do not join the cluster",
  },
  {
    resource: /^Cluster ml$/,
    after: /^RouterNat ml-nat$/,
    reason: "nodes pull images that Google does not host through the NAT, and need it until they are deleted",
  },
  {
    resource: /^kubernetes ml$/,
    after: /^(NodePool ml-general|kubernetes ml-internal)$/,
    reason: "workloads need these parts of the cluster, and must be deleted before them",
  },
];
