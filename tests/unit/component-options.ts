import schema from "../../schema.json";

interface Type {
  readonly $ref?: string;
  /** Facts, and the component that has them. */
  readonly oneOf?: readonly Type[];
  readonly items?: Type;
  readonly additionalProperties?: Type;
  readonly properties?: Readonly<Record<string, Type>>;
}

const types = schema.types as Readonly<Record<string, Type>>;

type Component = keyof typeof schema.resources extends `mlplatform:index:${infer Name}` ? Name : never;

/** Every option of a component, by the schema: `network.cidr`, `nodePools.*.min`, `charts.*.values.*`. */
export const componentOptions = (component: Component, isListed: (input: string) => boolean = () => true): string[] => {
  const { inputProperties } = schema.resources[`mlplatform:index:${component}`];
  return Object.entries(inputProperties as Readonly<Record<string, Type>>)
    .filter(([input]) => isListed(input))
    .flatMap(([input, type]) => leaves(input, type));
};

function leaves(
  path: string,
  { oneOf: [facts] = [], $ref = facts?.$ref, items, additionalProperties }: Type,
): string[] {
  const { properties } = types[$ref?.replace("#/types/", "") ?? ""] ?? {};
  if (properties !== undefined) {
    return Object.entries(properties).flatMap(([name, type]) => leaves(`${path}.${name}`, type));
  }
  if (items?.$ref !== undefined) return leaves(`${path}[]`, items);
  return additionalProperties?.$ref === undefined ? [path] : leaves(`${path}.*`, additionalProperties);
}
