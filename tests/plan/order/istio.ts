import type { WantedEdges } from "./order-only-edges";

export const edges: readonly WantedEdges[] = [
  {
    resource: /^Release ingress-istiod$/,
    after: /^Release ingress-istio-base$/,
    reason: "istiod watches the custom resource definitions of istio-base, and must be deleted before them",
  },
  {
    resource: /^Release ingress-gateway$/,
    after: /^Release ingress-istiod$/,
    reason:
      "istiod's webhook sets the image of the gateway's pods; pods that are created earlier stay broken (istio#46307)",
  },
  {
    resource: /^Gateway ingress-seldon-gateway$/,
    after: /^Release ingress-istiod$/,
    reason: "istiod's webhook validates it",
  },
];
