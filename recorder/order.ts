import type { PlanGraph, PlannedResource } from "./graph";

/** Lists of resources, one list after another. The engine handles the resources of one list at the same time. */
export type Waves = readonly (readonly PlannedResource[])[];

/**
 * URNs that must exist before a resource, and that outlive it: provider, parent, dependencies, property dependencies,
 * `deletedWith` and `replaceWith` (Pulumi engine 3.259, pkg/resource/graph/dependency_graph.go, `DependenciesOf`).
 * Dependence on a component that a plugin constructs includes its children, which only that plugin knows.
 */
export function dependenciesOf(resource: PlannedResource): string[] {
  const { provider, providers, parent, dependencies, propertyDependencies, deletedWith, replaceWith } = resource;
  // The engine has no such edge, but the SDK registers a component's providers before the component.
  const inheritable = resource.custom ? [] : Object.values(providers);
  const all = [parent, provider, deletedWith, ...inheritable, ...dependencies, ...replaceWith];
  const urns = [...all, ...Object.values(propertyDependencies).flat()].filter((urn) => urn !== undefined);
  return [...new Set(urns)].filter((urn) => urn !== resource.urn);
}

/** The order of creation. Each resource is in the first wave in which everything that it needs exists. */
export function orderOfCreation(graph: PlanGraph): Waves {
  return waves(graph, isManaged, dependenciesOf);
}

/** The order of destruction. Each resource comes after everything that needs it. Kept resources are in no wave. */
export function orderOfDestruction(graph: PlanGraph): Waves {
  const dependents = new Map<string, string[]>();
  for (const resource of graph.resources) {
    for (const urn of dependenciesOf(resource)) dependents.set(urn, [...(dependents.get(urn) ?? []), resource.urn]);
  }
  const isDestroyed = (resource: PlannedResource) => isManaged(resource) && !resource.retainOnDelete;
  return waves(graph, isDestroyed, ({ urn }) => dependents.get(urn) ?? []);
}

/** False for a component of this package, which only groups its children, and for a resource that is only looked up. */
const isManaged = ({ custom, remote, read }: PlannedResource): boolean => (custom || remote) && !read;

/** Sorts by the longest chain of needs. A resource that does not count is in no wave, but its needs are followed. */
function waves(
  graph: PlanGraph,
  counts: (resource: PlannedResource) => boolean,
  needs: (resource: PlannedResource) => readonly string[],
): Waves {
  const byUrn = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  const levels = new Map<PlannedResource, number>();

  const levelOf = (resource: PlannedResource): number => {
    const known = levels.get(resource);
    if (known !== undefined) return known;
    // There are no cycles: the SDK registers a resource after the resources that it needs.
    levels.set(resource, 0);
    const needed = needs(resource).flatMap((urn) => byUrn.get(urn) ?? []);
    const level = Math.max(0, ...needed.map((need) => levelOf(need) + (counts(need) ? 1 : 0)));
    levels.set(resource, level);
    return level;
  };

  const counted = graph.resources.filter(counts);
  const last = Math.max(-1, ...counted.map(levelOf));
  return Array.from({ length: last + 1 }, (_, level) => counted.filter((resource) => levelOf(resource) === level));
}

/** Protected resources: `destroy` is refused while one of them exists. */
export function protectedResources(graph: PlanGraph): PlannedResource[] {
  return graph.resources.filter((resource) => resource.protect && isManaged(resource));
}

/** Resources that are kept when the rest is destroyed. */
export function keptOnDestroy(graph: PlanGraph): PlannedResource[] {
  return graph.resources.filter((resource) => resource.retainOnDelete && isManaged(resource));
}
