import { SECRET, UNKNOWN, type PlainValue, type Properties } from "./graph";
import type { WireObject } from "./struct";

// The signatures of Pulumi's wire format (sdk/go/common/resource/properties.go: SigKey and the signatures that follow).
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const REFERENCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const ASSET_SIGNATURE = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE_SIGNATURE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** The string that stands for "not known yet" on the wire (sdk/go/common/resource/plugin/rpc.go, UnknownStringValue). */
export const UNKNOWN_ON_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Marks a value as secret for the SDK that receives it. */
export const asSecret = (value: unknown): WireObject => ({ [SIGNATURE]: SECRET_SIGNATURE, value });

/** Replaces secrets and unknowns, and says where they were. */
export function mask(wire: WireObject): Properties {
  const secrets: string[] = [];
  const unknowns: string[] = [];

  const visit = (value: unknown, path: string): PlainValue => {
    if (isSecret(value)) {
      secrets.push(path);
      if (isUnknown(value)) unknowns.push(path);
      return SECRET;
    }
    if (isUnknown(value)) {
      unknowns.push(path);
      return UNKNOWN;
    }
    return descend(value, path, visit);
  };

  const values = visit(wire, "") as Record<string, PlainValue>;
  return { values, secrets: secrets.sort(), unknowns: unknowns.sort() };
}

/** The same values with secrets in the open, for tests that must compare them; unknowns stay {@link UNKNOWN}. */
export function reveal(wire: WireObject): Record<string, PlainValue> {
  const visit = (value: unknown, path: string): PlainValue => {
    if (isUnknown(value)) return UNKNOWN;
    if (isSecret(value)) return visit(value["value"], path);
    return descend(value, path, visit);
  };
  return visit(wire, "") as Record<string, PlainValue>;
}

/** Every piece of text that is secret in these values. */
export function secretTexts(wire: unknown, inSecret = false): string[] {
  if (typeof wire === "string") return inSecret && wire !== UNKNOWN_ON_WIRE ? [wire] : [];
  if (Array.isArray(wire)) return wire.flatMap((item) => secretTexts(item, inSecret));
  if (!isObject(wire)) return [];
  if (isSecret(wire)) return secretTexts(wire["value"], true);
  return Object.entries(wire).flatMap(([key, value]) => (key === SIGNATURE ? [] : secretTexts(value, inSecret)));
}

type Visit = (value: unknown, path: string) => PlainValue;

function descend(value: unknown, path: string, visit: Visit): PlainValue {
  if (Array.isArray(value)) return value.map((item, index) => visit(item, `${path}[${index}]`));
  if (!isObject(value)) return value as PlainValue;
  switch (value[SIGNATURE]) {
    case OUTPUT_SIGNATURE:
      return visit(value["value"], path);
    case REFERENCE_SIGNATURE:
      return { urn: String(value["urn"]) };
    case ASSET_SIGNATURE:
    case ARCHIVE_SIGNATURE: {
      const { [SIGNATURE]: _signature, ...content } = value;
      return visit(content, path);
    }
    default:
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, join(path, key))]));
  }
}

/** `a.b`, and `a["b.c"]` where the key itself holds a dot or a bracket, as Pulumi writes property paths. */
export function join(path: string, key: string): string {
  if (/[.[\]"]/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

function isObject(value: unknown): value is WireObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A secret comes as a secret, or as an output value (which remote components are sent) that says it is one. */
function isSecret(value: unknown): value is WireObject {
  if (!isObject(value)) return false;
  return value[SIGNATURE] === SECRET_SIGNATURE || (value[SIGNATURE] === OUTPUT_SIGNATURE && value["secret"] === true);
}

/** Unknown, or a secret or output value around something unknown. An output value without a value is unknown. */
function isUnknown(value: unknown): boolean {
  if (value === UNKNOWN_ON_WIRE) return true;
  if (!isObject(value)) return false;
  if (value[SIGNATURE] !== OUTPUT_SIGNATURE && !isSecret(value)) return false;
  return !("value" in value) || isUnknown(value["value"]);
}
