import { namespaceClaims, objectClaim, releaseClaim, type Claim } from "../shared/claims";
import { layerIdentity } from "../shared/known-facts";
import { routeClaims, type RouteSpec } from "../shared/route";
import { CREDENTIALS } from "./credentials";
import type { JupyterHubSpec } from "./spec";
import { RELEASE } from "./values";

/** What the component creates. `claimed` are the claims of other components. */
export const jupyterHubClaims = (
  { args: { ingress, kubernetesIngress }, namespace }: JupyterHubSpec,
  route: RouteSpec | undefined,
  claimed: Iterable<string>,
): Claim[] => [
  ...namespaceClaims("namespace", namespace),
  objectClaim(`Secret ${namespace.name}/${CREDENTIALS}`, "namespace.name", "Use another namespace."),
  releaseClaim(namespace.name, RELEASE),
  ...(kubernetesIngress === undefined
    ? []
    : [objectClaim(`Ingress ${namespace.name}/${RELEASE}`, "namespace.name", "Use another namespace.")]),
  ...(ingress === undefined || route === undefined
    ? []
    : routeClaims({ layer: layerIdentity(ingress), facts: ingress, route }, claimed).map(asOurs)),
];

/** Of the inputs of a route, the caller writes only the host and the path. */
const asOurs = (claim: Claim): Claim => ({ ...claim, path: claim.path === "path" ? "basePath" : "host" });
