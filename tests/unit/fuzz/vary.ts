import * as pulumi from "@pulumi/pulumi";
import { packageSchema, type Type } from "../../../components/shared/package-schema";
import { fuzzed } from "./components";
import type { Args } from "./fuzzed";
import { declaredArguments, isData, LATER } from "./generate";
import { changed, valuesOf } from "./grow";
import { Random } from "./random";

const known = new Map<string, ReadonlyMap<string, readonly unknown[]>>();

/** Values that the examples of a component have for each input, by `Type.input`. */
export function knownValues(type: string): ReadonlyMap<string, readonly unknown[]> {
  const found = known.get(type) ?? collected(type);
  known.set(type, found);
  return found;
}

function collected(type: string): ReadonlyMap<string, readonly unknown[]> {
  const values = new Map<string, unknown[]>();
  for (const example of fuzzed[type]?.examples(new Random(0)) ?? []) {
    for (const [input, value] of valuesOf(type, example)) values.set(input, [...(values.get(input) ?? []), value]);
  }
  return values;
}

/** An example with a few inputs more, less or other, and often with outputs in place of values. */
export function varied(type: string, example: Args, random: Random): Args {
  let args = example;
  for (let changes = random.below(3); changes > 0; changes--)
    args = changed(type, args, { random, wrong: 0, later: 0, known: knownValues(type) });
  return random.chance(0.5) ? args : withOutputs(type, args, random);
}

/** The same arguments with outputs in place of some values, where outputs may be. */
function withOutputs(type: string, args: Args, random: Random): Args {
  const { properties = {} } = declaredArguments(type);
  return Object.fromEntries(
    Object.entries(args).map(([input, value]) => [
      input,
      asOutput(value, properties[input] ?? { plain: true }, random),
    ]),
  );
}

function asOutput(value: unknown, type: Type, random: Random): unknown {
  const inner = inside(value, type, random);
  const isPlain = type.plain === true || inner === undefined || !random.chance(0.2);
  return isPlain || !isData(inner) ? inner : random.of(LATER)(inner);
}

function inside(value: unknown, { items, additionalProperties: values, $ref = "" }: Type, random: Random): unknown {
  if (Array.isArray(value)) return value.map((item) => asOutput(item, items ?? {}, random));
  if (typeof value !== "object" || value === null || pulumi.Output.isInstance(value) || value instanceof Promise)
    return value;
  if (pulumi.Resource.isInstance(value)) return value;
  const inputs = packageSchema().types[$ref.replace("#/types/", "")]?.properties;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      asOutput(item, inputs?.[key] ?? values ?? { plain: inputs !== undefined }, random),
    ]),
  );
}
