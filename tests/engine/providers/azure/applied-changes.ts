import { isDeepStrictEqual } from "node:util";
import type { Shapes } from "../cloud/shape";
import { type Properties, type Value, isProperties, withoutSecrets } from "../property-values";

/**
 * The inputs after a refresh, as this provider guesses them: whatever changed between the last answer of Azure and this one, it
 * writes into the inputs, also what the program never mentioned (pulumi-azure-native, provider.go, Read; diff.go, applyDiff). What
 * only answers have is left out.
 */
export function inputsAfterRefresh(shapes: Shapes, asked: Properties, before: Properties, now: Properties): Properties {
  return applied(asked, projected(shapes, before), projected(shapes, now));
}

function projected(shapes: Shapes, values: Properties): Properties {
  const entries = Object.entries(shapes).flatMap(([key, shape]): [string, Value][] => {
    const value = values[key];
    if (value === undefined || value === null) return [];
    if (shape.kind === "object" && isProperties(value)) return [[key, projected(shape.fields, value)]];
    const { items } = shape as { items?: { kind: string; fields?: Shapes } };
    const fields = items?.fields;
    if (fields === undefined || !Array.isArray(value)) return [[key, value]];
    return [[key, value.map((item) => (isProperties(item) ? projected(fields, item) : item))]];
  });
  return Object.fromEntries(entries);
}

function applied(asked: Properties, before: Properties, now: Properties): Properties {
  const entries = Object.entries({ ...asked, ...now }).flatMap(([key]): [string, Value][] => {
    const [input, old, value] = [asked[key], before[key], now[key]];
    if (same(old, value)) return input === undefined ? [] : [[key, input]];
    return value === undefined ? [] : [[key, appliedValue(input, old, value)]];
  });
  return Object.fromEntries(entries);
}

function appliedValue(input: Value | undefined, old: Value | undefined, value: Value): Value {
  if (isProperties(input) && isProperties(old) && isProperties(value)) return applied(input, old, value);
  if (Array.isArray(input) && Array.isArray(old) && Array.isArray(value)) {
    return value.map((item, index) =>
      index < input.length && index < old.length ? appliedValue(input[index], old[index], item) : item,
    );
  }
  return value;
}

const same = (one: Value | undefined, other: Value | undefined): boolean =>
  isDeepStrictEqual(one === undefined ? one : withoutSecrets(one), other === undefined ? other : withoutSecrets(other));
