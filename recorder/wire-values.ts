import type { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { SECRET, UNKNOWN, type PlainValue, type Properties } from "./graph";
import { requireAsSdk } from "./sdk";
import {
  ARCHIVE_SIGNATURE,
  ASSET_SIGNATURE,
  OUTPUT_SIGNATURE,
  REFERENCE_SIGNATURE,
  SECRET_SIGNATURE,
  SIGNATURE,
  UNKNOWN_ON_WIRE,
} from "./signatures";

/** What the SDK and its monitor send to each other, as an object. On the wire it is a protobuf Struct. */
export type WireObject = Record<string, unknown>;

const { Struct: SdkStruct } = requireAsSdk("google-protobuf/google/protobuf/struct_pb") as {
  Struct: { fromJavaScript(value: object): Struct };
};
const { Empty: SdkEmpty } = requireAsSdk("google-protobuf/google/protobuf/empty_pb") as { Empty: new () => Empty };

/** Packs an object for an answer to the SDK. */
export const toStruct = (value: WireObject): Struct => SdkStruct.fromJavaScript(value);

/** Unpacks what the SDK sent; without a Struct, an empty object. */
export const fromStruct = (struct: Struct | undefined): WireObject => struct?.toJavaScript() ?? {};

/** The answer to a request that returns nothing. */
export const empty = (): Empty => new SdkEmpty();

/** Marks a value as secret for the SDK that receives it. */
export const asSecret = (value: unknown): WireObject => ({ [SIGNATURE]: SECRET_SIGNATURE, value });

/** Replaces secrets and unknown values, and lists their paths. */
export function mask(wire: WireObject): Properties {
  const secrets: string[] = [];
  const unknowns: string[] = [];

  const visit: Visit = (value, path) => {
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

/** The same values with their secrets shown, for tests that compare them. Unknown values stay {@link UNKNOWN}. */
export function reveal(wire: WireObject): Record<string, PlainValue> {
  const visit: Visit = (value, path) => {
    if (isUnknown(value)) return UNKNOWN;
    if (isSecret(value)) return visit(value["value"], path);
    return descend(value, path, visit);
  };
  return visit(wire, "") as Record<string, PlainValue>;
}

/** Every secret text in these values. */
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
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, joinPath(path, key))]));
  }
}

/** Appends a key to a property path as Pulumi writes it: `a.b`, or `a["b.c"]` if the key holds a dot or a bracket. */
export function joinPath(path: string, key: string): string {
  if (/[.[\]"]/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

function isObject(value: unknown): value is WireObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A secret is sent as a secret, or, to remote components, as an output value with the flag `secret`. */
function isSecret(value: unknown): value is WireObject {
  if (!isObject(value)) return false;
  return value[SIGNATURE] === SECRET_SIGNATURE || (value[SIGNATURE] === OUTPUT_SIGNATURE && value["secret"] === true);
}

/** True for an unknown value, also inside a secret or an output value. An output value without a value is unknown. */
function isUnknown(value: unknown): boolean {
  if (value === UNKNOWN_ON_WIRE) return true;
  if (!isObject(value)) return false;
  if (value[SIGNATURE] !== OUTPUT_SIGNATURE && !isSecret(value)) return false;
  return !("value" in value) || isUnknown(value["value"]);
}
