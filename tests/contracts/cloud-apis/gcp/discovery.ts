import { isRecord } from "../../value-path";
import type { ApiModel, JsonSchema } from "../request-problems";

/** A schema, a property of one, or a parameter of a method, as far as it limits requests. */
interface Described {
  readonly type?: string;
  readonly $ref?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** By position in `enum`. */
  readonly enumDeprecated?: readonly boolean[];
  readonly readOnly?: boolean;
  readonly items?: Described;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly additionalProperties?: Described;
  /** Of a parameter. */
  readonly required?: boolean;
  /** Ids of the methods that need the property. */
  readonly annotations?: { readonly required?: readonly string[] };
}

interface Method {
  readonly id: string;
  readonly parameters?: Readonly<Record<string, Described>>;
  readonly request?: { readonly $ref: string };
}

interface Resources {
  readonly methods?: Readonly<Record<string, Method>>;
  readonly resources?: Readonly<Record<string, Resources>>;
}

/** A discovery document: https://developers.google.com/discovery/v1/reference/apis. */
export interface Discovery extends Resources {
  readonly schemas: Readonly<Record<string, Described>>;
}

/**
 * The requests of Google Cloud by the id of their method, such as `compute.networks.insert`. A request is its parameters, and
 * `body`.
 */
export const googleModel = (api: (name: string) => Discovery): ApiModel => ({
  schema(operation) {
    const discovery = api(operation.split(".")[0] ?? "");
    const method = methodsOf(discovery).find(({ id }) => id === operation);
    if (method === undefined) throw new Error(`Google has no method ${operation}`);
    const { parameters = {}, request } = method;
    const $defs: Record<string, JsonSchema> = {};
    if (request !== undefined) collect(request.$ref, discovery, operation, $defs);
    return {
      type: "object",
      properties: {
        ...Object.fromEntries(Object.entries(parameters).map(([name, one]) => [name, schemaOf(one, operation)])),
        ...(request && { body: schemaOf(request, operation) }),
      },
      required: [
        ...Object.keys(parameters).filter((name) => parameters[name]?.required === true),
        ...(request === undefined ? [] : ["body"]),
      ],
      additionalProperties: false,
      $defs,
    };
  },
});

const methodsOf = ({ methods = {}, resources = {} }: Resources): Method[] => [
  ...Object.values(methods),
  ...Object.values(resources).flatMap(methodsOf),
];

/** Adds a schema, and all that it uses. */
function collect(name: string, discovery: Discovery, operation: string, found: Record<string, JsonSchema>): void {
  if (found[name] !== undefined) return;
  const described = discovery.schemas[name];
  if (described === undefined) throw new Error(`no schema ${name}`);
  found[name] = schemaOf(described, operation);
  for (const used of referencesIn(described)) collect(used, discovery, operation, found);
}

const referencesIn = ({ $ref, items, properties = {}, additionalProperties }: Described): string[] => [
  ...($ref === undefined ? [] : [$ref]),
  ...[items, additionalProperties, ...Object.values(properties)].filter(isRecord).flatMap(referencesIn),
];

function schemaOf(described: Described, operation: string): JsonSchema {
  const { $ref, type, items, properties = {}, additionalProperties, pattern } = described;
  if ($ref !== undefined) return { $ref: `#/$defs/${$ref}` };
  switch (type) {
    case "object": {
      // Google sets these itself.
      const writable = Object.entries(properties).filter(([, { readOnly = false }]) => !readOnly);
      return {
        type: "object",
        properties: Object.fromEntries(writable.map(([name, one]) => [name, schemaOf(one, operation)])),
        required: writable
          .filter(([, { annotations }]) => annotations?.required?.includes(operation) === true)
          .map(([name]) => name),
        additionalProperties: additionalProperties === undefined ? false : schemaOf(additionalProperties, operation),
      };
    }
    case "array":
      return { type: "array", ...(items && { items: schemaOf(items, operation) }) };
    case "string": {
      const limits = FORMATS[described.format ?? ""] ?? { type: "string" };
      const values = described.enum?.filter((_, index) => described.enumDeprecated?.[index] !== true);
      return { ...limits, ...(pattern !== undefined && { pattern }), ...(values && { enum: values }) };
    }
    case "integer":
      return { type: "integer", ...(described.format === "uint32" && { minimum: 0 }) };
    case "number":
    case "boolean":
      return { type };
    case "any":
      return {};
    default:
      throw new Error(`a schema of the unknown type ${type ?? ""}`);
  }
}

/** How texts of a format are limited. Integers of 64 bits are texts in JSON, and Google reads numbers too. */
const FORMATS: Readonly<Record<string, JsonSchema>> = {
  int64: { type: ["string", "integer"], pattern: "-?[0-9]+" },
  uint64: { type: ["string", "integer"], pattern: "[0-9]+", minimum: 0 },
  "google-datetime": {
    type: "string",
    pattern: "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)",
  },
  "google-duration": { type: "string", pattern: "-?[0-9]+(\\.[0-9]{1,9})?s" },
};
