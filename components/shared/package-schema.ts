/** A type in the package's schema, which Pulumi's analyzer derives from the argument interfaces. */
export interface Type {
  readonly type?: string;
  /** `#/types/` and the name of an object type. */
  readonly $ref?: string;
  /** Known when the program runs; anything else may be an output. */
  readonly plain?: boolean;
  readonly items?: Type;
  readonly additionalProperties?: Type;
  readonly description?: string;
}

/** A type as the schema has it. */
interface WrittenType extends Type {
  /** The facts of a component, and the component itself. */
  readonly oneOf?: readonly Type[];
}

/** A member of an enum, by its name in TypeScript. */
export interface EnumMember {
  readonly name: string;
  readonly value: unknown;
}

/** An interface of arguments, or an enum. */
export interface ObjectType {
  readonly properties?: Readonly<Record<string, Type>>;
  readonly required?: readonly string[];
  readonly enum?: readonly EnumMember[];
}

/** Object types by name: `mlplatform:index:IstioArgs`. */
export type ObjectTypes = Readonly<Record<string, ObjectType>>;

interface Schema {
  readonly types: ObjectTypes;
  readonly resources: Readonly<
    Record<
      string,
      { readonly inputProperties: Readonly<Record<string, Type>>; readonly requiredInputs: readonly string[] }
    >
  >;
}

let loaded: Schema | undefined;

/** The schema is part of the package, and found through its name in the sources as in the built package. */
export function packageSchema(): Schema {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (loaded ??= withFactsOnly(require("pulumi-mlplatform/schema.json") as Schema));
}

/**
 * In TypeScript a component has the fields of its facts, so an input that takes either is one of the facts. They decide what is
 * created, but the schema cannot say so of a choice.
 */
function withFactsOnly({ types, resources }: Schema): Schema {
  // Most have no such input, and this runs in every program: the others are not copied.
  const facts = (properties: Readonly<Record<string, WrittenType>>): Readonly<Record<string, Type>> =>
    Object.values(properties).some(({ oneOf }) => oneOf !== undefined)
      ? mapped(properties, ({ oneOf, ...type }) => (oneOf === undefined ? type : { ...oneOf[0], ...type, plain: true }))
      : properties;
  return {
    types: mapped(types, (type) => {
      const { properties } = type;
      const changed = properties && facts(properties);
      return changed === properties ? type : { ...type, properties: changed };
    }),
    resources: mapped(resources, (one) => ({ ...one, inputProperties: facts(one.inputProperties) })),
  };
}

const mapped = <From, To>(of: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value)]));
