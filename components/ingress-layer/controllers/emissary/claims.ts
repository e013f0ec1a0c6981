import { objectClaim, onlyOneClaim, releaseClaim, type Claim } from "../../../shared/claims";
import type { IngressLayerArgs } from "../../args";
import type { IngressSpec } from "../../spec";
import { clusterWideName, DEFINITIONS_NAMESPACE, hostManifests, listenerManifests, RELEASE } from "./manifest";

/** What Emissary's charts and the layer create beside the namespace. */
export function emissaryClaims(
  { emissary }: IngressLayerArgs,
  { namespace: { name }, labels, hosts, tls }: IngressSpec,
): Claim[] {
  const ambassadorId = emissary?.ambassadorId;
  const common = { namespace: name, labels, ambassadorId };
  return [
    ...(emissary?.definitions === undefined
      ? [
          onlyOneClaim(
            "the definitions of Emissary",
            "emissary",
            "For a second installation, write emissary.definitions: <that layer>.",
          ),
          releaseClaim(DEFINITIONS_NAMESPACE, "emissary-crds", "emissary.definitions"),
          objectClaim(
            `Namespace ${DEFINITIONS_NAMESPACE}`,
            "emissary.definitions",
            "Use another name for the other namespace.",
          ),
        ]
      : []),
    releaseClaim(name, RELEASE),
    objectClaim(`Service ${name}/${RELEASE}`, "namespace.name", "Use another namespace."),
    ...[...listenerManifests(common, tls), ...hostManifests(common, hosts, tls)].map(({ kind, metadata }) =>
      objectClaim(`${kind} ${name}/${metadata.name}`, "namespace.name", "Use another namespace."),
    ),
    objectClaim(`IngressClass ${clusterWideName(ambassadorId)}`, "emissary.ambassadorId", "Use another id."),
  ];
}
