import type { PlannedResource } from "../../../recorder/graph";
import { kindOf, nameOf } from "../text/names";

/** A resource as a report names it: with its URN to find it, its kind and its name to read it. */
export interface ResourceName {
  readonly urn: string;
  /** `chart`, `Namespace`, `eks Cluster`. */
  readonly kind: string;
  /** The name in the cluster, such as `istio-system/istiod`; for other resources the name in the program. */
  readonly name: string;
}

/** Names a resource. */
export const named = (resource: PlannedResource): ResourceName => ({
  urn: resource.urn,
  kind: kindOf(resource),
  name: nameOf(resource),
});

/** Kind and name: `chart istio-system/istiod`. */
export const labelled = ({ kind, name }: ResourceName): string => `${kind} ${name}`;
