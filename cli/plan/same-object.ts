import type { PlainValue, PlanGraph, PlannedResource, Recording } from "../../recorder";
import { UserError } from "../user-error";
import { labelOf } from "./text/names";
import { isKnownText } from "./text/templates";

/** Two resources describe one object. */
export class SameObject extends UserError {}

/**
 * Resources of a plan that describe one object of one cluster. The Kubernetes provider would create the first one and then
 * fail at the second one, and the object would go when one of them is destroyed.
 */
export function sameObjects({ resources }: PlanGraph, revealInputs: Recording["revealInputs"]): SameObject[] {
  const first = new Map<string, PlannedResource>();
  return resources.flatMap((resource) => {
    const key = objectOf(resource, revealInputs);
    const other = key === undefined ? undefined : first.get(key);
    if (key !== undefined && other === undefined) first.set(key, resource);
    return other === undefined ? [] : [new SameObject(sentence(other, resource))];
  });
}

const sentence = (one: PlannedResource, other: PlannedResource): string =>
  `${labelOf(other)} is described twice, by "${one.name}"${placeOf(one)} and "${other.name}"${placeOf(other)}. Remove one of them, or give it another name.`;

const placeOf = ({ source }: PlannedResource): string => (source === undefined ? "" : ` (${source})`);

/** What identifies the object that a resource creates; nothing if that is not known, or if it only changes an object. */
function objectOf(resource: PlannedResource, revealInputs: Recording["revealInputs"]): string | undefined {
  const { type, custom, read, provider, inputs } = resource;
  const [pkg, version = "", kind = ""] = type.split(":");
  if (pkg !== "kubernetes" || !custom || read || provider === undefined || kind.endsWith("Patch")) return undefined;
  const { name, namespace = "" } = (kind === "Release" ? inputs.values : (inputs.values["metadata"] ?? {})) as {
    readonly name?: PlainValue;
    readonly namespace?: PlainValue;
  };
  if (!isKnownText(name) || (namespace !== "" && !isKnownText(namespace))) return undefined;
  return JSON.stringify([clusterOf(provider, revealInputs), version.split("/")[0], kind, namespace, name]);
}

/** Providers with the same access reach the same cluster. */
function clusterOf(provider: string, revealInputs: Recording["revealInputs"]): unknown {
  const { kubeconfig, context } = revealInputs(provider);
  return isKnownText(kubeconfig) ? [kubeconfig, context] : provider;
}
