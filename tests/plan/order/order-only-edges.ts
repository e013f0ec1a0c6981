import type { PlanGraph, PlannedResource } from "../../../recorder/graph";
import { dependenciesOf } from "../../../recorder/order";

/** A resource that waits for another one. */
export interface Edge {
  /** `<type> <name>` of the resource that waits: `Release ingress-istiod`. */
  readonly resource: string;
  /** `<type> <name>` of what it waits for. */
  readonly after: string;
}

/** An edge that is wanted, as patterns of its two ends. */
export interface WantedEdges {
  readonly resource: RegExp;
  readonly after: RegExp;
  /** Why the resource has to wait although nothing of the other one flows into it. */
  readonly reason: string;
}

/**
 * The edges of a graph that exist only for order: no value of the one resource flows into the other. Left out are those that
 * change nothing, because another path makes the resource wait anyway.
 *
 * The kubeconfig of a Kubernetes provider counts as order: it waits for what workloads need, and its text comes from the
 * control plane alone.
 */
export function orderOnlyEdges(graph: PlanGraph): Edge[] {
  const byUrn = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  const reachable = new Map<string, Set<string>>();
  const reachableFrom = (urn: string): Set<string> => {
    const known = reachable.get(urn);
    if (known !== undefined) return known;
    const needs = needsOf(byUrn.get(urn));
    const all = new Set([...needs, ...needs.flatMap((need) => [...reachableFrom(need)])]);
    reachable.set(urn, all);
    return all;
  };
  return graph.resources.flatMap((resource) => {
    const needs = needsOf(resource);
    const isImplied = (urn: string) => needs.some((need) => need !== urn && reachableFrom(need).has(urn));
    return orderOnly(resource)
      .filter((urn) => !isImplied(urn))
      .map((urn) => ({ resource: labelOf(resource.urn), after: labelOf(urn) }));
  });
}

const needsOf = (resource: PlannedResource | undefined): string[] =>
  resource === undefined ? [] : dependenciesOf(resource).filter((urn) => urn !== resource.parent);

function orderOnly({ type, read, provider, dependencies, propertyDependencies }: PlannedResource): string[] {
  // What a lookup depends on is where its id comes from.
  if (read) return [];
  const ordering = type === "pulumi:providers:kubernetes" ? ["kubeconfig"] : [];
  const data = Object.entries(propertyDependencies).filter(([input]) => !ordering.includes(input));
  const withData = new Set(data.flatMap(([, urns]) => urns));
  return [...new Set(dependencies)].filter((urn) => urn !== provider && !withData.has(urn));
}

/** `Release ingress-istiod` of its URN. */
function labelOf(urn: string): string {
  const [, , types = "", ...name] = urn.split("::");
  return `${types.split("$").at(-1)?.split(":").at(-1) ?? ""} ${name.join("::")}`;
}
