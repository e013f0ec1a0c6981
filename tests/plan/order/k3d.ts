import type { WantedEdges } from "./order-only-edges";

export const edges: readonly WantedEdges[] = [
  {
    resource: /^Command ml-remains$/,
    after: /^Command ml-check$/,
    reason: "only the check knows that a cluster of that name is not somebody else's",
  },
  {
    resource: /^Command ml$/,
    after: /^Command ml-remains$/,
    reason:
      "nothing is created on a machine on which something is missing or in the way, nor before it can be cleared away",
  },
  {
    resource: /^kubernetes ml$/,
    after: /^Command ml-kubeconfig$/,
    reason: "the kubeconfig comes from it, and workloads are deleted before it",
  },
  {
    resource: /^(IPAddressPool ingress-pool-default|L2Advertisement ingress-l2)$/,
    after: /^Release ingress-metallb$/,
    reason: "MetalLB's webhook validates them, and must be there when they are deleted",
  },
  {
    resource: /^Route nginx$/,
    after: /^Namespace nginx$/,
    reason: "the route is in this namespace, whose name the program writes as text",
  },
  {
    resource: /^VirtualService jupyterhub-route$/,
    after: /^Namespace jupyterhub-namespace$/,
    reason: "the route is in this namespace, whose name is a plain value",
  },
  {
    resource: /^VirtualService (nginx|jupyterhub-route)$/,
    after: /^Service ingress-service$/,
    reason: "the route is ready when the gateway has an address",
  },
];
