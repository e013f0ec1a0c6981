import { type Properties, type Value, isProperties, objectAt, stringAt, valueAt } from "../../property-values";
import type { Subject } from "./assessment";

/** Reads the subject again. */
export function readAgain(
  { cluster, outputs }: Subject,
  gvk: { group: string; version: string; kind: string },
): Promise<Properties> {
  const metadata = objectAt(outputs, "metadata");
  return cluster.objects.get(gvk, stringAt(metadata, "namespace"), stringAt(metadata, "name") ?? "");
}

/** Objects of a kind in the subject's namespace that belong to `owner`. */
export async function ownedBy(
  subject: Subject,
  owner: Properties,
  gvk: { group: string; version: string; kind: string },
): Promise<Properties[]> {
  const namespace = stringAt(objectAt(subject.outputs, "metadata"), "namespace");
  const uid = valueAt(owner, "metadata", "uid");
  const objects = await subject.cluster.objects.list(gvk, namespace);
  return objects.filter((object) =>
    listAt(object, "metadata", "ownerReferences").some((reference) => reference.uid === uid),
  );
}

/** The objects in a list at a path; empty where there is none. */
export function listAt(value: Value, ...path: string[]): Properties[] {
  const list = valueAt(value, ...path);
  return Array.isArray(list) ? list.filter(isProperties) : [];
}

/** The number at a path, or undefined. */
export function numberAt(value: Value, ...path: string[]): number | undefined {
  const found = valueAt(value, ...path);
  return typeof found === "number" ? found : undefined;
}

/** A condition of an object's status by its type. */
export function conditionOf(object: Properties, type: string): Properties | undefined {
  return listAt(object, "status", "conditions").find((condition) => condition.type === type);
}

/** The text at a path; empty where there is none. */
export function textAt(value: Value, ...path: string[]): string {
  const found = valueAt(value, ...path);
  return typeof found === "string" ? found : "";
}
