import { type Properties, Unknown, type Value, isProperties } from "../property-values";
import type { PropertyChange } from "../stand-in";

type Path = (string | number)[];

/** One place where the new inputs differ from what is there; `value` is absent when it goes. */
export interface Change {
  path: Path;
  kind: PropertyChange["kind"];
  value?: Value;
}

/** Every difference between `old` and `wanted`, at the deepest place that names it. An absent value and null are the same. */
export function changesBetween(old: Value | undefined, wanted: Value | undefined, path: Path = []): Change[] {
  const before = old ?? undefined;
  const after = wanted ?? undefined;
  if (after === undefined) return before === undefined ? [] : [{ path, kind: "delete" }];
  if (before === undefined) return [{ path, kind: "add", value: after }];
  if (after instanceof Unknown) return [{ path, kind: "update", value: after }];
  if (isProperties(before) && isProperties(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => changesBetween(before[key], after[key], [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) => changesBetween(before[index], after[index], [...path, index])).flat();
  }
  return before === after ? [] : [{ path, kind: "update", value: after }];
}

/** A path as the engine writes it: `spec.ports[0]`, `metadata.labels["a.b/c"]`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    if (/[."[\]]/.test(part)) return `${text}[${JSON.stringify(part)}]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
}

/** Whether a change touches the field that `pattern` names (`spec.containers[*].image`), inside it or as part of what is around it. */
export function touches(change: Change, pattern: string): boolean {
  const wanted = pattern.split(/\.|(?=\[\*\])/);
  const common = Math.min(wanted.length, change.path.length);
  for (let index = 0; index < common; index += 1) {
    const part = change.path[index];
    if (wanted[index] === "[*]" ? typeof part !== "number" : wanted[index] !== part) return false;
  }
  return contains(change.value, wanted.slice(common));
}

function contains(value: Value | undefined, rest: string[]): boolean {
  const [part, ...deeper] = rest;
  if (part === undefined) return true;
  if (part === "[*]") return Array.isArray(value) && value.some((item) => contains(item, deeper));
  return isProperties(value) && part in value && contains(value[part], deeper);
}

/** Whether a path lies inside one that `ignoreChanges` names. */
export function isIgnored(path: string, ignored: string[]): boolean {
  return ignored.some((prefix) => path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`));
}

/** The changes as a diff's answer: which of them replace the resource, by the fields that cannot change in place. */
export function detailedDiff(changes: Change[], forceNew: string[], ignored: string[]): Map<string, PropertyChange> {
  return new Map(
    changes
      .map((change): [string, PropertyChange] => [
        formatPath(change.path),
        { kind: change.kind, replaces: forceNew.some((pattern) => touches(change, pattern)) },
      ])
      .filter(([path]) => !isIgnored(path, ignored)),
  );
}

/** The paths that make a diff a replacement. */
export function replacing(detailed: Map<string, PropertyChange>): string[] {
  return [...detailed]
    .filter(([path, change]) => change.replaces || (change.kind === "delete" && path === "metadata"))
    .map(([path]) => path);
}

/** A bag's keys that differ, for answers without detail. */
export function changedKeys(changes: Change[]): string[] {
  return [...new Set(changes.map(({ path }) => String(path[0])))];
}

/** `base` with every entry of `over` laid on top, objects merged (Helm's own rule for values). */
export function mergeDeep(base: Properties, over: Properties): Properties {
  const merged: Properties = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isProperties(below) && isProperties(value) ? mergeDeep(below, value) : value;
  }
  return merged;
}
