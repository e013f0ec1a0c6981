import { isStack, type PlanGraph, type PlannedResource } from "../../../recorder/graph";
import { dependenciesOf, orderOfCreation } from "../../../recorder/order";
import { isChart, kindOf, nameOf } from "../text/names";

/** What the picture of a plan shows, without places. */
export interface Picture {
  readonly boxes: readonly Box[];
  readonly nodes: readonly Node[];
  /** Dependencies that do not follow from others. */
  readonly edges: readonly Edge[];
}

/** A component, or what is in none. */
export interface Box {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  /** URN of the component; of what is in none, that of the stack. */
  readonly urn: string;
}

/** A resource, or several of a kind that are created at the same time; a chart is always by itself. */
export interface Node {
  readonly id: string;
  readonly box: string;
  readonly kind: string;
  readonly name: string;
  readonly urns: readonly string[];
}

/** `from` needs `to`. */
export interface Edge {
  readonly from: string;
  readonly to: string;
}

/** So many resources of a kind are drawn as one, except for charts. */
const LEAST_OF_A_GROUP = 3;

/** Works out what the picture of a plan shows. */
export function pictureOf(graph: PlanGraph): Picture {
  const byUrn = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  const steps = new Map(orderOfCreation(graph).flatMap((wave, step) => wave.map(({ urn }) => [urn, step] as const)));
  const boxUrns = new Map(graph.resources.map((resource) => [resource.urn, boxOf(resource).urn]));
  const drawn = graph.resources.filter((resource) => !isStack(resource) && boxUrns.get(resource.urn) !== resource.urn);

  const alike = new Map<string, PlannedResource[]>();
  for (const resource of drawn) {
    // Charts are what a reader looks for.
    const own = isChart(resource) ? resource.urn : "";
    const key = [boxUrns.get(resource.urn), kindOf(resource), steps.get(resource.urn) ?? "none", own].join("\n");
    alike.set(key, [...(alike.get(key) ?? []), resource]);
  }
  const groups = [...alike.values()].flatMap((group) =>
    group.length < LEAST_OF_A_GROUP ? group.map((one) => [one]) : [group],
  );
  const boxes = [...new Set(boxUrns.values())]
    .flatMap((urn) => byUrn.get(urn) ?? [])
    .filter(({ urn }) => drawn.some((one) => boxUrns.get(one.urn) === urn) || !isStackUrn(urn));
  const boxIds = new Map(boxes.map(({ urn }, index) => [urn, `b${String(index)}`]));
  const nodes = groups.map((group, index): Node => {
    const [first] = group as [PlannedResource, ...PlannedResource[]];
    return {
      id: `n${String(index)}`,
      box: boxIds.get(boxUrns.get(first.urn) ?? "") ?? "",
      kind: group.length > 1 ? `${String(group.length)} × ${kindOf(first)}` : kindOf(first),
      name: group.length > 1 ? "" : nameOf(first),
      urns: group.map(({ urn }) => urn),
    };
  });
  return {
    boxes: boxes.map((resource) => ({
      id: boxIds.get(resource.urn) ?? "",
      kind: isStack(resource) ? "Program" : kindOf(resource),
      name: isStack(resource) ? graph.project : nameOf(resource),
      urn: resource.urn,
    })),
    nodes,
    edges: reduced(edgesOf(nodes)),
  };

  /** The outermost component around a resource, or itself if it is one; else the stack. */
  function boxOf(resource: PlannedResource): PlannedResource {
    const parent = resource.parent === undefined ? undefined : byUrn.get(resource.parent);
    if (parent === undefined) return resource;
    if (!isStack(parent)) return boxOf(parent);
    return resource.custom || resource.remote ? parent : resource;
  }

  function isStackUrn(urn: string): boolean {
    const resource = byUrn.get(urn);
    return resource !== undefined && isStack(resource);
  }

  function edgesOf(all: readonly Node[]): Edge[] {
    const nodeOf = new Map(all.flatMap(({ id, urns }) => urns.map((urn) => [urn, id] as const)));
    return all.flatMap(({ id, urns }) => {
      const needed = urns.flatMap((urn) => {
        const resource = byUrn.get(urn);
        return resource === undefined ? [] : dependenciesOf(resource);
      });
      const targets = new Set(needed.flatMap((urn) => nodeOf.get(urn) ?? []));
      return [...targets].filter((to) => to !== id).map((to) => ({ from: id, to }));
    });
  }
}

/** The edges without those that follow from others: if a needs b and b needs c, it goes without saying that a needs c. */
export function reduced(edges: readonly Edge[]): Edge[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
  const reached = new Map<string, ReadonlySet<string>>();
  const reachedFrom = (id: string): ReadonlySet<string> => {
    const known = reached.get(id);
    if (known !== undefined) return known;
    reached.set(id, new Set());
    const all = new Set((targets.get(id) ?? []).flatMap((next) => [next, ...reachedFrom(next)]));
    reached.set(id, all);
    return all;
  };
  return edges.filter(
    ({ from, to }) => !(targets.get(from) ?? []).some((other) => other !== to && reachedFrom(other).has(to)),
  );
}
