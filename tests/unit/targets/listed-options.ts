import schema from "../../../schema.json";
import { targetNames } from "../../../components/targets/target";

interface Type {
  readonly $ref?: string;
  readonly items?: Type;
  readonly additionalProperties?: Type;
  readonly properties?: Readonly<Record<string, Type>>;
}

const types = schema.types as Readonly<Record<string, Type>>;

/** Every option that a cluster of a target has, by the schema: `aws.network.cidr`, `nodePools.*.min`, `charts.*.values.*`. */
export const listedOptions = (target: string): string[] =>
  Object.entries(schema.resources["mlplatform:index:MlCluster"].inputProperties as Readonly<Record<string, Type>>)
    .filter(([input]) => input === target || !targetNames().includes(input))
    .flatMap(([input, type]) => leaves(input, type));

function leaves(path: string, { $ref, items, additionalProperties }: Type): string[] {
  const { properties } = types[$ref?.replace("#/types/", "") ?? ""] ?? {};
  if (properties !== undefined) {
    return Object.entries(properties).flatMap(([name, type]) => leaves(`${path}.${name}`, type));
  }
  if (items?.$ref !== undefined) return leaves(`${path}[]`, items);
  return additionalProperties?.$ref === undefined ? [path] : leaves(`${path}.*`, additionalProperties);
}
