import type { WantedEdges } from "./order-only-edges";

export const edges: readonly WantedEdges[] = [
  {
    resource: /^(Namespace ingress-namespace|IngressClass ingress-class)$/,
    after: /^Release ingress-external-dns$/,
    reason:
      "on destroy, external-dns removes the records of the gateway's Service, so it stays until the whole controller is gone",
  },
  {
    resource: /^Release ingress-(external-dns|cert-manager)$/,
    after: /^RolePolicy ingress-(external-dns|cert-manager)-role$/,
    reason: "the pods change zones with the role as soon as they run, and until they are deleted",
  },
];
