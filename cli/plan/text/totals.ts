import { isComponent, isStack, type PlanGraph, type PlannedResource } from "../graph";
import { isChart, kindOf } from "./describe";

/** `9 resources: 2 components, 3 charts, 1 provider, 1 Namespace, …`. */
export function totals(graph: PlanGraph): string {
  const created = graph.resources.filter((resource) => !isStack(resource) && !resource.read);
  const components = created.filter(isComponent);
  const charts = created.filter(isChart);
  const others = tally(created.filter((resource) => !isComponent(resource) && !isChart(resource)));
  const groups: readonly (readonly [string, number])[] = [
    ["component", components.length],
    ["chart", charts.length],
    ...others,
  ];
  const parts = groups.filter(([, count]) => count > 0).map(([what, count]) => counted(count, what));
  const lookedUp = graph.resources.filter(({ read }) => read).length;
  const total = counted(created.length, "resource") + (parts.length > 0 ? `: ${parts.join(", ")}` : "");
  return lookedUp > 0 ? `${total}; ${lookedUp} looked up` : total;
}

/** How many of each kind, the most frequent first. */
function tally(resources: readonly PlannedResource[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const resource of resources) counts.set(kindOf(resource), (counts.get(kindOf(resource)) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}

function counted(count: number, what: string): string {
  return `${count} ${count === 1 ? what : plural(what)}`;
}

function plural(what: string): string {
  if (/[^aeiou]y$/.test(what)) return `${what.slice(0, -1)}ies`;
  return /(s|x|ch)$/.test(what) ? `${what}es` : `${what}s`;
}
