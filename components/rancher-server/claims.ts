import { namespaceClaims, objectClaim, onlyOneClaim, releaseClaim, type Claim } from "../shared/claims";
import { layerIdentity } from "../shared/known-facts";
import { routeClaims, type RouteSpec } from "../shared/route";
import { BUDGET, CA_SECRET, TLS_SECRET, type RancherSpec } from "./spec";
import { RELEASE } from "./values";

const ONE = "Leave this component out.";

/** What the component creates. `claimed` are the claims of other components. */
export const rancherClaims = (
  { args: { ingress, tls, privateCa }, namespace }: RancherSpec,
  route: RouteSpec | undefined,
  claimed: Iterable<string>,
): Claim[] => [
  onlyOneClaim("Rancher", "cluster", ONE),
  ...namespaceClaims("namespace", namespace),
  releaseClaim(namespace.name, RELEASE, "cluster"),
  objectClaim(`PodDisruptionBudget ${namespace.name}/${BUDGET}`, "namespace", ONE),
  ...(tls?.secret?.certificate === undefined
    ? []
    : [objectClaim(`Secret ${namespace.name}/${TLS_SECRET}`, "tls.secret", ONE)]),
  ...(privateCa === undefined ? [] : [objectClaim(`Secret ${namespace.name}/${CA_SECRET.name}`, "privateCa", ONE)]),
  ...(ingress === undefined || route === undefined
    ? []
    : routeClaims({ layer: layerIdentity(ingress), facts: ingress, route }, claimed).map((claim) => ({
        ...claim,
        path: "host",
      }))),
];
