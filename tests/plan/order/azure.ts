import type { WantedEdges } from "./order-only-edges";

export const edges: readonly WantedEdges[] = [
  {
    resource: /^ManagedCluster ml$/,
    after: /^RoleAssignment ml-control-plane-/,
    reason: "without these roles the control plane can neither use the subnet nor give the nodes their identity",
  },
  {
    resource: /^kubernetes ml-internal$/,
    after: /^RoleAssignment ml-creator$/,
    reason: "without this role whoever runs Pulumi may not create or delete objects in the cluster",
  },
  {
    resource: /^kubernetes ml$/,
    after: /^(DiagnosticSetting ml-logs|RoleAssignment ml-creator|AgentPool ml-general|kubernetes ml-internal)$/,
    reason: "workloads need these parts of the cluster, and must be deleted before them",
  },
];
