import { type Properties, type Value, isProperties, withoutSecrets } from "../property-values";
import type { PropertyChange } from "../stand-in";
import type { Shape, Shapes } from "./shape";

/** How new inputs differ from old ones: by path, and whether that replaces the resource. */
export function changesBetween(shapes: Shapes, olds: Properties, news: Properties): Map<string, PropertyChange> {
  const changes = new Map<string, PropertyChange>();
  compareFields(shapes, olds, news, "", false, changes);
  return changes;
}

function compareFields(
  shapes: Shapes,
  olds: Properties,
  news: Properties,
  path: string,
  replaces: boolean,
  changes: Map<string, PropertyChange>,
): void {
  for (const [key, shape] of Object.entries(shapes)) {
    const at = path === "" ? key : `${path}.${key}`;
    compare(shape, absentIfNull(olds[key]), absentIfNull(news[key]), at, replaces || shape.replaces === true, changes);
  }
}

function compare(
  shape: Shape,
  before: Value | undefined,
  after: Value | undefined,
  path: string,
  replaces: boolean,
  changes: Map<string, PropertyChange>,
): void {
  if (after === undefined && (before === undefined || shape.computed === true)) return;
  if (shape.kind === "object" && isProperties(before) && isProperties(after)) {
    compareFields(shape.fields, before, after, path, replaces, changes);
  } else if (canonical(shape, before) !== canonical(shape, after)) {
    const kind = before === undefined ? "add" : after === undefined ? "delete" : "update";
    changes.set(path, { kind, replaces: replaces || replacesWithin(shape) });
  }
}

/** Adding or taking away an object touches every field of it. */
function replacesWithin(shape: Shape): boolean {
  return shape.kind === "object" && Object.values(shape.fields).some((field) => field.replaces === true);
}

/** Text that is equal for values that mean the same; what is not known yet equals nothing but itself. */
function canonical(shape: Shape, value: Value | undefined): string {
  if (value === undefined) return "";
  const plain = withoutSecrets(value);
  // Providers take documents that mean the same for equal.
  if (shape.kind === "document" && typeof plain === "string") return sorted(JSON.parse(plain) as Value);
  if (shape.kind !== "list" || shape.ordered || !Array.isArray(plain)) return sorted(plain);
  return JSON.stringify(plain.map(sorted).sort());
}

function sorted(value: Value): string {
  return JSON.stringify(value, (_key, part: Value) =>
    isProperties(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => one.localeCompare(other)))
      : part,
  );
}

function absentIfNull(value: Value | undefined): Value | undefined {
  return value === null ? undefined : value;
}
