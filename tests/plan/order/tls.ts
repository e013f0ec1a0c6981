import type { WantedEdges } from "./order-only-edges";

export const edges: readonly WantedEdges[] = [
  {
    resource: /^(Issuer ingress-ca-root|ClusterIssuer ingress-lets-encrypt)$/,
    after: /^Release ingress-cert-manager$/,
    reason: "the chart brings the definition and the webhook of issuers, and must be deleted after them",
  },
  {
    resource: /^Certificate ingress-/,
    after: /^(Issuer|ClusterIssuer) ingress-/,
    reason: "on destroy, the certificates go before the issuer that renews them",
  },
  {
    resource: /^Issuer ingress-ca$/,
    after: /^Certificate ingress-ca-certificate$/,
    reason: "the issuer is ready only with the Secret that cert-manager writes for this certificate",
  },
];
