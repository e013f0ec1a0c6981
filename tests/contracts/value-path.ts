/** `service` + `ports` -> `service.ports`; a key that holds a dot or a slash is quoted, an index stands in brackets. */
export function below(parent: string, key: string | number): string {
  if (typeof key === "number") return `${parent}[${key}]`;
  if (!/^[\w-]+$/.test(key)) return `${parent}["${key}"]`;
  return parent === "" ? key : `${parent}.${key}`;
}

/** A plain JSON object, as opposed to a list, a scalar or null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands in a value below these keys and indices; undefined where nothing does. */
export function at(value: unknown, ...keys: (string | number)[]): unknown {
  return keys.reduce<unknown>((inner, key) => {
    if (Array.isArray(inner)) return typeof key === "number" ? (inner.at(key) as unknown) : undefined;
    return isRecord(inner) ? inner[key] : undefined;
  }, value);
}
