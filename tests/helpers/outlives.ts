import { childrenOf, type PlanGraph, type PlannedResource } from "../../recorder/graph";

/** Resources that may be deleted before workloads, by `type name`, with the reason. */
export type MayGoFirst = Readonly<Record<string, string>>;

/**
 * Lists, by `type name`, the parts of a cluster's component that the kubeconfig of `provider`, the provider for workloads,
 * does not depend on: `destroy` could delete them while workloads still need them. Only the kubeconfig counts, because a
 * program in another language creates its own provider from it.
 */
export function goneTooSoon(graph: PlanGraph, provider: PlannedResource, exceptions: MayGoFirst = {}): string[] {
  const { parent, urn: own, propertyDependencies } = provider;
  if (parent === undefined) throw new Error(`${own} belongs to no component`);
  const parts = below(graph, parent).filter(({ custom, remote, urn }) => (custom || remote) && urn !== own);
  const lasting = reached(graph, propertyDependencies["kubeconfig"] ?? []);
  const early = parts.filter(({ urn }) => !lasting.has(urn)).map(({ type, name }) => `${type} ${name}`);
  return early.filter((part) => !(part in exceptions));
}

/** URNs of everything that a resource depends on, directly or not. */
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

/** The engine deletes a resource before these, its direct dependencies. */
function directlyBefore(graph: PlanGraph, resource: PlannedResource): string[] {
  const { dependencies, propertyDependencies, provider, providers, deletedWith } = resource;
  const named = [...dependencies, ...Object.values(propertyDependencies).flat(), ...Object.values(providers)];
  const all = [...named, provider, deletedWith].filter((urn) => urn !== undefined);
  // A dependency on a component includes its children (pkg/resource/graph/dependency_graph.go, `DependenciesOf`).
  return all.flatMap((urn) => [urn, ...below(graph, urn).map((child) => child.urn)]);
}

/** The children of a component and their children. A dependency on a custom resource does not include its children. */
function below(graph: PlanGraph, urn: string): PlannedResource[] {
  const parent = graph.resources.find((resource) => resource.urn === urn);
  if (parent?.custom !== false) return [];
  return childrenOf(graph, urn).flatMap((child) => [child, ...below(graph, child.urn)]);
}
