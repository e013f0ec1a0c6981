import { namespaceClaims, objectClaim, releaseClaim, type Claim } from "../shared/claims";
import type { SeldonCoreArgs } from "./args";
import { monitorClaims } from "./monitors";
import { scopeClaim } from "./scope";
import type { SeldonSpec } from "./spec";
import { storageClaims } from "./storage";

/** Name of the operator's Helm release. */
export const RELEASE = "seldon-core";

/** What the component creates. */
export const seldonClaims = (args: SeldonCoreArgs, spec: SeldonSpec): Claim[] => [
  ...(spec.isInstalled ? operatorClaims(args, spec) : []),
  ...spec.modelNamespaces.map((name, index) =>
    objectClaim(`Namespace ${name}`, `modelNamespaces[${String(index)}]`, "Use another namespace for models."),
  ),
  ...storageClaims(args, spec),
  ...monitorClaims(args, spec),
];

/**
 * What the chart creates. Its roles and its webhook have the namespace in their names, so that operators in several namespaces share only
 * the definition, and the sender of usage data (templates of 1.17.1).
 */
const operatorClaims = ({ definition }: SeldonCoreArgs, spec: SeldonSpec): Claim[] => [
  scopeClaim(spec),
  ...namespaceClaims("namespace", spec.namespace),
  releaseClaim(spec.namespace.name, RELEASE),
  ...(definition === undefined
    ? [
        objectClaim(
          "CustomResourceDefinition seldondeployments.machinelearning.seldon.io",
          "definition",
          "Write that SeldonCore as definition.",
        ),
      ]
    : []),
  ...(spec.usageMetrics
    ? [objectClaim("Deployment kube-system/seldon-spartakus-volunteer", "usageMetrics", "Leave it out of one of them.")]
    : []),
];
