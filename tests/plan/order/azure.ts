import type { WantedEdges } from "./order-only-edges";

export const edges: readonly WantedEdges[] = [
  {
    resource: /^ManagedCluster ml$/,
    after: /^RoleAssignment ml-control-plane-/,
    reason: "without these roles the control plane can neither use the subnet nor give the nodes their identity",
  },
  {
    resource: /^ManagedCluster ml$/,
    after: /^RoleAssignment ml-creator$/,
    reason: "Azure knows a new role only after some minutes; the cluster takes longer",
  },
  {
    resource: /^kubernetes ml-internal$/,
    after: /^AgentPool ml-general$/,
    reason: "without its role, whoever runs Pulumi may not create objects in the cluster; pools take some minutes too",
  },
  {
    resource: /^kubernetes ml$/,
    after: /^(DiagnosticSetting ml-logs|kubernetes ml-internal)$/,
    reason: "workloads need these parts of the cluster, and must be deleted before them",
  },
];
