import { objectClaim, onlyOneClaim, releaseClaim, type Claim } from "../../../shared/claims";
import type { IngressLayerArgs } from "../../args";
import type { IngressSpec } from "../../spec";
import { JWT_NAME } from "./jwt/manifests";
import { egressOf } from "./profile";
import { CLASS_NAME, EGRESS_GATEWAY, GATEWAY_NAME, gatewayNames, REDIRECT_NAME, redirectsByRoute } from "./manifest";

/** What Istio's charts and the layer create beside the namespace. */
export function istioClaims(args: IngressLayerArgs, spec: IngressSpec): Claim[] {
  const {
    namespace: { name },
    tls,
  } = spec;
  const { release } = gatewayNames(args, spec);
  const inNamespace = (object: string): Claim => objectClaim(object, "namespace.name", "Use another namespace.");
  return [
    ...(args.istio?.controlPlane === undefined
      ? [
          onlyOneClaim(
            "the Istio control plane",
            "istio",
            "For a second gateway, write istio.controlPlane: <that layer>.",
          ),
          ...["istio-base", "istiod"].map((release) => releaseClaim(name, release)),
          objectClaim(`IngressClass ${CLASS_NAME}`, "istio", "Use one layer for both."),
        ]
      : []),
    releaseClaim(name, release),
    inNamespace(`Service ${name}/${release}`),
    inNamespace(`Gateway ${name}/${GATEWAY_NAME}`),
    ...(tls !== undefined && redirectsByRoute(tls)
      ? [`Gateway ${name}/${REDIRECT_NAME}`, `VirtualService ${name}/${REDIRECT_NAME}`].map(inNamespace)
      : []),
    ...(egressOf(args.istio) === undefined
      ? []
      : [releaseClaim(name, EGRESS_GATEWAY.release), inNamespace(`Service ${name}/${EGRESS_GATEWAY.release}`)]),
    ...(args.istio?.jwt === undefined
      ? []
      : [`RequestAuthentication ${name}/${JWT_NAME}`, `AuthorizationPolicy ${name}/${JWT_NAME}`].map(inNamespace)),
  ];
}
