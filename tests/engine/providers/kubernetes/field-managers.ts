import { randomBytes } from "node:crypto";
import { type Properties, isProperties, objectAt, stringAt } from "../property-values";
import { annotation } from "./annotations";
import { isPatch } from "./tokens";

/** Creates are plain, under this name; the first update hands their fields over to the resource's own manager. */
export const CREATE_FIELD_MANAGER = "pulumi-kubernetes";

/** Managers whose fields an update takes over (kubernetes provider 4.32, fixCSAFieldManagers in pkg/await/await.go). */
const TAKEN_OVER = new Set([
  "kubectl/Apply",
  "kubectl/Update",
  "before-first-apply/Update",
  "pulumi-kubernetes/Update",
  "pulumi-kubernetes.exe/Update",
  "pulumi-resource-kubernetes/Update",
]);

/** The resource's own manager for server-side apply: given, remembered in the state, or made up. */
export function fieldManagerFor(inputs: Properties, remembered: string | undefined): string {
  return (
    annotation(inputs, "patchFieldManager") || remembered || `${CREATE_FIELD_MANAGER}-${randomBytes(4).toString("hex")}`
  );
}

function keyOf(entry: Properties): string {
  return `${stringAt(entry, "manager") ?? ""}/${stringAt(entry, "operation") ?? ""}`;
}

function union(a: Properties, b: Properties): Properties {
  const merged: Properties = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const mine = merged[key];
    merged[key] = isProperties(mine) && isProperties(value) ? union(mine, value) : value;
  }
  return merged;
}

/** The JSON patch that hands the fields of plain writes to `manager`, or nothing to do. */
export function takeOverPatch(type: string, live: Properties, manager: string): unknown[] {
  const metadata = objectAt(live, "metadata");
  const entries = Array.isArray(metadata.managedFields) ? metadata.managedFields.filter(isProperties) : [];
  // A patch resource must not become responsible for fields that it does not set.
  if (isPatch(type, stringAt(live, "kind") ?? "")) return [];
  // Entries of a subresource, such as status, never come from us.
  const taken = entries.filter((entry) => TAKEN_OVER.has(keyOf(entry)) && !entry.subresource);
  if (taken.length === 0) return [];
  const mine = entries.filter((entry) => keyOf(entry) === `${manager}/Apply`);
  const [first] = taken;
  const merged: Properties = {
    ...first,
    manager,
    operation: "Apply",
    fieldsV1: [...mine, ...taken].map((entry) => objectAt(entry, "fieldsV1")).reduce(union, {}),
  };
  const rest = entries.filter((entry) => !taken.includes(entry) && !mine.includes(entry));
  return [
    { op: "replace", path: "/metadata/managedFields", value: [...rest, merged] },
    { op: "replace", path: "/metadata/resourceVersion", value: stringAt(metadata, "resourceVersion") },
  ];
}

/** Whether an apply may overrule other managers (patchForce in pkg/await/await.go). */
export function mayForce(
  inputs: Properties,
  live: Properties | undefined,
  options: { always: boolean; preview: boolean },
): boolean {
  if (options.always || annotation(inputs, "patchForce") === "true") return true;
  if (!live) return options.preview;
  const managedFields = objectAt(live, "metadata").managedFields;
  const entries = Array.isArray(managedFields) ? managedFields.filter(isProperties) : [];
  if (entries.length === 0) return true;
  // The take-over above happens in real updates only, so a preview forces where it would have happened.
  return options.preview && entries.some((entry) => /^pulumi-.*kubernetes.*\/Update$/.test(keyOf(entry)));
}
