import { isComponent, isProvider, isStack, type PlanGraph, type PlannedResource } from "../graph";
import { isChart, serviceOf } from "./describe";

/** `48 resources: 4 components, 2 providers, 6 charts, 7 Kubernetes objects, 27 in ec2, 2 in iam; 1 looked up`. */
export function totals(graph: PlanGraph): string {
  const created = graph.resources.filter((resource) => !isStack(resource) && !resource.read);
  const groups = new Map<Group, number>();
  for (const resource of created) groups.set(groupOf(resource), (groups.get(groupOf(resource)) ?? 0) + 1);
  const parts = [
    ...GROUPS.flatMap((group) => counted(groups.get(group) ?? 0, group)),
    ...[...groups]
      .filter(([group]) => !isNamed(group))
      .sort(([, one], [, other]) => other - one)
      .map(([service, count]) => `${count} in ${service}`),
  ];
  const lookedUp = graph.resources.filter(({ read }) => read).length;
  const [total = "0 resources"] = counted(created.length, "resource");
  const all = parts.length > 0 ? `${total}: ${parts.join(", ")}` : total;
  return lookedUp > 0 ? `${all}; ${lookedUp} looked up` : all;
}

const GROUPS = ["component", "provider", "chart", "Kubernetes object"] as const;

/** A group with a name, or else a service of a cloud. */
type Group = string;

const isNamed = (group: Group): boolean => (GROUPS as readonly Group[]).includes(group);

function groupOf(resource: PlannedResource): Group {
  if (isComponent(resource) && !resource.remote) return "component";
  if (isProvider(resource)) return "provider";
  if (isChart(resource)) return "chart";
  return resource.type.startsWith("kubernetes:") ? "Kubernetes object" : serviceOf(resource);
}

const counted = (count: number, what: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? what : `${what}s`}`];
