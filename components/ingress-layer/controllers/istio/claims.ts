import { objectClaim, onlyOneClaim, releaseClaim, type Claim } from "../../../shared/claims";
import type { IngressSpec } from "../../spec";
import { CLASS_NAME, GATEWAY_NAME, GATEWAY_RELEASE, REDIRECT_NAME, redirectsByRoute } from "./manifest";

/** What Istio's charts and the layer create beside the namespace. */
export const istioClaims = ({ namespace: { name }, tls }: IngressSpec): Claim[] => [
  onlyOneClaim("Istio control plane"),
  ...["istio-base", "istiod", GATEWAY_RELEASE].map((release) => releaseClaim(name, release)),
  objectClaim(`Service ${name}/${GATEWAY_RELEASE}`, "namespace.name", "Use another namespace."),
  ...[
    `Gateway ${name}/${GATEWAY_NAME}`,
    ...(tls !== undefined && redirectsByRoute(tls)
      ? [`Gateway ${name}/${REDIRECT_NAME}`, `VirtualService ${name}/${REDIRECT_NAME}`]
      : []),
  ].map((object) => objectClaim(object, "namespace.name", "Use another namespace.")),
  objectClaim(`IngressClass ${CLASS_NAME}`, "istio", "Use one layer for both."),
];
