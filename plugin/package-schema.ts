/** The part of a Pulumi package schema with the inputs and outputs of components (pulumi.com/docs, package schema). */
export interface PackageSchema {
  readonly name: string;
  readonly version: string;
  readonly resources: Readonly<Record<string, ComponentSchema>>;
  readonly types: Readonly<Record<string, TypeSchema>>;
}

/** A component. */
export interface ComponentSchema {
  readonly inputProperties: Readonly<Record<string, ValueSchema>>;
  /** Its outputs. */
  readonly properties: Readonly<Record<string, ValueSchema>>;
}

/** A named type: an object with properties, or an enum. */
export interface TypeSchema {
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, ValueSchema>>;
}

/** The type of one value in the arguments. */
export interface ValueSchema {
  readonly type?: string;
  /** Whether the component needs the value itself, not an output, because it decides what is created. */
  readonly plain?: boolean;
  readonly $ref?: string;
  readonly items?: ValueSchema;
  readonly additionalProperties?: ValueSchema;
  /** The facts of a component, and the component itself. The schema cannot say so of a choice, but they decide what is created. */
  readonly oneOf?: readonly ValueSchema[];
}

/**
 * Whether a constructor needs the value itself. The analyzer leaves `plain` out in types that it saw as outputs first (SDK
 * 3.248, provider/experimental/analyzer.js); in this package, booleans and enums are never outputs.
 */
export const isPlain = (schema: PackageSchema, value: ValueSchema): boolean =>
  value.plain === true ||
  value.type === "boolean" ||
  value.oneOf !== undefined ||
  named(schema, value)?.enum !== undefined;

/** What the schema says about the members of a value. */
export interface Inside {
  readonly what: "an object" | "a map" | "a list";
  /** Names of all possible members; empty for maps and lists. */
  readonly names: readonly string[];
  /** Schema of a member by its name; nothing if the schema has no such member. */
  member(name: string): ValueSchema | undefined;
  /** Path of a member, as a caller writes it. */
  path(at: string, name: string): string;
}

/** The members of an object, a map or a list; nothing for a single value, and for a value of any type. */
export function inside(schema: PackageSchema, value: ValueSchema): Inside | undefined {
  const { items, additionalProperties } = value;
  if (items !== undefined)
    return { what: "a list", names: [], member: () => items, path: (at, name) => `${at}[${name}]` };
  if (additionalProperties !== undefined) {
    return { what: "a map", names: [], member: () => additionalProperties, path: dotted };
  }
  const properties = named(schema, value)?.properties;
  return properties && insideObject(properties);
}

/** The members of an object with these properties. */
export const insideObject = (properties: Readonly<Record<string, ValueSchema>>): Inside => ({
  what: "an object",
  names: Object.keys(properties),
  member: (name) => properties[name],
  path: dotted,
});

const dotted = (at: string, name: string): string => `${at}.${name}`;

/** The named type of a value: of a choice, that of the facts. A component has further outputs, of which only the facts are read. */
const named = (schema: PackageSchema, { $ref, oneOf: [facts] = [] }: ValueSchema): TypeSchema | undefined =>
  $ref !== undefined ? schema.types[$ref.replace("#/types/", "")] : facts && named(schema, facts);
