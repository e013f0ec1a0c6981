import { counted } from "../../../components/shared/shown";
import {
  isComponent,
  isProvider,
  isStack,
  type PlainValue,
  type PlanGraph,
  type PlannedResource,
} from "../../../recorder/graph";
import { isKnownText } from "./templates";

/** What installs a Helm chart: a release of Helm, or a component that applies the chart's objects itself. */
const CHARTS = ["kubernetes:helm.sh/v3:Release", "kubernetes:helm.sh/v4:Chart"];

/** True for a Helm chart. */
export const isChart = ({ type }: PlannedResource): boolean => CHARTS.includes(type);

/** True for what has the values of a Helm chart, also the older component that renders one before it is registered. */
export const hasChartValues = (resource: PlannedResource): boolean =>
  isChart(resource) || resource.type === "kubernetes:helm.sh/v3:Chart";

/** What a resource is, in one or two words: `chart`, `Namespace`, `MlCluster`, `eks Cluster`. */
export function kindOf(resource: PlannedResource): string {
  if (isChart(resource)) return "chart";
  if (isProvider(resource)) return "provider";
  const [pkg, , kind = resource.type] = resource.type.split(":");
  const isOwn = isComponent(resource) && !resource.remote;
  return pkg === "kubernetes" || isOwn ? kind : `${serviceOf(resource)} ${kind}`;
}

/** The service of a cloud that a resource belongs to, `ec2` of `aws:ec2/vpc:Vpc`; else the name of its package. */
function serviceOf({ type }: PlannedResource): string {
  const [pkg = "", module = ""] = type.split(":");
  const [service = ""] = module.split("/");
  return service === "index" || service === "" ? pkg : service;
}

/** The name in the cluster: `istio-system/istiod`; for other resources the name in the program. */
export function nameOf(resource: PlannedResource): string {
  if (resource.read) return resource.importId ?? resource.name;
  const { values } = resource.inputs;
  const { name, namespace } = isChart(resource) ? values : ((values["metadata"] ?? {}) as Record<string, PlainValue>);
  if (!resource.type.startsWith("kubernetes:") || !isKnownText(name)) return resource.name;
  return isKnownText(namespace) ? `${namespace}/${name}` : name;
}

/** Kind and name: `chart istio-system/istiod`. */
export const labelOf = (resource: PlannedResource): string => `${kindOf(resource)} ${nameOf(resource)}`;

/** `48 resources: 4 components, 2 providers, 6 charts, 7 Kubernetes objects, 27 in ec2, 2 in iam; 1 looked up`. */
export function totals(graph: PlanGraph): string {
  const created = graph.resources.filter((resource) => !isStack(resource) && !resource.read);
  const counts = new Map<string, number>(GROUPS.map((group) => [group, 0]));
  for (const group of created.map(groupOf)) counts.set(group, (counts.get(group) ?? 0) + 1);
  const services = [...counts].filter(([group]) => !GROUPS.includes(group)).sort(([, one], [, other]) => other - one);
  const parts = [
    ...GROUPS.map((group) => [group, counts.get(group) ?? 0] as const)
      .filter(([, count]) => count > 0)
      .map(([group, count]) => counted(count, group)),
    ...services.map(([service, count]) => `${count} in ${service}`),
  ];
  const lookedUp = graph.resources.filter(({ read }) => read).length;
  const all = counted(created.length, "resource") + (parts.length > 0 ? `: ${parts.join(", ")}` : "");
  return lookedUp > 0 ? `${all}; ${lookedUp} looked up` : all;
}

/** Groups that come first. All other resources are counted by the service of their cloud. */
const GROUPS: readonly string[] = ["component", "provider", "chart", "Kubernetes object"];

function groupOf(resource: PlannedResource): string {
  if (isComponent(resource) && !resource.remote) return "component";
  if (isProvider(resource)) return "provider";
  if (isChart(resource)) return "chart";
  return resource.type.startsWith("kubernetes:") ? "Kubernetes object" : serviceOf(resource);
}
