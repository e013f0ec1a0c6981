import type { PlainValue, PlanGraph, PlannedResource } from "./graph";
import { isTelling } from "./redact";

/** A secret that stands in the open, where the state would hold it as plain text. */
export interface Leak {
  readonly resource: PlannedResource;
  /** The input or output that holds it: `values.auth.password`. */
  readonly path: string;
}

/** Finds known secrets in values that are not marked as secret. */
export function findLeaks(graph: PlanGraph, secrets: Iterable<string>): Leak[] {
  const telling = [...secrets].filter(isTelling);
  const holdsSecret = (text: string) => telling.some((secret) => text.includes(secret));
  return graph.resources.flatMap((resource) => {
    const values = [resource.inputs, ...(resource.custom || !resource.outputs ? [] : [resource.outputs])];
    const paths = values.flatMap((properties) => pathsWhere(properties.values, "", holdsSecret));
    return [...new Set(paths)].map((path) => ({ resource, path }));
  });
}

function pathsWhere(value: PlainValue, path: string, test: (text: string) => boolean): string[] {
  if (typeof value === "string") return test(value) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  const list = Array.isArray(value);
  return Object.entries(value as Record<string, PlainValue>).flatMap(([key, item]) =>
    pathsWhere(item, list ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`, test),
  );
}
