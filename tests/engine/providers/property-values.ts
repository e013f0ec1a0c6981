/**
 * Pulumi's property values as a provider sees them: JSON plus secrets and unknowns.
 * On the wire both are disguised as ordinary JSON (pulumi 3.246, sdk/go/common/resource/plugin/rpc.go).
 */

import { SECRET_SIGNATURE, SIGNATURE, UNKNOWN_ON_WIRE } from "../../../recorder/signatures";

/** One sentinel per type; a provider need not tell them apart, so all decode to `UNKNOWN`. */
const UNKNOWN_SENTINELS = new Set([
  UNKNOWN_ON_WIRE,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** A value that is not known before the operation runs. */
export class Unknown {
  /** Without a member of its own, every value would have this type. */
  readonly known = false;
}

/** The one unknown value. */
export const UNKNOWN = new Unknown();

/** A value that must stay encrypted in the state and hidden in logs. */
export class Secret {
  constructor(readonly value: Value) {}
}

/** A property value: JSON, or a secret, or unknown. */
export type Value = null | boolean | number | string | Value[] | Properties | Secret | Unknown;

/** A bag of properties. */
export interface Properties {
  [key: string]: Value;
}

/** Whether a value is an object, neither array nor secret nor unknown. */
export function isProperties(value: Value | undefined): value is Properties {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Secret) &&
    !(value instanceof Unknown)
  );
}

/** The object under `key`, or an empty one. */
export function objectAt(value: Value | undefined, key: string): Properties {
  const child = isProperties(value) ? value[key] : undefined;
  return isProperties(child) ? child : {};
}

/** The string under `key`, or undefined where there is none. */
export function stringAt(value: Value | undefined, key: string): string | undefined {
  const child = isProperties(value) ? value[key] : undefined;
  return typeof child === "string" ? child : undefined;
}

/** Reads what the engine sent. */
export function decode(wire: unknown): Value {
  if (typeof wire === "string") return UNKNOWN_SENTINELS.has(wire) ? UNKNOWN : wire;
  if (Array.isArray(wire)) return wire.map(decode);
  if (typeof wire !== "object" || wire === null) return (wire ?? null) as Value;
  const entries = wire as Record<string, unknown>;
  if (entries[SIGNATURE] === SECRET_SIGNATURE) return new Secret(decode(entries.value));
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, decode(value)]));
}

/** Writes what the engine expects. */
export function encode(value: Value): unknown {
  if (value instanceof Unknown) return UNKNOWN_ON_WIRE;
  if (value instanceof Secret) return { [SIGNATURE]: SECRET_SIGNATURE, value: encode(value.value) };
  if (Array.isArray(value)) return value.map(encode);
  if (!isProperties(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, encode(child)]));
}

/** The same value without the secret wrappers: what goes to an API. */
export function withoutSecrets(value: Value): Value {
  if (value instanceof Secret) return withoutSecrets(value.value);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isProperties(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withoutSecrets(child)]));
}

/** `withoutSecrets` for a bag. */
export function plainProperties(bag: Properties): Properties {
  return withoutSecrets(bag) as Properties;
}
