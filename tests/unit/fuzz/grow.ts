import * as pulumi from "@pulumi/pulumi";
import { packageSchema, type ObjectType, type Type } from "../../../components/shared/package-schema";
import type { Args } from "./fuzzed";
import { declaredArguments, right, type Making } from "./generate";

/** An object among arguments, with the type that declares its inputs. */
interface Block {
  readonly name: string;
  readonly type: ObjectType;
  readonly value: Args;
}

/** Values that are right for inputs in some arguments, by `Type.input`. */
type Known = ReadonlyMap<string, readonly unknown[]>;

/**
 * The same arguments with one input more, less or other, of the right type. Arguments that are accepted grow this way until they
 * have inputs that arguments made at once almost never have.
 */
export function changed(component: string, args: Args, making: Making & { readonly known: Known }): Args {
  const { random, known } = making;
  const copy = copied(args) as Args;
  const { name, type, value } = random.of(blocksOf(component, copy));
  const inputs = Object.entries(type.properties ?? {});
  const absent = inputs.filter(([input]) => value[input] === undefined);
  const [input, declared] = random.of(absent.length > 0 && random.chance(0.7) ? absent : inputs);
  const mayGo = value[input] !== undefined && type.required?.includes(input) !== true;
  const examples = known.get(`${name}.${input}`) ?? [];
  // Without a value is the same as absent.
  if (mayGo && random.chance(0.2)) value[input] = undefined;
  else if (examples.length > 0 && random.chance(0.6)) value[input] = copied(random.of(examples));
  else value[input] = right(making, input, declared, name === component ? 1 : 2);
  return copy;
}

/** The inputs that arguments have, as `AwsNetworkArgs.zones`, without those of facts, which no caller writes. */
export const inputsIn = (component: string, args: Args): string[] => valuesOf(component, args).map(([input]) => input);

/** Those inputs with their values. */
export const valuesOf = (component: string, args: Args): [input: string, value: unknown][] =>
  blocksOf(component, args).flatMap(({ name, type, value }) =>
    Object.keys(type.properties ?? {}).flatMap((input): [string, unknown][] => {
      const given = value[input];
      return given === undefined || given === null ? [] : [[`${name}.${input}`, given]];
    }),
  );

/** Every input that arguments of a component can have. */
export function allInputs(component: string): string[] {
  const names = new Set<string>();
  const seen = new Set<string>();
  const ofObject = (name: string, { properties = {} }: ObjectType): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const [input, type] of Object.entries(properties)) {
      names.add(`${name}.${input}`);
      ofType(type);
    }
  };
  const ofType = (type: Type): void => {
    const object = objectOf(type);
    if (object !== undefined) ofObject(...object);
    for (const inner of [type.items, type.additionalProperties]) if (inner !== undefined) ofType(inner);
  };
  ofObject(component, declaredArguments(component));
  return [...names];
}

/** The object type of a value, unless it is one of facts. */
function objectOf({ $ref = "" }: Type): [name: string, type: ObjectType] | undefined {
  const type = packageSchema().types[$ref.replace("#/types/", "")];
  const name = $ref.split(":").at(-1) ?? "";
  return type?.properties === undefined || name.endsWith("Facts") ? undefined : [name, type];
}

function blocksOf(component: string, args: Args): Block[] {
  const blocks: Block[] = [{ name: component, type: declaredArguments(component), value: args }];
  const visit = (value: unknown, type: Type): void => {
    if (!isPlain(value)) return;
    const object = objectOf(type);
    if (object !== undefined && !Array.isArray(value)) {
      const block = { name: object[0], type: object[1], value: value as Args };
      blocks.push(block);
      inputs(block);
    }
    if (Array.isArray(value)) for (const item of value) visit(item, type.items ?? {});
    else if (type.additionalProperties !== undefined)
      for (const item of Object.values(value)) visit(item, type.additionalProperties);
  };
  const inputs = ({ type, value }: Block): void => {
    for (const [input, declared] of Object.entries(type.properties ?? {})) visit(value[input], declared);
  };
  inputs({ name: component, type: declaredArguments(component), value: args });
  return blocks;
}

export const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !pulumi.Output.isInstance(value) && !(value instanceof Promise);

/** A copy of lists and plain objects; anything else stays the same. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (!isPlain(value) || pulumi.Resource.isInstance(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copied(item)]));
}
