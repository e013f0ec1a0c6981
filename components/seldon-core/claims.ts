import { namespaceClaims, objectClaim, onlyOneClaim, releaseClaim, type Claim } from "../shared/claims";
import type { SeldonSpec } from "./spec";

/** Name of the operator's Helm release. */
export const RELEASE = "seldon-core";

/** What the component creates. The chart's webhooks, roles and definitions are cluster-wide. */
export const seldonClaims = ({ namespace, modelNamespaces }: SeldonSpec): Claim[] => [
  onlyOneClaim("the operator", "cluster", "Use that one."),
  ...namespaceClaims("namespace", namespace),
  ...modelNamespaces.map((name, index) =>
    objectClaim(`Namespace ${name}`, `modelNamespaces[${String(index)}]`, "Use another namespace for models."),
  ),
  releaseClaim(namespace.name, RELEASE),
];
