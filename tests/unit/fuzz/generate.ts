import * as pulumi from "@pulumi/pulumi";
import { packageSchema, type ObjectType, type Type } from "../../../components/shared/package-schema";
import { junk } from "./junk";
import type { Random } from "./random";
import { keysFor, numbersFor, wordsFor } from "./words";

/** How arguments are made. */
export interface Making {
  readonly random: Random;
  /** Probability of a wrong value, at every value. */
  readonly wrong: number;
  /** Probability of an output, where one may be. */
  readonly later: number;
}

/** Arguments for a component, made from its declared types. */
export const argumentsFor = (component: string, making: Making): Record<string, unknown> =>
  members(making, declaredArguments(component), 0);

/** What a component declares as its arguments. */
export function declaredArguments(component: string): ObjectType {
  const declared = packageSchema().resources[`mlplatform:index:${component}`];
  if (declared === undefined) throw new Error(`there is no component ${component}`);
  return { properties: declared.inputProperties, required: declared.requiredInputs };
}

function members(
  making: Making,
  { properties = {}, required = [] }: ObjectType,
  depth: number,
): Record<string, unknown> {
  const { random, wrong } = making;
  const names = Object.keys(properties).filter((name) => required.includes(name) || random.chance(0.5 ** (depth + 1)));
  const entries = names.map((name) => [name, value(making, name, properties[name] ?? {}, depth)] as const);
  const extra = random.chance(wrong) ? [[random.of(["nmae", "constructor", "", "hasOwnProperty"]), 1] as const] : [];
  return Object.fromEntries([...entries.filter(() => !random.chance(wrong)), ...extra]);
}

function value(making: Making, name: string, type: Type, depth: number): unknown {
  const { random, wrong, later } = making;
  if (type.plain !== true && type.type !== "boolean" && random.chance(later)) {
    const known = value({ ...making, later: 0, wrong: wrong / 4 }, name, type, depth);
    // The SDK itself reads what is in an output, so only data may be there.
    return isData(known) ? random.of(LATER)(known) : known;
  }
  return random.chance(wrong) ? junk(random, later === 0) : right(making, name, type, depth);
}

/** Ways in which a value is known later. */
export const LATER: readonly ((value: unknown) => unknown)[] = [
  (value) => pulumi.output(value),
  (value) => pulumi.secret(value),
  (value) => Promise.resolve(value),
];

export const isData = (value: unknown): boolean => {
  try {
    return (JSON.stringify(value) as string | undefined) !== undefined;
  } catch {
    return false;
  }
};

/** A value of the right type. */
export function right(making: Making, name: string, type: Type, depth: number): unknown {
  const { random } = making;
  if (type.$ref !== undefined) {
    const object = packageSchema().types[type.$ref.replace("#/types/", "")];
    if (object?.enum !== undefined) return random.of(object.enum).value;
    return object === undefined ? random.of(wordsFor(name)) : members(making, object, depth + 1);
  }
  switch (type.type) {
    case "array":
      return Array.from({ length: 1 + random.below(2) }, () => value(making, name, type.items ?? {}, depth));
    case "object":
      return Object.fromEntries(
        Array.from({ length: random.below(3) }, () => [
          random.of(keysFor(name)),
          value(making, "", type.additionalProperties ?? {}, depth),
        ]),
      );
    case "string":
      return random.of(wordsFor(name));
    case "boolean":
      return random.chance(0.5);
    default:
      return random.of(numbersFor(name));
  }
}

/** The same arguments with one wrong value, at any depth. */
export function spoiled(args: Record<string, unknown>, random: Random): Record<string, unknown> {
  const keys = Object.keys(args).filter((key) => args[key] !== undefined);
  if (keys.length === 0) return { [random.of(["nmae", "constructor"])]: 1 };
  const key = random.of(keys);
  return { ...args, [key]: spoiledValue(args[key], random) };
}

function spoiledValue(value: unknown, random: Random): unknown {
  const isObject = typeof value === "object" && value !== null && !pulumi.Output.isInstance(value);
  if (!isObject || value instanceof Promise || random.chance(0.2)) return junk(random, false);
  if (!Array.isArray(value)) return spoiled(value as Record<string, unknown>, random);
  const index = random.below(value.length);
  return value.map((item: unknown, at) => (at === index ? spoiledValue(item, random) : item));
}
