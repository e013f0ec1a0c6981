import { childrenOf, type PlanGraph, type PlannedResource } from "../../recorder/graph";

/** What may go before workloads do, by `type name`, with the reason. */
export type MayGoFirst = Readonly<Record<string, string>>;

/**
 * What a cluster's component made that `provider`, the one for workloads, does not come after: on destroy it could be gone
 * while workloads still need it. Only its kubeconfig counts, of which a program in another language makes a provider of
 * its own. `type name`; nothing is best.
 */
export function goneTooSoon(graph: PlanGraph, provider: PlannedResource, exceptions: MayGoFirst = {}): string[] {
  const { parent, urn: own, propertyDependencies } = provider;
  if (parent === undefined) throw new Error(`${own} belongs to no component`);
  const parts = below(graph, parent).filter(({ custom, remote, urn }) => (custom || remote) && urn !== own);
  const lasting = reached(graph, propertyDependencies["kubeconfig"] ?? []);
  const early = parts.filter(({ urn }) => !lasting.has(urn)).map(({ type, name }) => `${type} ${name}`);
  return early.filter((part) => !(part in exceptions));
}

/** URNs of all that a resource comes after, over edges of every kind and any number of them. */
export const everythingBefore = (graph: PlanGraph, resource: PlannedResource): ReadonlySet<string> =>
  reached(graph, directlyBefore(graph, resource));

function reached(graph: PlanGraph, from: readonly string[]): ReadonlySet<string> {
  const byUrn = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  const found = new Set<string>();
  const open = [...from];
  for (let urn = open.pop(); urn !== undefined; urn = open.pop()) {
    const resource = byUrn.get(urn);
    if (resource === undefined || found.has(urn)) continue;
    found.add(urn);
    open.push(...directlyBefore(graph, resource));
  }
  return found;
}

/** The engine deletes a resource before its provider, and before each of these. */
function directlyBefore(graph: PlanGraph, resource: PlannedResource): string[] {
  const { dependencies, propertyDependencies, provider, providers, deletedWith } = resource;
  const named = [...dependencies, ...Object.values(propertyDependencies).flat(), ...Object.values(providers)];
  const all = [...named, provider, deletedWith].filter((urn) => urn !== undefined);
  // To depend on a component is to depend on what it is made of (pkg/resource/graph/dependency_graph.go, `DependenciesOf`).
  return all.flatMap((urn) => [urn, ...below(graph, urn).map((child) => child.urn)]);
}

/** Children and their children; of a custom resource none, because whoever waits for it waits for it alone. */
function below(graph: PlanGraph, urn: string): PlannedResource[] {
  const parent = graph.resources.find((resource) => resource.urn === urn);
  if (parent?.custom !== false) return [];
  return childrenOf(graph, urn).flatMap((child) => [child, ...below(graph, child.urn)]);
}
