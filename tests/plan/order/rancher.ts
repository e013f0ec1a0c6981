import type { WantedEdges } from "./order-only-edges";

export const edges: readonly WantedEdges[] = [
  {
    resource: /^Release rancher$/,
    after: /^Command rancher-clean-up$/,
    reason: "its deletion is the clean-up, which comes after the removal of Rancher",
  },
  {
    resource: /^Command rancher-clean-up$/,
    after: /^Namespace rancher-namespace$/,
    reason: "the namespace is deleted after the clean-up, or its deletion would hang on what Rancher left",
  },
  {
    resource: /^Release rancher$/,
    after: /^Secret rancher-(ca|tls)$/,
    reason: "Rancher's pods mount it",
  },
  {
    resource: /^VirtualService rancher-route$/,
    after: /^Namespace rancher-namespace$/,
    reason: "the route is in this namespace, whose name is a plain value",
  },
];
