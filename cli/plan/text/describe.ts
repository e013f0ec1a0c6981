import { isComponent, isProvider, type PlainValue, type PlannedResource } from "../graph";
import { isShowable } from "./fill-in";

/** True for a Helm release. */
export const isChart = (resource: PlannedResource): boolean => resource.type === "kubernetes:helm.sh/v3:Release";

/** What it is, in a word or two: `chart`, `Namespace`, `MlCluster`, `eks Cluster`. */
export function kindOf(resource: PlannedResource): string {
  if (isChart(resource)) return "chart";
  if (isProvider(resource)) return "provider";
  const [pkg, , kind = resource.type] = resource.type.split(":");
  const isOwn = isComponent(resource) && !resource.remote;
  return pkg === "kubernetes" || isOwn ? kind : `${serviceOf(resource)} ${kind}`;
}

/** The part of a cloud that has such a thing, `ec2` of `aws:ec2/vpc:Vpc`; the package's name where it has no parts. */
export function serviceOf({ type }: PlannedResource): string {
  const [pkg = "", module = ""] = type.split(":");
  const [service = ""] = module.split("/");
  return service === "index" || service === "" ? pkg : service;
}

/** What it is called where it will live: `istio-system/istiod`; else its name in the program. */
export function nameOf(resource: PlannedResource): string {
  if (resource.read) return resource.importId ?? resource.name;
  const { values } = resource.inputs;
  const { name, namespace } = isChart(resource) ? values : ((values["metadata"] ?? {}) as Record<string, PlainValue>);
  if (!resource.type.startsWith("kubernetes:") || !isShowable(name)) return resource.name;
  return isShowable(namespace) ? `${namespace}/${name}` : name;
}

/** One line's worth of a name: `chart istio-system/istiod`. */
export const labelOf = (resource: PlannedResource): string => `${kindOf(resource)} ${nameOf(resource)}`;
