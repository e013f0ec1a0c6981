import type { WantedEdges } from "./order-only-edges";

export const edges: readonly WantedEdges[] = [
  {
    resource: /^Command .+-check$/,
    after: /^Command .+-login$/,
    reason: "a login that fails here says what to do, and those of commands on machines do not",
  },
  {
    resource: /^Command .+-(prepare|install)$/,
    after: /^Command .+-check$/,
    reason: "no machine is changed before all were checked",
  },
  {
    resource: /^Command .+-install$/,
    after: /^Command .+-prepare$/,
    reason: "RKE2 needs what is prepared, and it is undone after RKE2 was removed",
  },
  {
    resource: /^Command [^-]+-[^-]+$/,
    after: /^Command .+-(prepare|install)$/,
    reason: "RKE2 starts when it is installed, and is removed before its preparation is undone",
  },
  {
    resource: /^Command [^-]+-[^-]+$/,
    after: /^Command .+-uncordon$/,
    reason: "nodes join when the servers run, and have the release; agents are removed before servers",
  },
  {
    resource: /^Command .+-reach$/,
    after: /^Command [^-]+-[^-]+$/,
    reason: "it is deleted first, and says what to do if RKE2 cannot be removed from a machine that is gone",
  },
  {
    resource: /^Command .+-drain$/,
    after: /^Command ([^-]+-[^-]+|.+-uncordon)$/,
    reason: "one node after another is upgraded, servers first",
  },
  {
    resource: /^Command .+-upgrade$/,
    after: /^Command .+-drain$/,
    reason: "its pods have left a node that is upgraded",
  },
  {
    resource: /^Command .+-uncordon$/,
    after: /^Command .+-upgrade$/,
    reason: "pods come back when the node has the new release",
  },
  {
    resource: /^Command .+-member$/,
    after: /^Command [^-]+-[^-]+$/,
    reason: "the node and the server that tells of it must run, and are removed after the node left the cluster",
  },
  {
    resource: /^Command .+-kubeconfig$/,
    after: /^Command ([^-]+-[^-]+|.+-uncordon)$/,
    reason: "the first server writes it when it starts, and renews it with an upgrade",
  },
  {
    resource: /^kubernetes .+-internal$/,
    after: /^Command .+-(member|kubeconfig)$/,
    reason: "pods need nodes that are ready; the kubeconfig comes from the first server",
  },
  {
    resource: /^kubernetes [^-]+$/,
    after: /^(Command .+-(uncordon|reach)|Release .+-storage)$/,
    reason: "workloads need all nodes and the storage class, and are deleted before them",
  },
];
