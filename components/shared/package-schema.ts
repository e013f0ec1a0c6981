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
  return (loaded ??= require("pulumi-mlplatform/schema.json") as Schema);
}
