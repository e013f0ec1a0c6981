import type { ApiModel, JsonSchema } from "../request-problems";

/** A shape of a service's description, as far as it limits requests. */
interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly required?: readonly string[];
  /** Exactly one member is given. */
  readonly union?: boolean;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

/** What `service-2.json` says of a service. */
export interface Service {
  readonly operations: Readonly<Record<string, { readonly input?: { readonly shape: string } }>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** The requests of AWS, as `<service>.<operation>`. */
export const awsModel = (service: (name: string) => Service): ApiModel => ({
  schema(operation) {
    const [name = "", action = ""] = operation.split(".");
    const { operations, shapes } = service(name);
    const input = operations[action]?.input?.shape;
    if (input === undefined) throw new Error(`AWS has no operation ${operation}`);
    const $defs: Record<string, JsonSchema> = {};
    collect(input, shapes, $defs);
    return { ...reference(input), $defs };
  },
});

/** Adds the schema of a shape, and of all that it uses. */
function collect(name: string, shapes: Service["shapes"], found: Record<string, JsonSchema>): void {
  if (found[name] !== undefined) return;
  const shape = shapes[name];
  if (shape === undefined) throw new Error(`no shape ${name}`);
  found[name] = schemaOf(shape);
  const used = [...Object.values(shape.members ?? {}), shape.member, shape.key, shape.value];
  for (const one of used) if (one !== undefined) collect(one.shape, shapes, found);
}

const reference = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });

function schemaOf(shape: Shape): JsonSchema {
  const { type, members = {}, required = [], union = false, member, key, value, min, max, pattern } = shape;
  switch (type) {
    case "structure":
      return {
        type: "object",
        properties: Object.fromEntries(Object.entries(members).map(([name, one]) => [name, reference(one.shape)])),
        required,
        additionalProperties: false,
        ...(union && { minProperties: 1, maxProperties: 1 }),
      };
    case "list":
      return given({ type: "array", items: member && reference(member.shape), minItems: min, maxItems: max });
    case "map":
      return given({
        type: "object",
        propertyNames: key && reference(key.shape),
        additionalProperties: value && reference(value.shape),
        minProperties: min,
        maxProperties: max,
      });
    case "string":
      return given({ type: "string", minLength: min, maxLength: max, pattern, enum: shape.enum });
    case "integer":
    case "long":
      return given({ type: "integer", minimum: min, maximum: max });
    case "float":
    case "double":
      return given({ type: "number", minimum: min, maximum: max });
    case "boolean":
      return { type: "boolean" };
    case "timestamp":
    case "blob":
      return { type: "string" };
    default:
      throw new Error(`a shape of the unknown type ${type}`);
  }
}

/** Without what is undefined: Ajv refuses such keywords. */
const given = (schema: JsonSchema): JsonSchema =>
  Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
