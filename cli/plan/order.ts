import type { PlanGraph, PlannedResource } from "./graph";

/** Resources that can be handled at the same time, one list after another. */
export type Waves = readonly (readonly PlannedResource[])[];

/**
 * URNs that must exist before a resource, and that outlive it: provider, parent, dependencies, property dependencies,
 * `deletedWith` and `replaceWith` (Pulumi engine 3.259, pkg/resource/graph/dependency_graph.go, `DependenciesOf`).
 * Dependence on a component that a plugin constructs includes its children, which only that plugin knows.
 */
export function dependenciesOf(resource: PlannedResource): string[] {
  const { provider, providers, parent, dependencies, propertyDependencies, deletedWith, replaceWith } = resource;
  // Not an edge of the engine's, but of the SDK: it registers a component's providers before the component.
  const handedDown = resource.custom ? [] : Object.values(providers);
  const all = [parent, provider, deletedWith, ...handedDown, ...dependencies, ...replaceWith];
  const urns = [...all, ...Object.values(propertyDependencies).flat()].filter((urn) => urn !== undefined);
  return [...new Set(urns)].filter((urn) => urn !== resource.urn);
}

/** What is created when: each resource in the first wave in which everything it needs stands. */
export function orderOfCreation(graph: PlanGraph): Waves {
  return waves(graph, isManaged, dependenciesOf);
}

/** What is destroyed when: each resource once nothing that needed it is left. What is kept is in no wave. */
export function orderOfDestruction(graph: PlanGraph): Waves {
  const dependents = new Map<string, string[]>();
  for (const resource of graph.resources) {
    for (const urn of dependenciesOf(resource)) dependents.set(urn, [...(dependents.get(urn) ?? []), resource.urn]);
  }
  const isDestroyed = (resource: PlannedResource) => isManaged(resource) && !resource.retainOnDelete;
  return waves(graph, isDestroyed, ({ urn }) => dependents.get(urn) ?? []);
}

/** Components are only names around their children, and what is looked up is neither created nor destroyed. */
const isManaged = ({ custom, remote, read }: PlannedResource): boolean => (custom || remote) && !read;

/** Sorts by the longest chain of needs; what does not count is passed through and in no wave itself. */
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
    // No circle can come from an SDK: it knows the URN of what a resource needs before it registers the resource.
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

/** What may not be destroyed: `destroy` is refused while any of these stands. */
export function protectedResources(graph: PlanGraph): PlannedResource[] {
  return graph.resources.filter((resource) => resource.protect && isManaged(resource));
}

/** What stays when everything else is destroyed. */
export function keptOnDestroy(graph: PlanGraph): PlannedResource[] {
  return graph.resources.filter((resource) => resource.retainOnDelete && isManaged(resource));
}
