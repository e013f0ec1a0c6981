import { type Properties, type Value, holdsUnknown, isProperties, objectAt } from "../property-values";
import type { OpenApi, Schema } from "./open-api";
import { canonicalQuantity } from "./quantity";
import { type Gvk, gvkOfObject, isBuiltIn, isCustomResourceDefinition } from "./tokens";

/** What the API server fills in and a program cannot set. */
const READ_ONLY_METADATA = [
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "uid",
];

/** Optional scalars that Go keeps by value: at zero they vanish. All other optional booleans and numbers are pointers and stay. */
const VANISHES_AT_ZERO = new Set([
  "failureThreshold",
  "globalDefault",
  "hostIPC",
  "hostNetwork",
  "hostPID",
  "hostPort",
  "initialDelaySeconds",
  "insecureSkipTLSVerify",
  "minReadySeconds",
  "nodePort",
  "paused",
  "periodSeconds",
  "publishNotReadyAddresses",
  "readOnly",
  "stdin",
  "stdinOnce",
  "successThreshold",
  "timeoutSeconds",
  "tty",
  "unschedulable",
]);

/** Optional strings that are pointers: "" means something. */
const STAYS_WHEN_EMPTY = new Set([
  "ingressClassName",
  "loadBalancerClass",
  "storageClassName",
  "volumeAttributesClassName",
]);

/**
 * The form in which the API server would hold the inputs of a built-in kind, so that `hostNetwork: false`, `cpu: "1000m"` or a
 * field nobody knows make no difference for ever. The real provider passes such objects through Go's types
 * (clients.Normalize, kubernetes provider 4.32); we walk the server's own schema.
 */
export async function canonical(
  object: Properties,
  openApi: OpenApi | undefined,
  options: { keepUnknownFields: boolean },
): Promise<Properties> {
  const gvk = gvkOfObject(object);
  const walked =
    !isBuiltIn(gvk) || holdsUnknown(object) ? object : await canonicalBuiltIn(object, gvk, openApi, options);
  if (!isProperties(walked.metadata)) return walked;
  const metadata = Object.entries(walked.metadata).filter(([key]) => !READ_ONLY_METADATA.includes(key));
  return { ...walked, metadata: Object.fromEntries(metadata) };
}

async function canonicalBuiltIn(
  object: Properties,
  gvk: Gvk,
  openApi: OpenApi | undefined,
  options: { keepUnknownFields: boolean },
): Promise<Properties> {
  if (isCustomResourceDefinition(gvk)) return canonicalDefinition(object);
  if (gvk.group === "" && gvk.kind === "Secret") return canonicalSecret(object);
  const schema = await openApi?.schemaOf(gvk);
  if (!openApi || !schema) return object;
  return walkObject(object, schema, { ...options, resolve: await openApi.resolver(gvk) });
}

function canonicalDefinition(object: Properties): Properties {
  const { status: _status, ...rest } = object;
  const { preserveUnknownFields, ...spec } = objectAt(object, "spec");
  return preserveUnknownFields === false ? { ...rest, spec } : rest;
}

/** `stringData` goes into `data`, encoded, as the server stores it. */
function canonicalSecret(object: Properties): Properties {
  const stringData = objectAt(object, "stringData");
  if (Object.keys(stringData).length === 0) return object;
  const { stringData: _stringData, ...rest } = object;
  const encoded = Object.entries(stringData).map(([key, value]): [string, Value] => [
    key,
    typeof value === "string" ? Buffer.from(value).toString("base64") : value,
  ]);
  return { ...rest, data: { ...objectAt(object, "data"), ...Object.fromEntries(encoded) } };
}

interface Walk {
  keepUnknownFields: boolean;
  resolve: (schema: Schema) => { name: string; schema: Schema };
}

function walk(value: Value, declared: Schema, context: Walk): Value {
  const { name, schema } = context.resolve(declared);
  if (name.endsWith(".Quantity")) {
    return typeof value === "string" || typeof value === "number" ? canonicalQuantity(value) : value;
  }
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.map((item) => walk(item, items, context)) : value;
  }
  return isProperties(value) ? walkObject(value, schema, context) : value;
}

function walkObject(object: Properties, schema: Schema, context: Walk): Properties {
  const { properties, additionalProperties } = schema;
  const entries = Object.entries(object).flatMap(([key, value]): [string, Value][] => {
    const declared = properties?.[key] ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
    if (declared === undefined) return properties && !context.keepUnknownFields ? [] : [[key, value]];
    if (properties?.[key] && !schema.required?.includes(key) && vanishes(key, value, context.resolve(declared).schema))
      return [];
    return [[key, walk(value, declared, context)]];
  });
  return Object.fromEntries(entries);
}

/** Go's `omitempty`, as the API types use it. An empty object stays, because it is a struct (`emptyDir: {}`), unless it is a map. */
function vanishes(key: string, value: Value, schema: Schema): boolean {
  if (value === null) return true;
  if (value === "") return !STAYS_WHEN_EMPTY.has(key);
  if (value === 0 || value === false) return VANISHES_AT_ZERO.has(key);
  if (Array.isArray(value)) return value.length === 0;
  return isProperties(value) && Object.keys(value).length === 0 && schema.additionalProperties !== undefined;
}
