import { type Properties, type Value, isProperties } from "../property-values";

/** The texts in the list under `key`; none where there is no list. */
export function listAt(value: Value | undefined, key: string): string[] {
  const found = isProperties(value) ? value[key] : undefined;
  return Array.isArray(found) ? found.filter((item) => typeof item === "string") : [];
}

/** The objects in the list under `key`. */
export function objectsAt(value: Value | undefined, key: string): Properties[] {
  const found = isProperties(value) ? value[key] : undefined;
  return Array.isArray(found) ? found.filter(isProperties) : [];
}

/** Whether the flag under `key` is set; `otherwise` where it is left out. */
export function flagAt(value: Value | undefined, key: string, otherwise = false): boolean {
  const found = isProperties(value) ? value[key] : undefined;
  return typeof found === "boolean" ? found : otherwise;
}

/** The number under `key`. */
export function numberAt(value: Value | undefined, key: string, otherwise = 0): number {
  const found = isProperties(value) ? value[key] : undefined;
  return typeof found === "number" ? found : otherwise;
}

/** The text under `key`, "" where there is none. */
export function textAt(value: Value | undefined, key: string): string {
  const found = isProperties(value) ? value[key] : undefined;
  return typeof found === "string" ? found : "";
}
