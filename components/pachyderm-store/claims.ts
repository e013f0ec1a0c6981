import { namespaceClaims, objectClaim, releaseClaim, type Claim } from "../shared/claims";
import type { IngressFacts } from "../shared/facts";
import { layerIdentity } from "../shared/known-facts";
import { routeClaims, type RouteSpec } from "../shared/route";
import { CREDENTIALS } from "./credentials";
import type { PachydermSpec } from "./spec";
import type { Store } from "./stores/store";
import { RELEASE } from "./values";

/** What the component creates, and where it keeps objects. `claimed` are the claims of other components. */
export const pachydermClaims = (
  name: string,
  spec: PachydermSpec,
  store: Store,
  ingress: IngressFacts | undefined,
  route: RouteSpec | undefined,
  claimed: Iterable<string>,
): Claim[] => [
  ...inside(spec, store),
  ...store.places(name, spec),
  ...(ingress === undefined || route === undefined
    ? []
    : routeClaims({ layer: layerIdentity(ingress), facts: ingress, route }, claimed).map(asOurs)),
];

const inside = ({ namespace }: PachydermSpec, store: Store): Claim[] => [
  ...namespaceClaims("namespace", namespace),
  inNamespace(`Secret ${namespace.name}/${CREDENTIALS}`),
  ...store.objects(namespace.name).map(inNamespace),
  ...store.releases.map((release) => releaseClaim(namespace.name, release)),
  releaseClaim(namespace.name, RELEASE),
];

const inNamespace = (object: string): Claim => objectClaim(object, "namespace.name", "Use another namespace.");

/** Of the inputs of a route, the caller writes only the host. */
const asOurs = (claim: Claim): Claim => ({ ...claim, path: "host" });
