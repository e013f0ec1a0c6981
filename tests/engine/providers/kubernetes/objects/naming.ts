import { createHash, randomBytes } from "node:crypto";
import {
  type Properties,
  type Unknown,
  UNKNOWN,
  isProperties,
  objectAt,
  stringAt,
  valueAt,
} from "../../property-values";
import type { CheckRequest } from "../../stand-in";
import { isAnnotated } from "../annotations";

/** `metadata.name`, which may be unknown yet. */
export function nameOf(object: Properties): string | Unknown | undefined {
  const name = valueAt(object, "metadata", "name");
  return name === UNKNOWN ? UNKNOWN : typeof name === "string" && name !== "" ? name : undefined;
}

/** The object under a name that the program did not give; the annotation lets later diffs see that. */
export function withAutoname(object: Properties, name: string): Properties {
  if (object.metadata !== undefined && !isProperties(object.metadata)) return object;
  const metadata = objectAt(object, "metadata");
  const annotations = { ...objectAt(metadata, "annotations"), "pulumi.com/autonamed": "true" };
  return { ...object, metadata: { ...metadata, name, annotations } };
}

/** The object with a namespace, or without one. */
export function withNamespace(object: Properties, namespace: string | undefined): Properties {
  if (!isProperties(object.metadata) && object.metadata !== undefined) return object;
  const { namespace: _namespace, ...metadata } = objectAt(object, "metadata");
  return { ...object, metadata: namespace === undefined ? metadata : { ...metadata, namespace } };
}

/** Gives an unnamed object a name: the old one it was given, or `<resource>-<8 hex digits>`. */
export function autonamed(object: Properties, olds: Properties, request: CheckRequest): Properties {
  if (nameOf(object) !== undefined) return object;
  if (stringAt(objectAt(object, "metadata"), "generateName") !== undefined) {
    throw new Error("the `.metadata.generateName` field is not supported in Server-Side Apply mode");
  }
  if (Object.keys(olds).length > 0) {
    const name = nameOf(olds);
    return typeof name === "string" && isAnnotated(olds, "autonamed") ? withAutoname(object, name) : object;
  }
  if (request.autonaming?.disabled) {
    throw new Error("autonaming is disabled, resource requires the .metadata.name field to be set");
  }
  return withAutoname(object, request.autonaming?.proposedName || `${request.name}-${suffix(request.randomSeed)}`);
}

/** The engine's seed makes preview and update choose the same name. */
function suffix(seed: Uint8Array): string {
  const bytes = seed.length > 0 ? createHash("sha256").update(seed).digest() : randomBytes(4);
  return bytes.subarray(0, 4).toString("hex");
}
