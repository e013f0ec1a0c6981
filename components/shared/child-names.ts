import type * as pulumi from "@pulumi/pulumi";
import { refuse, type Problem } from "./invalid-args";

/** A resource as the SDK links it; the SDK declares no types for this (@pulumi/pulumi 3.248, resource.js). */
interface Linked {
  readonly __pulumiType: string;
  readonly __name: string;
  readonly __parentResource?: Linked;
  readonly __childResources?: ReadonlySet<Linked>;
}

/**
 * Refuses a component with a child that has the type and name of a child of another component. A URN contains the types of all
 * parents, but not their names: the pool `b` of the cluster `ml-a` and the pool `a-b` of the cluster `ml` would have one URN. The
 * engine refuses that too, without saying which components it is about. Only a finished constructor knows the names of its children,
 * so this check cannot come before `super`; no child has reached the engine yet.
 */
export function refuseSharedNames(component: pulumi.ComponentResource): void {
  const own = component as unknown as Linked;
  const finished = finishedBelow(rootOf(own));
  const types = typesOf(own);
  const twins = new Map<Linked, Linked>();
  for (const child of childrenOf(own)) {
    const name = `${types}$${child.__pulumiType} ${child.__name}`;
    const other = finished.get(name);
    if (other === undefined) finished.set(name, own);
    else if (other !== own && !twins.has(other)) twins.set(other, child);
  }
  const problems = [...twins].map(([other, child]): Problem => {
    const reason = `has a child ${shortType(child)} "${child.__name}", as ${shortType(other)} "${other.__name}" has. Use another name.`;
    return { path: "name", reason };
  });
  refuse(shortType(own), own.__name, problems);
}

/** The children of finished components, by the root of all resources: by types and name, the component. */
const children = new WeakMap<Linked, Map<string, Linked>>();

function finishedBelow(root: Linked): Map<string, Linked> {
  const known = children.get(root) ?? new Map<string, Linked>();
  children.set(root, known);
  return known;
}

const childrenOf = ({ __childResources = new Set() }: Linked): Linked[] => [...__childResources];

const rootOf = (resource: Linked): Linked =>
  resource.__parentResource === undefined ? resource : rootOf(resource.__parentResource);

/** The types of a resource and of its parents, as in its URN. */
const typesOf = ({ __pulumiType, __parentResource: parent }: Linked): string =>
  parent === undefined ? __pulumiType : `${typesOf(parent)}$${__pulumiType}`;

/** `NodePool` of `gcp:container/nodePool:NodePool`, and `kubernetes provider` of `pulumi:providers:kubernetes`. */
const shortType = ({ __pulumiType: type }: Linked): string => {
  const last = type.split(":").at(-1) ?? type;
  return type.startsWith("pulumi:providers:") ? `${last} provider` : last;
};
