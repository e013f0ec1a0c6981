/** The part of a Pulumi package schema that says what a component takes and gives (pulumi.com/docs, package schema). */
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

/** What may stand at one place of the arguments. */
export interface ValueSchema {
  readonly type?: string;
  /** Whether the component needs the value itself, because it decides what is created, and not an output of it. */
  readonly plain?: boolean;
  readonly $ref?: string;
  readonly items?: ValueSchema;
  readonly additionalProperties?: ValueSchema;
}

/**
 * Whether a constructor needs the value itself. The analyzer leaves `plain` out in types that it has met as outputs first
 * (SDK 3.248, provider/experimental/analyzer.js); no switch and no choice of ours is ever an output.
 */
export const isPlain = (schema: PackageSchema, value: ValueSchema): boolean =>
  value.plain === true || value.type === "boolean" || named(schema, value)?.enum !== undefined;

/** What is known of the places inside a value. */
export interface Inside {
  readonly what: "object" | "map" | "list";
  /** The members there can be, where that is known. */
  readonly names: readonly string[];
  /** Schema of a member by its name; nothing for one that the schema does not know. */
  member(name: string): ValueSchema | undefined;
  /** Path of a member, as a caller would write it. */
  path(at: string, name: string): string;
}

/** The inside of an object, a map or a list; nothing for a single value and for what may be anything. */
export function inside(schema: PackageSchema, { $ref, items, additionalProperties }: ValueSchema): Inside | undefined {
  if (items !== undefined)
    return { what: "list", names: [], member: () => items, path: (at, name) => `${at}[${name}]` };
  if (additionalProperties !== undefined) {
    return { what: "map", names: [], member: () => additionalProperties, path: dotted };
  }
  const properties = named(schema, { $ref })?.properties;
  return properties && insideObject(properties);
}

/** The inside of an object with these properties. */
export const insideObject = (properties: Readonly<Record<string, ValueSchema>>): Inside => ({
  what: "object",
  names: Object.keys(properties),
  member: (name) => properties[name],
  path: dotted,
});

const dotted = (at: string, name: string): string => `${at}.${name}`;

const named = (schema: PackageSchema, { $ref }: ValueSchema): TypeSchema | undefined =>
  $ref === undefined ? undefined : schema.types[$ref.replace("#/types/", "")];
